// `dome init` in repositories of several kinds, made as their own tools make them, and then what it says comes next.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

import { eventually, needPython } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { ownEnvironment, startCommand } from './command.ts';
import type { Said } from './command.ts';

vi.setConfig({ testTimeout: 120_000 });

const MAIN = join(import.meta.dirname, '../../services/cli/src/main.ts');

const NPM = {
  'package.json': JSON.stringify({
    name: 'sum',
    type: 'module',
    scripts: { lint: 'node --check sum.js', test: 'node --test' },
  }),
  'sum.js': 'export const sum = (a, b) => a + b;\n',
  'sum.test.js':
    "import test from 'node:test';\nimport { equal } from 'node:assert';\nimport { sum } from './sum.js';\ntest('sum', () => equal(sum(1, 2), 3));\n",
} as const;

const PYTHON = {
  'pyproject.toml': '[project]\nname = "total"\nversion = "1.0.0"\n',
  'total.py': 'def total(a, b):\n    return a + b\n',
  'tests/test_total.py':
    'import unittest\nfrom total import total\n\n\nclass Total(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total(1, 2), 3)\n',
} as const;

const MAKE = {
  Makefile:
    '.PHONY: lint test build\nlint:\n\tsh -n add.sh\ntest: build\n\ttest "$$(sh out/add.sh 1 2)" = 3\nbuild:\n\tmkdir -p out && cp add.sh out\n',
  'add.sh': 'echo $(($1 + $2))\n',
  '.gitignore': 'out\n',
} as const;

async function repository(files: Readonly<Record<string, string>>) {
  const dir = await mkdtemp(join(tmpdir(), 'dome-init-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: dir });
  const init = (...args: string[]): Promise<Said> =>
    startCommand([process.execPath, MAIN, 'init', ...args], { env: ownEnvironment(), cwd: dir }).ended;
  return { dir, init, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

const KINDS = [
  { kind: 'npm', files: NPM, tasks: ['lint', 'test'], broken: { 'sum.js': 'export const sum = (a, b) => a - b;\n' } },
  { kind: 'Python', files: PYTHON, tasks: ['test'], broken: { 'total.py': 'def total(a, b):\n    return 0\n' } },
  { kind: 'make', files: MAKE, tasks: ['lint', 'test', 'build'], broken: { 'add.sh': 'echo 4\n' } },
] as const;

test.for(KINDS)(
  'in a repository of $kind the gate is decided on its own tests, whether they hold or not',
  async ({ kind, files, tasks, broken }, context) => {
    if (kind === 'Python') needPython(context);
    await using project = await repository(files);
    expect(await project.init()).toMatchObject({ exitCode: 0, err: '' });
    await using stage = await openCliStage({ cwd: project.dir, skills: undefined });
    expect(stage.dev.said.out).toContain(`Skills      ${tasks.length + 2} in dome/skills`);
    expect(stage.dev.said.out).toMatch(/^ +npx dome run$/m);

    const good = await stage.dome('run');
    expect(good, good.err).toMatchObject({ exitCode: 0, out: expect.stringMatching(/gate +checks +APPROVE/) });
    for (const task of tasks) expect(good.out).toMatch(new RegExp(`task +${task} +success`));

    for (const [path, text] of Object.entries(broken)) await stage.write(path, text);
    const bad = await stage.dome('run', 'check');
    expect(bad, bad.err).toMatchObject({ exitCode: 6, out: expect.stringMatching(/gate +checks +REJECT/) });
    expect(bad.out).toMatch(/task +test +failure/);
  },
);

test('what init wrote can be released: a second person approves, and the archive stands in staging', async () => {
  await using project = await repository(MAKE);
  await project.init();
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
  await using project = await repository({ ...NPM, 'dome/check.plan.yaml': 'mine\n' });
  const proposed = await project.init('--dry-run', '--build', 'make all');
  expect(proposed.out).toMatch(/^build +make all +--build$/m);
  expect(proposed.out).toMatch(/^kept +dome\/check\.plan\.yaml /m);
  expect(await project.init()).toMatchObject({ exitCode: 0, err: '' });
  expect(await readFile(join(project.dir, 'dome/check.plan.yaml'), 'utf8')).toBe('mine\n');
  expect((await project.init()).out).not.toMatch(/^written/m);

  await using empty = await repository({});
  expect(await empty.init()).toMatchObject({ exitCode: 2, err: expect.stringContaining('--test COMMAND') });
  await rm(join(empty.dir, '.git'), { recursive: true });
  expect(await empty.init()).toMatchObject({ exitCode: 2, err: expect.stringContaining('git init') });
});
