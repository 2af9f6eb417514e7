// A command is locked to a descriptor. Daemons that serve another descriptor under the same name share its durable, as
// during every change of a catalogue: the command goes to those that have the right one, and ends soon if nobody has.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dataOf, faultsOf, fixtures, phasesOf, startStack } from './support/stack.ts';
import type { Daemon, Job, Stack } from './support/stack.ts';

let stack: Stack;
let dir: string;
let newSkills: string;
beforeEach(async () => {
  stack = await startStack({ skills: ['shell'] });
  dir = await mkdtemp(join(tmpdir(), 'dome-drift-'));
  newSkills = join(dir, 'skills');
  await cp(join(fixtures, 'shell'), join(newSkills, 'shell'), { recursive: true });
  const manifest = join(newSkills, 'shell', 'skill.yaml');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/^title: .*$/m, 'title: Other words'));
});
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const startOld = (): Promise<Daemon> => stack.daemon({ slots: 1 });
const startNew = (graceMs: number): Promise<Daemon> =>
  stack.daemon({ env: { DOME_DRIFT_GRACE: `${graceMs}ms`, DOME_SKILLS: newSkills } });
/** The first one learns the descriptor, and every later command is locked to it. */
const send = (script: string): Promise<Job> => stack.send({ skill: 'shell', input: { script } });

it('brings every command to the daemon that has its descriptor, beside one that has another', async () => {
  const old = await startOld();
  const go = join(dir, 'go');
  // The only slot of the old daemon is taken until the other has met a command that is not its own.
  const jobs = [await send(`until [ -e '${go}' ]; do sleep 0.05; done`)];
  const other = await startNew(0);
  for (let at = 0; at < 4; at += 1) jobs.push(await send(`echo ${at}`));
  await eventually(() => other.log.some(({ why }) => why === 'another daemon serves it'));
  await writeFile(go, '');
  const chains = await Promise.all(jobs.map((job) => stack.ended(job)));
  expect(chains.map(phasesOf)).toEqual(jobs.map(() => ['started', 'succeeded']));
  for (const chain of chains) expect(dataOf(chain[0])).toMatchObject({ worker: { instance: old.instance } });
});

it('ends a command that nobody can serve any more with the right code, a moment after the grace', async () => {
  const old = await startOld();
  await stack.ended(await send('true'));
  const started = await send('sleep 60');
  await stack.reaches(started, 'started');
  const queued = await send('true');
  await startNew(1_000);
  await old.kill('SIGTERM');
  const [refused, failed] = await Promise.all([stack.ended(queued), stack.ended(started)]);
  expect(phasesOf(refused)).toEqual(['refused']);
  expect(phasesOf(failed)).toEqual(['started', 'retrying', 'failed']);
  for (const chain of [refused, failed]) {
    expect(dataOf(chain.at(-1))).toMatchObject({
      result: 'error',
      problem: { code: 'DESCRIPTOR_DRIFT', pointer: '/skill/descriptorDigest' },
    });
    expect(faultsOf(chain)).toEqual([]);
  }
});
