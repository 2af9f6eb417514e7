import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { processIdentityOf } from '@dome/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openKeptFolder } from '../../src/dev/kept-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-kept-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const refused = { code: 'CONFIG_INVALID', message: expect.stringContaining(`process ${process.pid}`) };

test('belongs to one stack at a time, however many ask at once', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => openKeptFolder(dir)));
  const got = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(got).toHaveLength(1);
  for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject(refused);
  await got[0]?.[Symbol.asyncDispose]();
  await using again = await openKeptFolder(dir);
  await expect(openKeptFolder(again.dir)).rejects.toMatchObject(refused);
});

test('of a stack that was killed belongs to one of those that ask next', async () => {
  const child = spawn('sleep', ['60']);
  await writeFile(join(dir, 'stack.lock.3'), JSON.stringify(await processIdentityOf(child.pid ?? 0)));
  await expect(openKeptFolder(dir)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => openKeptFolder(dir)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await readdir(dir)).toEqual(['stack.lock.4']);
});

test('gives back what was kept, for nobody else to read', async () => {
  const facts = { passwords: { ada: 'a password' }, port: 4_222 };
  {
    await using kept = await openKeptFolder(dir);
    expect(kept).toMatchObject({ passwords: {}, port: undefined });
    await kept.keep(facts);
  }
  expect((await stat(join(dir, 'stack.json'))).mode & 0o077).toBe(0);
  {
    await using kept = await openKeptFolder(dir);
    expect(kept).toMatchObject(facts);
  }
  await writeFile(join(dir, 'stack.json'), '{"passwords":[1],"port":');
  await using kept = await openKeptFolder(dir);
  expect(kept).toMatchObject({ passwords: {}, port: undefined });
  expect(await readFile(join(dir, 'stack.lock.3'), 'utf8')).toContain(`"pid":${process.pid}`);
});
