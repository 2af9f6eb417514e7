import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { findStack, writeStackFacts } from '../../src/connect/stack-facts.ts';
import { readContext, selectedContext, writeContext } from '../../src/connect/nats-context.ts';

async function temporaryEnv() {
  const dir = await mkdtemp(join(tmpdir(), 'dome-cli-'));
  return {
    env: { XDG_STATE_HOME: dir, XDG_CONFIG_HOME: dir },
    dir,
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

const facts = (more: object) => ({
  pid: process.pid,
  url: 'nats://a',
  cwd: '/work',
  startedAt: '2026-11-22T10:00:00Z',
  person: 'ada',
  passwords: {},
  contextPrefix: 'dome',
  runsOn: { ackWaitMs: 5_000, pool: 'default', skillsDir: '/srv/skills', storeBytesMax: 1_000_000_000 },
  ...more,
});

test('the stack started here or above is found, else the newest, and never one that has ended', async () => {
  await using temporary = await temporaryEnv();
  const { env, dir } = temporary;
  const ended = spawn(process.execPath, ['-e', '0']);
  await once(ended, 'exit');
  const folder = join(dir, 'dome', 'dev');
  await using _mine = await writeStackFacts(env, facts({ cwd: '/a/b' }));
  await writeStackFacts(
    env,
    facts({ pid: process.ppid, url: 'nats://b', cwd: '/c', startedAt: '2026-11-22T11:00:00Z' }),
  );
  await writeStackFacts(
    env,
    facts({ pid: ended.pid ?? 0, url: 'nats://gone', cwd: '/', startedAt: '2027-01-01T00:00:00Z' }),
  );
  await writeFile(join(folder, 'broken.json'), '{');

  expect(await findStack(env, '/a/b/deep')).toMatchObject({ url: 'nats://a' });
  expect(await findStack(env, '/c')).toMatchObject({ url: 'nats://b' });
  expect(await findStack(env, '/elsewhere')).toMatchObject({ url: 'nats://b' });
  expect((await readdir(folder)).includes(`${ended.pid}.json`)).toBe(false);
  expect((await stat(join(folder, `${process.pid}.json`))).mode & 0o777).toBe(0o600);
});

test('a stack that stops takes its facts with it', async () => {
  await using temporary = await temporaryEnv();
  await (await writeStackFacts(temporary.env, facts({})))[Symbol.asyncDispose]();
  expect(await findStack(temporary.env, '/work')).toBeUndefined();
});

test('contexts are written for the nats command line, and the selected one stays selected', async () => {
  await using temporary = await temporaryEnv();
  const { env, dir } = temporary;
  await writeContext(env, 'dome-DOME', { url: 'nats://a', user: 'u', password: 'p', inbox_prefix: 'i' });
  expect(await selectedContext(env)).toBeUndefined();
  await writeFile(join(dir, 'nats', 'context.txt'), 'dome-DOME\n');
  expect(await selectedContext(env)).toBe('dome-DOME');
  expect(await readContext(env, 'dome-DOME')).toEqual({ url: 'nats://a', user: 'u', password: 'p', inbox_prefix: 'i' });
  await expect(readContext(env, 'other')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(readContext(env, '../../etc/passwd')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
