// Which of the two broke, the machine or the skill: for the machine's faults the job is given back, the skill's own are its
// result.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { PROCESS_GUARDS } from '../../src/execution.ts';
import { fixtureSkills, openHarness } from '../support/harness.ts';

let cleanup: AsyncDisposableStack;
let dir: string;
beforeEach(async () => {
  cleanup = new AsyncDisposableStack();
  dir = await mkdtemp(join(tmpdir(), 'dome-faults-'));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
});
afterEach(() => cleanup.disposeAsync());

/** Only root may mount; other users depend on the disks they have. */
const isRoot = process.getuid?.() === 0;
const ofMachine = { result: 'error', isOfMachine: true, problem: { code: 'UNAVAILABLE' } };

function mountSmall(options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir]);
  cleanup.defer(() => void execFileSync('umount', ['-l', dir]));
}

test('a full disk in the middle of a workspace is a fault of the machine', async () => {
  if (!isRoot) return;
  mountSmall('size=4m');
  await using harness = await openHarness(fixtureSkills, { workDir: dir, spareRunners: 0 });
  const big = await mkdtemp(join(tmpdir(), 'dome-big-'));
  cleanup.defer(() => rm(big, { recursive: true, force: true }));
  await writeFile(join(big, 'a'), new Uint8Array(1_000_000));
  await writeFile(join(big, 'b'), new Uint8Array(6_000_000));
  await using ran = await harness.run('tree', { script: 'true' }, { workspace: await harness.putFolder(big) });
  expect(ran.outcome).toMatchObject(ofMachine);
});

test('a lack of files is a fault of the machine', async () => {
  if (!isRoot) return;
  mountSmall('size=4m,nr_inodes=8');
  await using harness = await openHarness(fixtureSkills, { workDir: dir, spareRunners: 0 });
  await using ran = await harness.run('shell', { script: 'true' });
  expect(ran.outcome).toMatchObject(ofMachine);
});

test('a folder that cannot be written is a fault of the machine', async () => {
  if (!isRoot) return;
  mountSmall('size=4m');
  await using harness = await openHarness(fixtureSkills, { workDir: dir, spareRunners: 0 });
  execFileSync('mount', ['-o', 'remount,ro', dir]);
  await using ran = await harness.run('shell', { script: 'true' });
  expect(ran.outcome).toMatchObject(ofMachine);
});

test('a folder of jobs that is a file, or gone, is a fault of the machine', async () => {
  await using harness = await openHarness(fixtureSkills, { workDir: dir, spareRunners: 0 });
  await rm(join(dir, 'jobs'), { recursive: true });
  await using gone = await harness.run('shell', { script: 'true' });
  await rm(join(dir, 'runners'), { recursive: true });
  await writeFile(join(dir, 'runners'), '');
  await using file = await harness.run('speak');
  expect([gone.outcome, file.outcome]).toMatchObject([ofMachine, ofMachine]);
});

test('a folder that disappears while the skill works is a fault of the machine, even if it was made anew meanwhile', async () => {
  await using harness = await openHarness(fixtureSkills, { workDir: dir, spareRunners: 0 });
  const take = (): Promise<void> => rm(join(dir, 'jobs'), { recursive: true });
  await using gone = await harness.run('shell', { script: 'echo go; sleep 0.3; exit 1' }, { onLine: take });
  await harness.executor.keepFolders();
  const takeAndMake = async (): Promise<void> => {
    await take();
    await harness.executor.keepFolders();
  };
  await using anew = await harness.run('shell', { script: 'echo go; sleep 0.3; exit 1' }, { onLine: takeAndMake });
  expect([gone.outcome, anew.outcome]).toMatchObject([ofMachine, ofMachine]);
});

test('missing files of a skill are a fault of the machine', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  for (const name of ['shell', 'speak'])
    for (const end of ['', '.tar'])
      await rm(`${harness.skills.get(name)?.snapshotDir ?? ''}${end}`, { recursive: true, force: true });
  await using process_ = await harness.run('shell', { script: 'true' });
  await using node = await harness.run('speak');
  expect([process_.outcome, node.outcome]).toMatchObject([ofMachine, ofMachine]);
});

test('damage to its own folder, and a program that only it needs, are faults of the skill', async () => {
  for (const guard of PROCESS_GUARDS) {
    await using harness = await openHarness(fixtureSkills, { spareRunners: 0, guard });
    await using removes = await harness.run('shell', { script: 'rm -rf "${DOME_ARTIFACTS%/*}"; exit 3' });
    expect(removes.outcome).toMatchObject({ result: 'error', problem: { code: 'SKILL_FAILED' } });
    await using missing = await harness.run('shell', { script: 'exec no-such-program' });
    expect(missing.outcome).toMatchObject({ result: 'error', problem: { code: 'SKILL_FAILED' } });
    expect([removes.outcome.isOfMachine, missing.outcome.isOfMachine]).toEqual([undefined, undefined]);
  }
});
