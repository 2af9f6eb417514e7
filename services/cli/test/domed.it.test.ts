import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/domed.ts', import.meta.url));
const domed = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: 20_000 });

test('the daemon says which variables configure it, and which version it is', () => {
  expect(domed('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('DOME_SKILLS') });
  expect(domed('--version')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test('the daemon does not pass over a word that it does not know', () => {
  expect(domed('--skills', 'x')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--skills') });
});
