// Which skills a daemon serves follows the secrets that it has; what it gave a job is gone however the daemon ends.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { phasesOf, startStack } from '../support/stack.ts';
import type { Stack } from '../support/stack.ts';

const skillsDir = fileURLToPath(new URL('../fixtures/secret-skills/', import.meta.url));

let dir: string;
let stack: Stack;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-serving-'));
  await mkdir(join(dir, 'secrets'));
  stack = await startStack({ skills: ['keyed', 'keyed-node', 'keyed-tree'], skillsDir });
});
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const put = (name: string, value: string): Promise<void> => writeFile(join(dir, 'secrets', name), value);
const start = (env: Record<string, string> = {}) =>
  stack.daemon({ env: { DOME_SECRETS: join(dir, 'secrets'), ...env } });
const announced = async (): Promise<string[]> =>
  (await stack.ask('runtimeCapabilityList', { limit: 500 })).capabilities.map(({ name }) => name);
const health = async (): Promise<{ status: string; secrets: unknown }> => {
  const { status, checks } = await stack.ask('runtimeHealth', {});
  return { status, secrets: checks.find(({ name }) => name === 'secrets') };
};

test('a skill is announced while all its secrets are there, and the daemon tells what is missing', async () => {
  await put('TOKEN', 'hunter2-and-more');
  const daemon = await start();
  expect(await announced()).toEqual([]);
  const lack = 'the secret SIGNING_KEY: there is no such file';
  expect(await health()).toMatchObject({
    status: 'degraded',
    secrets: { ok: false, detail: ['keyed', 'keyed-node', 'keyed-tree'].map((name) => `${name}: ${lack}`).join('; ') },
  });
  expect(daemon.log).toContainEqual(
    expect.objectContaining({ skill: 'keyed', lack, msg: 'the daemon lacks what a skill needs, it is not announced' }),
  );
  await put('SIGNING_KEY', 'a key of many characters');
  await eventually(async () => expect((await announced()).toSorted()).toEqual(['keyed', 'keyed-node', 'keyed-tree']), {
    timeoutMs: 10_000,
  });
  expect(await health()).toMatchObject({ status: 'ok', secrets: { ok: true } });
  const chain = await stack.ended(
    await stack.send({ skill: 'keyed', input: { script: '[ "$TOKEN" = hunter2-and-more ]' } }),
  );
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  await rm(join(dir, 'secrets', 'SIGNING_KEY'));
  await eventually(async () => expect(await announced()).toEqual([]), { timeoutMs: 10_000 });
  expect(JSON.stringify(daemon.log)).not.toContain('hunter2');
});

test('a daemon without a folder of secrets says so, and one whose folder is not there does not start', async () => {
  await stack.daemon();
  expect(await announced()).toEqual([]);
  expect(await health()).toMatchObject({
    secrets: { ok: false, detail: expect.stringContaining('set DOME_SECRETS') as unknown },
  });
  await expect(stack.daemon({ env: { DOME_SECRETS: join(dir, 'none') } })).rejects.toThrow();
});

test.each(['mount-namespace', 'pid-namespace', 'process-group'])(
  'no file of a secret outlives a daemon that is killed, under %s',
  { timeout: 40_000 },
  async (guard) => {
    if (process.platform !== 'linux') return;
    await put('TOKEN', 'hunter2-and-more');
    await put('SIGNING_KEY', 'a key of many characters');
    const daemon = await start({ DOME_GUARD: guard, DOME_WORK_DIR: join(dir, 'work') });
    const script =
      'echo "at $DOME_SECRETS"; cp "$DOME_SECRETS/SIGNING_KEY" "$DOME_SECRETS/copy" 2>/dev/null; exec sleep 60';
    const job = await stack.send({ skill: 'keyed', input: { script } });
    const told = await eventually(async () => {
      const [, path] = /at (\/[^"\\ ]+)/.exec(JSON.stringify(await stack.logs(job))) ?? [];
      if (path === undefined) throw new Error('the job has not said where its secrets are');
      return path;
    });
    await daemon.kill('SIGKILL');
    await eventually(() => {
      expect(existsSync(join(told, 'SIGNING_KEY'))).toBe(false);
      expect(existsSync(join(told, 'copy'))).toBe(false);
    });
    const left = readdirSync(join(dir, 'work'), { recursive: true }).filter((path) =>
      String(path).endsWith('SIGNING_KEY'),
    );
    expect(left).toEqual([]);
  },
);
