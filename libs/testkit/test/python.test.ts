import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { needPython, whyNoPython } from '../src/python.ts';

async function pathWith(python: string): Promise<{ PATH: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'dome-python-'));
  await writeFile(join(folder, 'python3'), `#!/bin/sh\n${python}\n`);
  await chmod(join(folder, 'python3'), 0o755);
  return { PATH: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test('a missing python3 is a reason to skip, and so is a python3 without the module', async () => {
  expect(whyNoPython({ env: { PATH: '/nowhere' } })).toBe('this machine has no python3');
  await using bare = await pathWith(`echo "ModuleNotFoundError: No module named 'pip'" >&2; exit 1`);
  expect(whyNoPython({ module: 'pip', env: { PATH: bare.PATH } })).toBe("this machine's python3 has no pip");
});

test('a python3 that is there is no reason to skip, however it fails', async () => {
  await using fine = await pathWith('exit 0');
  await using broken = await pathWith('echo "Fatal Python error: init_fs_encoding" >&2; exit 1');
  for (const { PATH } of [fine, broken]) expect(whyNoPython({ module: 'pip', env: { PATH } })).toBeUndefined();
});

test('a test is skipped with the reason, or not at all', () => {
  const said: (string | undefined)[] = [];
  const context = {
    skip: (why?: string): never => {
      said.push(why);
      throw new Error('skipped');
    },
  };
  const why = whyNoPython({ module: 'no_such_module' });
  expect(() => needPython(context, 'no_such_module')).toThrow('skipped');
  expect(said).toEqual([why]);
});
