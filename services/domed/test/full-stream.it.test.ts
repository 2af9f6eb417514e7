import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { STREAMS } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, it } from 'vitest';

import { faultsOf, phasesOf, setStream, startStack } from './support/stack.ts';
import type { Stack } from './support/stack.ts';

/** As a stream that has reached its size: it takes nothing, and loses nothing. */
async function setLimit(stack: Stack, messagesMax: number | 'as it is'): Promise<void> {
  const { messages } = await setStream(stack, STREAMS.JOB_EVENTS, {});
  await setStream(stack, STREAMS.JOB_EVENTS, { max_msgs: messagesMax === 'as it is' ? messages : messagesMax });
}

it('keeps the end of a job until its stream has room, and does not run the job again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-full-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(dir, { recursive: true }));
  const stack = cleanup.use(await startStack({ skills: ['shell'], ackWaitMs: 1_000 }));
  const daemon = await stack.daemon();
  const script = `cd '${dir}' && echo ran >>ran && until [ -e go ]; do sleep 0.05; done`;
  const job = await stack.send({ skill: 'shell', input: { script } });
  await stack.reaches(job, 'started');

  await setLimit(stack, 'as it is');
  await writeFile(join(dir, 'go'), '');
  // Three waits are longer than the ack wait: the heartbeats go on meanwhile.
  const waits = (): number => daemon.log.filter(({ msg }) => msg === waitsForRoom).length;
  await eventually(() => waits() >= 3);
  expect(phasesOf(await stack.chain(job))).toEqual(['started']);
  await setLimit(stack, -1);

  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  expect(faultsOf(chain)).toEqual([]);
  expect(await readFile(join(dir, 'ran'), 'utf8')).toBe('ran\n');
});

const waitsForRoom = 'the end of an attempt waits for room in its stream';
