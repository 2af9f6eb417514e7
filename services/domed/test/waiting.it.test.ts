// Commands beyond the free slots: a pull that was sent while a slot was free may bring a command when none is. The ack wait
// is that of production here, so only the short waiting clock can bring it elsewhere.
import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dataOf, phasesOf, startStack } from './support/stack.ts';
import type { Daemon, Job, Stack } from './support/stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack({ skills: ['shell', 'echo'], ackWaitMs: 30_000 });
});
afterEach(() => stack[Symbol.asyncDispose]());

async function fill(script: string): Promise<Job> {
  const job = await stack.send({ skill: 'shell', input: { script } });
  await stack.reaches(job, 'started');
  return job;
}

const handedBack = ({ log }: Daemon): number => log.filter(({ msg }) => msg === 'command handed back').length;

it('brings a command that a full daemon has in hand to an idle neighbour within moments', async () => {
  // Who asks first gets it first: that is the first daemon, for both skills.
  const full = await stack.daemon({ slots: 1 });
  const idle = await stack.daemon({ slots: 1 });
  const long = await fill('sleep 60');
  const chain = await stack.ended(await stack.send({ skill: 'echo', input: { text: 'hello' } }), 3_000);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  expect(dataOf(chain[0])).toMatchObject({ deliveryCount: 2, worker: { instance: idle.instance } });
  expect(phasesOf(await stack.chain(long))).toEqual(['started']);
  expect(dataOf((await stack.chain(long))[0])).toMatchObject({ worker: { instance: full.instance } });
});

it('does not send a command back and forth while the only daemon is full', async () => {
  const daemon = await stack.daemon({ slots: 1 });
  await fill('sleep 2');
  const job = await stack.send({ skill: 'echo', input: { text: 'hello' } });
  await eventually(() => handedBack(daemon) === 1);
  const chain = await stack.ended(job);
  expect(dataOf(chain[0])).toMatchObject({ deliveryCount: 2 });
  expect(handedBack(daemon)).toBe(1);
});
