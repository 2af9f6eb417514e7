import { readdirSync, readFileSync } from 'node:fs';

import { evenRetry, eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, startStack } from './support/stack.ts';
import type { Stack } from './support/stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack({ skills: ['shell', 'sleep'], ackWaitMs: 1_500 });
});
afterEach(() => stack[Symbol.asyncDispose]());

const script = (text: string) => ({ skill: 'shell', input: { script: text } });

it('takes over the job of a killed daemon, with a second attempt, and leaves none of its processes', async () => {
  const victim = await stack.daemon();
  const mark = `mark-${crypto.randomUUID()}`;
  const job = await stack.send(
    script(`[ "$DOME_ATTEMPT" = 1 ] || exit 0; (setsid sleep 61 & true); sleep 60 # ${mark}`),
  );
  await stack.reaches(job, 'started');
  await eventually(() => processesWith(mark) > 0);
  const survivor = await stack.daemon();
  await victim.kill('SIGKILL');
  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'started', 'succeeded']);
  expect(faultsOf(chain)).toEqual([]);
  expect(dataOf(chain.at(-1))).toMatchObject({
    attempt: 2,
    epoch: chain[1]?.sequence,
    provenance: { attempts: [{ instance: victim.instance }, { instance: survivor.instance }] },
  });
  await eventually(() => processesWith(mark) === 0);
});

it('fails a job whose last attempt was lost', async () => {
  const victim = await stack.daemon();
  const retry = evenRetry(1, 10);
  const job = await stack.send({ ...script('sleep 60'), over: { retry } });
  await stack.reaches(job, 'started');
  await stack.daemon();
  await victim.kill('SIGKILL');
  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'failed']);
  expect(dataOf(chain.at(-1))).toMatchObject({ result: 'error', problem: { code: 'ATTEMPT_LOST' } });
  expect(faultsOf(chain)).toEqual([]);
});

it('ignores an attempt that slept through its take-over', async () => {
  const victim = await stack.daemon();
  const job = await stack.send(script('[ "$DOME_ATTEMPT" = 1 ] && sleep 60; echo "attempt $DOME_ATTEMPT"'));
  await stack.reaches(job, 'started');
  await stack.daemon();
  process.kill(victim.pid, 'SIGSTOP');
  const chain = await stack.ended(job);
  process.kill(victim.pid, 'SIGCONT');
  await eventually(() => victim.log.some(({ msg }) => msg === 'attempt given up without a word'));
  expect(phasesOf(chain)).toEqual(['started', 'started', 'succeeded']);
  expect(await stack.chain(job)).toEqual(chain);
  expect(faultsOf(chain)).toEqual([]);
});

it('keeps a job that runs longer than the ack wait, by its heartbeats', async () => {
  await stack.daemon();
  await stack.daemon();
  const chain = await stack.ended(await stack.send({ skill: 'sleep', input: { seconds: 4 } }));
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
});

it('hands its jobs back when it is told to end, and spends no attempt on that', async () => {
  const first = await stack.daemon();
  const job = await stack.send(script('[ "$DOME_ATTEMPT" = 1 ] && sleep 60; exit 0'));
  await stack.reaches(job, 'started');
  await stack.daemon();
  expect(await first.kill('SIGTERM')).toBe(0);
  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'retrying', 'started', 'succeeded']);
  expect(dataOf(chain[1])).toMatchObject({ counted: false });
  expect(dataOf(chain[2])).toMatchObject({ counted: false, attempt: 2 });
  expect(faultsOf(chain)).toEqual([]);
});

it('lets a job that ends within the drain end there', async () => {
  const daemon = await stack.daemon({ env: { DOME_DRAIN: '10s' } });
  const job = await stack.send(script('sleep 1'));
  await stack.reaches(job, 'started');
  expect(await daemon.kill('SIGTERM')).toBe(0);
  expect(phasesOf(await stack.chain(job))).toEqual(['started', 'succeeded']);
  const gone = await readCapabilities();
  expect(gone).toEqual([]);
});

async function readCapabilities(): Promise<unknown[]> {
  await stack.daemon({ env: { DOME_POOL: 'other' } });
  return (await stack.ask('runtimeCapabilityList', {})).capabilities;
}

function processesWith(mark: string): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return ['cmdline', 'environ'].some((file) => readFileSync(`/proc/${name}/${file}`, 'utf8').includes(mark));
    } catch {
      return false;
    }
  }).length;
}
