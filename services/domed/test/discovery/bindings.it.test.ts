import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { phasesOf, startStack } from '../support/stack.ts';
import type { Stack } from '../support/stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack({ skills: ['echo', 'shell'] });
});
afterEach(() => stack[Symbol.asyncDispose]());

const announced = async (): Promise<string[]> =>
  (await stack.ask('runtimeCapabilityList', { limit: 500 })).capabilities.map(({ name }) => name);

it('announces a skill only when its durable exists, and serves it from then on', async () => {
  const daemon = await stack.daemon();
  expect(await announced()).toEqual(['echo', 'shell']);
  expect(daemon.log.find(({ msg }) => msg === 'domed is ready')).toMatchObject({ served: ['echo', 'shell'] });
  const provisioner = await stack.server.connectAs('domed-provisioner');
  const skills = ['echo', 'shell', 'flaky'].map((skill) => ({ pool: 'default', skill }));
  const overrides = { ackWaitMs: 2_000, storeBytesMax: stack.server.server.storeBytesMax };
  await applyTopology(provisioner, declaredTopology({ account: 'DOMED', skills, overrides }));
  await eventually(async () => expect(await announced()).toEqual(['echo', 'flaky', 'shell']));
  const chain = await stack.ended(await stack.send({ skill: 'flaky', input: { succeedsAt: 1 } }));
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
});

it('stops announcing a skill whose durable was removed', async () => {
  await stack.daemon();
  const provisioner = await stack.server.connectAs('domed-provisioner');
  await provisioner.request('$JS.API.CONSUMER.DELETE.SKILL_COMMANDS.domed_default_shell');
  await eventually(async () => expect(await announced()).toEqual(['echo']), { timeoutMs: 15_000 });
});

it('drops the announcements of a killed daemon when their lease is over', { timeout: 40_000 }, async () => {
  const victim = await stack.daemon({ instance: 'victim' });
  await stack.daemon({ instance: 'survivor' });
  await victim.kill('SIGKILL');
  const instances = async () =>
    (await stack.ask('runtimeCapabilityList', {})).capabilities.map(({ instance }) => instance);
  expect(await instances()).toContain('victim');
  await eventually(async () => expect(await instances()).not.toContain('victim'), { timeoutMs: 25_000 });
});

it('shares few slots among skills without losing or starving a command', async () => {
  await stack.daemon({ slots: 1 });
  const sent = Array.from({ length: 6 }, () => [
    stack.send({ skill: 'echo', input: { text: 'x' } }),
    stack.send({ skill: 'shell', input: { script: 'sleep 0.1' } }),
  ]).flat();
  const jobs = await Promise.all(sent);
  const chains = await Promise.all(jobs.map((job) => stack.ended(job)));
  const times = chains.map((chain) => chain.map(({ sequence }) => sequence)).toSorted(([a = 0], [b = 0]) => a - b);
  expect(chains.map(phasesOf)).toEqual(jobs.map(() => ['started', 'succeeded']));
  // One slot: nothing starts before the previous job has ended.
  for (const [index, [started = 0]] of times.entries()) expect(started).toBeGreaterThan(times[index - 1]?.at(-1) ?? 0);
});

it('continues a job while the broker is away, and ends it when the broker is back', async () => {
  const daemon = await stack.daemon();
  const job = await stack.send({ skill: 'shell', input: { script: 'echo before; sleep 1; echo after' } });
  await stack.reaches(job, 'started');
  await stack.server.server.kill();
  await stack.server.server.start();
  const chain = await stack.ended(job, 20_000);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  expect(daemon.log.filter(({ level }) => level === 'fatal')).toEqual([]);
});
