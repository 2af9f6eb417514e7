import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { processIdentityOf } from '@dome/runtime';
import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { fixtures } from './support/stack.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let stack: AsyncDisposableStack;
let workDir: string;
beforeEach(async () => {
  stack = new AsyncDisposableStack();
  workDir = await mkdtemp(join(tmpdir(), 'dome-start-'));
  stack.defer(() => void execFileSync('rm', ['-rf', workDir]));
});
afterEach(() => stack.disposeAsync());

interface Started {
  readonly own: string;
  /** What it logs. */
  readonly said: () => string;
  readonly stop: () => Promise<unknown>;
}

/** It has its folder and its skills, and waits for a broker. */
async function start(instance: string, skills = fixtures): Promise<Started> {
  // Nobody listens on the discard port.
  const env = { PATH: process.env['PATH'], DOME_NATS_URL: 'nats://127.0.0.1:9', DOME_SKILLS: skills };
  const child = spawn(process.execPath, [main], {
    env: { ...env, DOME_WORK_DIR: workDir, DOME_INSTANCE: instance },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stack.defer(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const exited = once(child, 'exit');
  const own = join(workDir, 'instances', instance);
  await eventually(async () => (await readdir(own).catch((): string[] => [])).includes('skills'));
  const stop = async (): Promise<unknown> => {
    child.kill('SIGTERM');
    return await exited;
  };
  return { own, said: () => said, stop };
}

/** As a killed daemon leaves it. */
async function leave(name: string): Promise<string> {
  const gone = spawn('true');
  await once(gone, 'exit');
  const path = join(workDir, 'instances', name);
  await mkdir(path, { recursive: true });
  const owner = { ...(await processIdentityOf(process.pid)), pid: gone.pid, nonce: 'of-the-dead' };
  await writeFile(join(path, 'owner.json'), JSON.stringify(owner));
  return path;
}

const instances = (): Promise<string[]> => readdir(join(workDir, 'instances'));
/** Only root may fix files and mount; other users meet neither. */
const isRoot = process.getuid?.() === 0;

it('ends at a signal while it waits for a broker that is away, and leaves nothing behind', async () => {
  const { stop } = await start('early');
  expect(await stop()).toEqual([0, null]);
  expect(await readdir(workDir)).toEqual(['instances']);
  expect(await readdir(join(workDir, 'instances'))).toEqual([]);
});

it('starts beside what cannot be removed, logs it once, and ends in good order', async () => {
  if (!isRoot) return;
  const deep = await leave('deep');
  const levels = `const fs = require('fs'); process.chdir(process.argv[1]);
    for (let n = 0; n < 600; n++) { fs.mkdirSync('0123456789'); process.chdir('0123456789'); }`;
  execFileSync(process.execPath, ['-e', levels, deep]);
  const fixed = await leave('fixed');
  await writeFile(join(fixed, 'fixed-file'), '');
  execFileSync('chattr', ['+i', join(fixed, 'fixed-file')]);
  stack.defer(() => void execFileSync('chattr', ['-R', '-f', '-i', workDir]));
  const mounted = await leave('mounted');
  await mkdir(join(mounted, 'mount'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(mounted, 'mount')]);
  await writeFile(join(mounted, 'mount', 'of-others'), '');

  const daemon = await start('next');
  const left = async (): Promise<string[]> => (await instances()).map((name) => name.split('.')[0] ?? '').toSorted();
  await eventually(async () => expect(await left()).toEqual(['fixed', 'mounted', 'next']), { timeoutMs: 20_000 });
  const [at = ''] = (await instances()).filter((name) => name.startsWith('mounted'));
  stack.defer(() => void execFileSync('umount', ['-l', join(workDir, 'instances', at, 'mount')]));
  await eventually(() => expect(daemon.said().split('cannot be removed whole').length - 1).toBe(2));
  expect(daemon.said()).toContain('fixed-file');
  expect(await readdir(join(workDir, 'instances', at, 'mount'))).toEqual(['of-others']);

  await writeFile(join(daemon.own, 'fixed-file'), '');
  execFileSync('chattr', ['+i', join(daemon.own, 'fixed-file')]);
  expect(await daemon.stop()).toEqual([0, null]);
  execFileSync('chattr', ['-R', '-f', '-i', join(workDir, 'instances')]);
  const again = await start('next');
  await eventually(async () => expect(await left()).toEqual(['mounted', 'next']), { timeoutMs: 20_000 });
  expect(await again.stop()).toEqual([0, null]);
});

it('takes another place beside a folder of its name that nobody owns and nobody can move', async () => {
  if (!isRoot) return;
  const own = await leave('named');
  execFileSync('chattr', ['+i', own]);
  stack.defer(() => void execFileSync('chattr', ['-R', '-f', '-i', workDir]));
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      DOME_NATS_URL: 'nats://127.0.0.1:9',
      DOME_SKILLS: fixtures,
      DOME_WORK_DIR: workDir,
      DOME_INSTANCE: 'named',
    },
    stdio: 'ignore',
  });
  stack.defer(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  await eventually(async () =>
    expect((await instances()).filter((name) => name.startsWith('named.beside-'))).toHaveLength(1),
  );
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

it('names the files of a skill that are not part of it, because git does not track them', async () => {
  const skills = join(workDir, 'repository', 'skills');
  await cp(join(fixtures, 'echo'), join(skills, 'echo'), { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-C', skills, ...args]);
  git('init', '-q');
  git('add', '.');
  await writeFile(join(skills, 'echo', 'lib.sh'), '');
  const { said, stop } = await start('domed-1', skills);
  await eventually(() => said().includes('files that git does not track are no part of the skill'));
  const line = said()
    .split('\n')
    .find((text) => text.includes('git does not track'));
  expect(JSON.parse(line ?? '')).toMatchObject({ level: 'warn', skill: 'echo', files: ['lib.sh'], count: 1 });
  await stop();
});
