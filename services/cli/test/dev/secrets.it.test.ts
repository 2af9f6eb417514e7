// What a process of the same user sees of a whole installation: passwords neither in the arguments nor in the
// environment of any of its processes, nor in a file that it leaves behind.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startStack } from '../../src/dev/stack.ts';
import type { Stack } from '../../src/dev/stack.ts';
import { EXAMPLES, stackOptions } from './stack-options.ts';

let dir: string;
let stack: Stack;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-secrets-'));
  stack = await startStack({ ...stackOptions(dir, 2), secretsDir: join(EXAMPLES, 'secrets') });
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

/** What each process on this machine shows. */
function shown(): Map<string, string> {
  const found = new Map<string, string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid)))
    for (const what of ['environ', 'cmdline'])
      try {
        found.set(`${pid} ${what}`, readFileSync(`/proc/${pid}/${what}`, 'utf8'));
      } catch {
        // It has ended, or belongs to somebody else.
      }
  return found;
}

it('no process shows a password', () => {
  if (process.platform !== 'linux') return;
  const all = shown();
  for (const { pid } of stack.planes) expect(all.get(`${pid} environ`)).toContain('DOME_INSTANCE=');
  const passwords = Object.values(stack.passwords);
  expect(passwords.length).toBeGreaterThan(4);
  const telling = [...all].filter(([, text]) => passwords.some((password) => text.includes(password)));
  expect(telling.map(([where]) => where)).toEqual([]);
});

it('no file of the broker holds a password while it runs', () => {
  const { storeDir } = stack.broker;
  const files = readdirSync(join(storeDir, '..'), { recursive: true, withFileTypes: true });
  const passwords = Object.values(stack.passwords);
  const telling = files
    .filter((file) => file.isFile())
    .filter((file) => {
      const text = readFileSync(join(file.parentPath, file.name), 'latin1');
      return passwords.some((password) => text.includes(password));
    });
  expect(telling.map(({ name }) => name)).toEqual([]);
});

it('jobs are guarded as well as the machine allows, though the passwords came by descriptors', () => {
  const allowed = spawnSync('unshare', [
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    'true',
  ]);
  // Without namespaces there is nothing to lose here.
  if (process.platform !== 'linux' || allowed.status !== 0) return;
  const guards = stack.planes.filter(({ plane }) => plane === 'domed').map(({ ready }) => ready.facts['guard']);
  expect(guards).toEqual(['mount-namespace', 'mount-namespace']);
});
