import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { runCli } from '../src/cli.ts';
import { planNamed, planOfProject } from '../src/plans.ts';
import { memoryIo } from './memory-io.ts';

async function projectWith(...plans: string[]) {
  const dir = await mkdtemp(join(tmpdir(), 'dome-plans-'));
  await mkdir(join(dir, 'dome'));
  await mkdir(join(dir, 'src'));
  for (const name of plans) await writeFile(join(dir, 'dome', `${name}.plan.yaml`), '');
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

async function run(cwd: string, ...words: string[]) {
  const io = memoryIo({ cwd });
  const exitCode = await runCli(['run', ...words], { version: '1.2.3', ioFor: () => io });
  return { exitCode, err: io.written.err };
}

test('a plan is found from any folder of the project: check, or the only one', async () => {
  await using project = await projectWith('check', 'release');
  expect(planOfProject(join(project.dir, 'src'))).toBe(join('..', 'dome', 'check.plan.yaml'));
  expect(planNamed(project.dir, 'release')).toBe(join('dome', 'release.plan.yaml'));
  await using single = await projectWith('deploy');
  expect(planOfProject(single.dir)).toBe(join('dome', 'deploy.plan.yaml'));
});

test('where no plan stands out they are named, and where there is none the way to one is', async () => {
  await using project = await projectWith('deploy', 'release');
  expect(planOfProject(project.dir)).toBeUndefined();
  expect(await run(project.dir)).toMatchObject({ exitCode: 2, err: expect.stringContaining('deploy, release') });
  await using empty = await projectWith();
  expect(await run(empty.dir)).toMatchObject({ exitCode: 2, err: expect.stringContaining('`npx dome init`') });
});

test('a word that is neither a verb nor a plan is an unknown command', async () => {
  await using project = await projectWith('check');
  expect(await run(project.dir, 'wach')).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(/unknown command 'wach'.*\n.*Did you mean watch\?/),
  });
});
