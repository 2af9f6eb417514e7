// How a skill's workspace is packed after its job: git says what is ignored, and starts nothing.
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { unpackArchive } from '@dome/archive';
import { LIMITS } from '@dome/contracts';
import { systemClock } from '@dome/runtime';
import type { Clock } from '@dome/runtime';
import { expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness, Ran } from '../support/harness.ts';

interface Folder extends AsyncDisposable {
  readonly path: string;
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'dome-left-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, dirname(name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

async function runIn(harness: Harness, files: Readonly<Record<string, string>>, script: string): Promise<Ran> {
  await using folder = await folderOf(files);
  return harness.run('tree', { script }, { workspace: await harness.putFolder(folder.path) });
}

async function leftBy({ outcome }: Ran): Promise<Record<string, string>> {
  expect(outcome.problem).toBeUndefined();
  await using target = await folderOf({});
  await unpackArchive(await readFile(outcome.workspace?.path ?? ''), target.path);
  const entries = await readdir(target.path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map(async (file) => [file.slice(target.path.length + 1), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const VENV = 'mkdir -p .venv/bin; ln -s /usr/bin/python3 .venv/bin/python; echo x >.venv/x';

test('files that git ignores are left out of a workspace, even those that could not be packed', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  const files = { '.gitignore': '.venv/\n*.log\n', 'a.txt': 'a' };
  await using ran = await runIn(harness, files, `${VENV}; echo b >b.txt; echo l >l.log; echo $'\\xff' >.venv/$'\\xff'`);
  expect(Object.keys(await leftBy(ran)).toSorted()).toEqual(['.gitignore', 'a.txt', 'b.txt']);
  expect(ran.log).toBe(
    'system: git ignores ".venv/", "l.log": of that, the new workspace has only what was in the old one',
  );
});

test('files that came in stay, as the skill has left them, even if ignored', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  const files = { '.gitignore': 'build\n*.log\n', 'build/kept.txt': 'old', 'build/gone.txt': 'old', 'kept.log': 'old' };
  const script = 'echo new >build/kept.txt; rm build/gone.txt; echo new >build/new.txt; echo new >new.log';
  await using ran = await runIn(harness, files, script);
  expect(await leftBy(ran)).toEqual({ '.gitignore': 'build\n*.log\n', 'build/kept.txt': 'new\n', 'kept.log': 'old' });
});

test('a folder that looks like a repository decides nothing, and nothing that it names is started', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  await using traps = await folderOf({});
  await chmod(traps.path, 0o777);
  const trap = join(traps.path, 'trap');
  const script = [
    `printf '#!/bin/sh\\ntouch ${traps.path}/it-ran\\n' >${trap}; chmod +x ${trap}`,
    'git init --quiet .; git init --quiet sub; echo gitdir: /nowhere >other.git; mkdir file; mv other.git file/.git',
    `for at in . sub; do for name in core.fsmonitor core.hooksPath core.pager alias.ls-files; do git -C $at config $name ${trap}; done; done`,
    `mkdir -p ../ignored.git/hooks; cp ${trap} ../ignored.git/hooks/post-index-change; cp .git/config ../ignored.git/config`,
    'echo "*" >.git/info/exclude; git config core.excludesFile .git/info/exclude; git config core.worktree /',
    'echo s >sub/s.txt; echo f >file/f.txt; echo a >a.log',
  ].join('\n');
  await using ran = await runIn(harness, { '.gitignore': '*.log\n' }, script);
  expect(Object.keys(await leftBy(ran)).toSorted()).toEqual(['.gitignore', 'file/f.txt', 'sub/s.txt']);
  expect(await readdir(traps.path)).toEqual(['trap']);
});

test('git has a time limit, whatever the skill left it to read', async () => {
  let isShort = true;
  const clock: Clock = {
    ...systemClock,
    after: (ms, run) => systemClock.after(isShort && ms === LIMITS.ignoredListMs ? 500 : ms, run),
  };
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0, clock });
  const detail = 'git cannot tell which files of the workspace are ignored: it took more than 30 s';
  const costly = [
    'for i in $(seq 200); do echo "/**/a*/**/a*/**/a*/**/a*/**/a*/**/a*/**/a*/**/a*/**/a*/**/a*/**/a*b"; done >.gitignore',
    'name=$(printf "a%.0s" $(seq 60)); for i in $(seq 30); do mkdir $name; cd $name; touch a{1..20}; done',
  ].join('\n');
  for (const script of ['mkfifo .gitignore', costly]) {
    await using ran = await runIn(harness, { 'a.txt': 'a' }, script);
    expect(ran.outcome).toMatchObject({ result: 'error', problem: { code: 'ARCHIVE_INVALID', detail } });
    expect(ran.outcome.workspace).toBeUndefined();
  }
  isShort = false;
  await using next = await runIn(harness, { 'a.txt': 'a' }, 'true');
  expect(next.outcome.result).toBe('success');
});

test('a list of ignored files that is longer than its limit is refused', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  // Deep, so that few files make a long list; and with a file that is not ignored, or git would name the folder alone.
  const script = [
    'folder=$(printf "d%.0s" $(seq 240)); for i in $(seq 12); do mkdir $folder; cd $folder; done',
    'touch kept; seq -f "a$folder%05g" 1500 | xargs touch',
  ].join('\n');
  await using ran = await runIn(harness, { '.gitignore': 'a*\n' }, script);
  const detail = `git cannot tell which files of the workspace are ignored: its list has more than ${LIMITS.ignoredListBytes} bytes`;
  expect(ran.outcome).toMatchObject({ result: 'error', problem: { code: 'ARCHIVE_INVALID', detail } });
});

test('without git the whole workspace is packed, and the log says so', async () => {
  await using programs = await folderOf({});
  const bash = ['/bin/bash', '/usr/bin/bash'].find((path) => existsSync(path)) ?? '';
  await symlink(bash, join(programs.path, 'bash'));
  const environment = { PATH: programs.path, HOME: programs.path };
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0, environment });
  await using ran = await runIn(harness, { '.gitignore': '*.log\n' }, 'echo l >l.log');
  expect(Object.keys(await leftBy(ran)).toSorted()).toEqual(['.gitignore', 'l.log']);
  expect(ran.log).toBe('system: there is no git on this machine: the workspace keeps what its .gitignore files name');
});
