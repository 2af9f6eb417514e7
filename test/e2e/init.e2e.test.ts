// What `dome init` writes, and what it leaves alone. `installed.e2e.test.ts` has it write in repositories of several kinds.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { ownEnvironment, startCommand } from './command.ts';
import type { Said } from './command.ts';
import { MAKE, NPM, openRepository } from './repositories.ts';

vi.setConfig({ testTimeout: 120_000 });

const MAIN = join(import.meta.dirname, '../../services/cli/src/main.ts');

const initIn = (cwd: string, ...args: string[]): Promise<Said> =>
  startCommand([process.execPath, MAIN, 'init', ...args], { env: ownEnvironment(), cwd }).ended;

test('what init wrote can be released: a second person approves, and the archive stands in staging', async () => {
  await using project = await openRepository(MAKE);
  await initIn(project.dir);
  await using stage = await openCliStage({ cwd: project.dir, skills: undefined });
  const environments = join(stage.temporary, 'environments');
  const watching = stage.start(
    'run',
    'submit',
    '-f',
    'dome/release.plan.yaml',
    '-i',
    `environments=${environments}`,
    '--wait',
  );
  await eventually(async () => (await stage.dome('gate', 'list')).out.includes('release'), { timeoutMs: 30_000 });
  const approve = ['gate', 'approve', '@latest', 'release', '-m', 'it holds', '--yes'];
  expect(await stage.dome(...approve)).toMatchObject({ exitCode: 3 });
  expect(await stage.dome('--user', 'grace', ...approve)).toMatchObject({ exitCode: 0 });
  expect(await watching.ended).toMatchObject({ exitCode: 0 });
  expect(await readdir(join(environments, 'staging'))).toEqual([expect.stringMatching(/^dome-init-.+\.tgz$/)]);
});

test('nothing is overwritten, nothing is asked, and a folder that git does not know is refused', async () => {
  await using project = await openRepository({ ...NPM, 'dome/check.plan.yaml': 'mine\n' });
  const proposed = await initIn(project.dir, '--dry-run', '--build', 'make all');
  expect(proposed.out).toMatch(/^build +make all +--build$/m);
  expect(proposed.out).toMatch(/^kept +dome\/check\.plan\.yaml /m);
  expect(await initIn(project.dir)).toMatchObject({ exitCode: 0, err: '' });
  expect(await readFile(join(project.dir, 'dome/check.plan.yaml'), 'utf8')).toBe('mine\n');
  expect((await initIn(project.dir)).out).not.toMatch(/^written/m);

  await using empty = await openRepository({});
  expect(await initIn(empty.dir)).toMatchObject({ exitCode: 2, err: expect.stringContaining('--test COMMAND') });
  await rm(join(empty.dir, '.git'), { recursive: true });
  expect(await initIn(empty.dir)).toMatchObject({ exitCode: 2, err: expect.stringContaining('git init') });
});
