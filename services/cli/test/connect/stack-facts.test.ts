import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { processIdentityOf } from '@dome/runtime';
import { expect, test } from 'vitest';

import { nearStack, newestStack } from '../../src/connect/near-stack.ts';
import { forgetEnded, knownStacks, runningStacks, writeStackFacts } from '../../src/connect/stack-facts.ts';
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
  process: { pid: process.pid, host: 'here', startTime: '', place: 'nowhere' },
  url: 'nats://a',
  cwd: '/work',
  startedAt: '2026-11-22T10:00:00Z',
  person: 'ada',
  passwords: {},
  contextPrefix: 'dome',
  runsOn: { ackWaitMs: 5_000, pool: 'default', skillsDir: '/srv/skills', storeBytesMax: 1_000_000_000 },
  ...more,
});

/** Of a process that has ended before. */
async function endedProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  await once(child, 'spawn');
  const identity = await processIdentityOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return identity;
}

test('the stack started here or above is found, else the newest, and one that has ended is told apart', async () => {
  await using temporary = await temporaryEnv();
  const { env, dir } = temporary;
  const folder = join(dir, 'dome', 'dev');
  const ended = await endedProcess();
  const here = await processIdentityOf(process.pid);
  const beside = await processIdentityOf(process.ppid);
  await using _mine = await writeStackFacts(env, facts({ process: here, cwd: '/a/b' }));
  await writeStackFacts(env, facts({ process: beside, url: 'nats://b', cwd: '/c', startedAt: '2026-11-22T11:00:00Z' }));
  await writeStackFacts(
    env,
    facts({ process: ended, url: 'nats://gone', cwd: dir, startedAt: '2027-01-01T00:00:00Z' }),
  );
  await writeFile(join(folder, 'broken.json'), '{');

  const known = await knownStacks(env);
  expect(nearStack('/a/b/deep', known)).toMatchObject({ state: 'running', facts: { url: 'nats://a' } });
  expect(nearStack('/c', known)).toMatchObject({ state: 'running', facts: { url: 'nats://b' } });
  expect(nearStack('/elsewhere', known)).toBeUndefined();
  expect(nearStack('/a/b..c', known)).toBeUndefined();
  expect(newestStack(await runningStacks(env))).toMatchObject({ url: 'nats://b' });
  expect(nearStack(join(dir, 'deep'), known)).toMatchObject({ state: 'ended', facts: { url: 'nats://gone' } });
  expect((await stat(join(folder, `${process.pid}.json`))).mode & 0o777).toBe(0o600);
});

test('a process that got the number of a stack that ended is not taken for it', async () => {
  await using temporary = await temporaryEnv();
  const { env, dir } = temporary;
  const identity = { ...(await processIdentityOf(process.pid)), startTime: 'before' };
  await writeStackFacts(env, facts({ process: identity, cwd: dir }));
  expect(await knownStacks(env)).toMatchObject({ running: [], ended: [{ cwd: dir }] });
});

test('a stack that ended is forgotten with its folder, when it is started again, and when somebody chooses another', async () => {
  await using temporary = await temporaryEnv();
  const { env, dir } = temporary;
  const ended = await endedProcess();
  const endIn = (cwd: string) => writeStackFacts(env, facts({ process: ended, cwd }));
  const endedIn = async () => (await knownStacks(env)).ended.map(({ cwd }) => cwd);
  await endIn(join(dir, 'gone'));
  expect(await endedIn()).toEqual([]);
  expect(await readdir(join(dir, 'dome', 'dev'))).toEqual([]);
  await endIn(dir);
  expect(await endedIn()).toEqual([dir]);
  await forgetEnded(env, dir);
  expect(await endedIn()).toEqual([]);
  await endIn(dir);
  await using _again = await writeStackFacts(env, facts({ process: await processIdentityOf(process.pid), cwd: dir }));
  expect(await endedIn()).toEqual([]);
});

test('a stack that stops takes its facts with it', async () => {
  await using temporary = await temporaryEnv();
  const mine = facts({ process: await processIdentityOf(process.pid), cwd: temporary.dir });
  await (await writeStackFacts(temporary.env, mine))[Symbol.asyncDispose]();
  expect(await knownStacks(temporary.env)).toEqual({ running: [], ended: [] });
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
