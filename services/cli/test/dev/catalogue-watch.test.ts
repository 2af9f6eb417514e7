import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { watchCatalogue } from '../../src/dev/catalogue-watch.ts';

let root: string;
let dir: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dome-watch-'));
  dir = join(root, 'skills');
  for (const skill of ['lint', 'test']) {
    await mkdir(join(dir, skill), { recursive: true });
    await writeFile(join(dir, skill, 'skill.yaml'), `name: ${skill}\n`);
  }
  git('init', '-q');
  git('add', 'skills');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function watched(): Promise<{ told: string[][] } & AsyncDisposable> {
  const told: string[][] = [];
  const watch = await watchCatalogue({
    dir,
    onChange: (changed) => told.push([...changed]),
    onTrouble: (why) => told.push([why]),
  });
  return { told, [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose]() };
}

test('names the folders whose files have changed, once for what was written together', async () => {
  await using watch = await watched();
  await appendFile(join(dir, 'lint', 'skill.yaml'), 'title: Lint\n');
  await appendFile(join(dir, 'test', 'skill.yaml'), 'title: Test\n');
  await eventually(() => watch.told.length > 0);
  expect(watch.told).toEqual([['lint', 'test']]);
});

test('names a folder when git begins to track a file of it, and not when anything else is committed', async () => {
  await writeFile(join(dir, 'lint', 'lint.sh'), 'true\n');
  await writeFile(join(root, 'README'), 'hello\n');
  await using watch = await watched();
  git('add', 'README');
  git('add', 'skills/lint/lint.sh');
  await eventually(() => watch.told.length > 0);
  expect(watch.told).toEqual([['lint']]);
});

test('does not look into dependencies', async () => {
  await mkdir(join(dir, 'lint', 'node_modules'));
  await using watch = await watched();
  await writeFile(join(dir, 'lint', 'node_modules', 'a.js'), '1\n');
  await appendFile(join(dir, 'test', 'skill.yaml'), 'title: Test\n');
  await eventually(() => watch.told.length > 0);
  expect(watch.told).toEqual([['test']]);
});
