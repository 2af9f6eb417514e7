import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { createManualClock, eventually } from '@dome/testkit';
import type { ManualClock } from '@dome/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openInstanceFolder, SILENT_MS_MAX } from '../../src/workspace/instance-folder.ts';
import type { InstanceFolder } from '../../src/workspace/instance-folder.ts';

const logger = { info: () => undefined, warn: () => undefined };
let root: string;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  root = await mkdtemp(join(tmpdir(), 'dome-instances-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (instance: string): Promise<InstanceFolder> => openInstanceFolder({ root, instance, clock, logger });
const inRoot = async (): Promise<string[]> => (await readdir(root)).toSorted();
const ownerOf = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(root, name, 'owner.json'), 'utf8'));

async function leave(name: string, owner: unknown): Promise<void> {
  await mkdir(join(root, name, 'jobs'), { recursive: true });
  await writeFile(join(root, name, 'owner.json'), JSON.stringify(owner));
}

/** A container that is gone, or one that lives: from here they look the same. */
const elsewhere = {
  host: 'a-host-that-was',
  pid: 1,
  startTime: '77',
  place: 'another-boot pid:[1]',
  nonce: 'of-elsewhere',
};

async function endedProcess(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('sweeps what dead daemons left, and nothing else', async () => {
  const living = await open('living');
  const owner = await ownerOf('living');
  expect(owner).toMatchObject({ host: hostname(), pid: process.pid });

  await leave('dead', { ...owner, pid: await endedProcess() });
  // The id of a live process that started at another time: it is not the same one.
  await leave('reused-id', { ...owner, startTime: '1' });
  await leave('elsewhere', elsewhere);
  await leave('half-removed.gone-1', 'nothing that can be read');
  await mkdir(join(root, 'no-owner'));
  await writeFile(join(root, 'a-file'), '');

  await using fresh = await open('fresh');
  await eventually(async () => expect(await inRoot()).toEqual(['a-file', 'elsewhere', 'fresh', 'living', 'no-owner']));
  expect(await readdir(fresh.path)).toEqual(['owner.json']);
  await living[Symbol.asyncDispose]();
  expect(await inRoot()).not.toContain('living');
});

test('a fixed name takes its folder over from a daemon that was killed', async () => {
  await using _made = await open('other');
  await leave('a', { ...(await ownerOf('other')), pid: await endedProcess() });
  await using folder = await open('a');
  expect(await readdir(folder.path)).toEqual(['owner.json']);
  await eventually(async () => expect(await inRoot()).toEqual(['a', 'other']));
});

test('a fixed name takes its folder over after a reboot', async () => {
  await using _made = await open('other');
  const owner = await ownerOf('other');
  const [, namespace = ''] = String(owner['place']).split(' ');
  // In a container nobody can tell.
  if (namespace !== 'pid:[4026531836]') return;
  await leave('a', { ...owner, place: `another-boot ${namespace}` });
  await leave('of-another-host', { ...owner, host: 'another', place: `another-boot ${namespace}` });
  await using folder = await open('a');
  expect(await readdir(folder.path)).toEqual(['owner.json']);
  await eventually(async () => expect(await inRoot()).toEqual(['a', 'of-another-host', 'other']));
});

test('a fixed name takes its folder over from another container that gives no sign of life', async () => {
  await leave('a', elsewhere);
  const opening = open('a');
  await eventually(() => clock.pending > 0);
  clock.advance(SILENT_MS_MAX);
  await using folder = await opening;
  expect(await ownerOf('a')).toMatchObject({ pid: process.pid });
  expect(await readdir(folder.path)).toEqual(['owner.json']);
});

test('a fixed name takes its place when its former owner ends in good order meanwhile', async () => {
  const living = await open('a');
  const owner = { ...(await ownerOf('a')), place: 'another-boot pid:[1]' };
  await writeFile(join(root, 'a', 'owner.json'), JSON.stringify(owner));
  const armed = clock.pending;
  const opening = open('a');
  await eventually(() => clock.pending > armed);
  await living[Symbol.asyncDispose]();
  clock.advance(SILENT_MS_MAX);
  await using folder = await opening;
  expect(await readdir(folder.path)).toEqual(['owner.json']);
});

test('it leaves the folder to a daemon that gives signs of life, here or elsewhere, and says what to do', async () => {
  const living = await open('a');
  const says = { code: 'CONFIG_INVALID', fields: { hint: expect.stringContaining('DOME_INSTANCE') } };
  await expect(open('a')).rejects.toMatchObject(says);

  const owner = await ownerOf('a');
  await writeFile(join(root, 'a', 'owner.json'), JSON.stringify({ ...owner, place: 'another-boot pid:[1]' }));
  const armed = clock.pending;
  const refused = expect(open('a')).rejects.toMatchObject(says);
  await eventually(() => clock.pending > armed);
  // The owner touches its file while the newcomer watches.
  const before = (await stat(join(root, 'a', 'owner.json'))).mtimeMs;
  clock.advance(SILENT_MS_MAX / 2);
  await eventually(async () => (await stat(join(root, 'a', 'owner.json'))).mtimeMs !== before);
  clock.advance(SILENT_MS_MAX);
  await refused;
  await living[Symbol.asyncDispose]();
  expect(await inRoot()).toEqual([]);
});

test('the folder of a container is swept when it has been silent long enough, under any name', async () => {
  await leave('elsewhere', elsewhere);
  await using _folder = await open('fresh');
  // The sign of life of this one, and the end of the wait for one of the other.
  await eventually(() => clock.pending >= 2);
  clock.advance(SILENT_MS_MAX);
  await eventually(async () => expect(await inRoot()).toEqual(['fresh']));
});

test('a folder that no daemon made is not taken', async () => {
  await mkdir(join(root, 'a', 'holiday-pictures'), { recursive: true });
  await expect(open('a')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect(await inRoot()).toEqual(['a']);
});

test('a former owner does not remove a folder that another has taken', async () => {
  const late = await open('a');
  await leave('a', elsewhere);
  await late[Symbol.asyncDispose]();
  expect(await ownerOf('a')).toEqual(elsewhere);
});
