// The packages as published: compiled, in a node_modules folder as npm lays it out, far from any source.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const HOME = join(import.meta.dirname, '../..');
let modules: string;

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: HOME, stdio: 'pipe' });
  // Real paths contain spaces and non-ASCII letters.
  modules = join(await mkdtemp(join(tmpdir(), 'dome published é ')), 'node_modules');
  await mkdir(join(modules, '@dome'), { recursive: true });
  for (const parent of ['libs', 'services'])
    for (const name of await readdir(join(HOME, parent))) {
      const dist = join(HOME, parent, name, 'dist');
      if (!existsSync(dist)) continue;
      await cp(dist, join(modules, (await manifestOf(dist)).name), { recursive: true });
    }
  for (const name of await readdir(join(HOME, 'node_modules')))
    if (name !== '@dome' && !name.startsWith('.')) await symlink(join(HOME, 'node_modules', name), join(modules, name));
});

afterAll(() => rm(join(modules, '..'), { recursive: true, force: true }));

async function manifestOf(folder: string): Promise<{ name: string; version: string; bin: Record<string, string> }> {
  const { name, version, bin = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return { name, version, bin };
}

test('an installed dome brings up a stack with both planes, and runs a skill of each kind', async () => {
  const cli = join(modules, '@dome', 'cli');
  const { bin, version } = await manifestOf(cli);
  expect(Object.keys(bin)).toEqual(['dome', 'domed']);
  await using stage = await openCliStage({ program: join(cli, bin['dome'] ?? '') });

  expect(await stage.dome('--version')).toMatchObject({ exitCode: 0, out: `${version}\n` });
  const domed = execFileSync(process.execPath, [join(cli, bin['domed'] ?? ''), '--version'], { encoding: 'utf8' });
  expect(domed).toBe(`${version}\n`);
  const { out } = await stage.dome('skill', 'list', '-o', 'jsonl');
  expect(out).toContain('"count-node"');
  for (const skill of ['count-node', 'count-process']) {
    const run = await stage.dome('skill', 'run', skill, '-i', 'lines=3', '-i', 'seconds=0', '--wait', '-o', 'json');
    expect(run, skill).toMatchObject({ exitCode: 0, err: '' });
    expect(JSON.parse(run.out), skill).toMatchObject({ result: 'success' });
  }
});
