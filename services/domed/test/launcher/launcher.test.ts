import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { systemClock } from '@dome/runtime';
import { createManualClock, eventually } from '@dome/testkit';
import { afterAll, expect, test } from 'vitest';

import { createLauncher } from '../../src/launcher/launcher.ts';
import type { Launched, Launcher, LauncherOptions } from '../../src/launcher/launcher.ts';
import { MachineFault } from '../../src/machine-fault.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const open = (options: Partial<LauncherOptions> = {}): Launcher =>
  createLauncher({ clock: systemClock, tether: [], env, ...options });
const launcher = open();
afterAll(() => launcher[Symbol.asyncDispose]());

function shell(script: string, streams: readonly number[] = [], of = launcher): Launched {
  return of.launch({ argv: () => ['/bin/sh', '-c', script], cwd: '/', env, streams });
}

async function pidOf(launched: Launched): Promise<number> {
  const [stdout] = await launched.started;
  const [chunk] = await once(stdout ?? expect.unreachable(), 'data');
  return Number(String(chunk));
}

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('every byte of many short lives arrives, on the stream that it was written to', async () => {
  const lives = Array.from({ length: 60 }, async (_, index) => {
    const bytes = 1 + index * 1_000;
    const fill = `head -c ${bytes} /dev/zero | tr '\\0' `;
    const launched = shell(`${fill} a; ${fill} b >&2; ${fill} c >&3; exit ${index}`, [1, 2, 3]);
    const texts = await Promise.all((await launched.started).map((stream) => text(stream)));
    expect(texts).toEqual(['a', 'b', 'c'].map((letter) => letter.repeat(bytes)));
    expect(await launched.ended).toEqual({ code: index });
  });
  await Promise.all(lives);
});

test('the standard input is the text, or empty', async () => {
  const given = 'ä'.repeat(300_000);
  const argv = () => ['/bin/cat'] as const;
  const [withInput, without] = [{ input: given }, {}].map((input) =>
    launcher.launch({ argv, cwd: '/', env, streams: [1], ...input }),
  );
  const [[one], [other]] = await Promise.all([withInput?.started ?? [], without?.started ?? []]);
  expect(await text(one ?? expect.unreachable())).toBe(given);
  expect(await text(other ?? expect.unreachable())).toBe('');
});

test.each([
  ['a folder that is not there', ['/bin/true'], '/not/there', { code: 'ENOENT' }],
  ['a program that is not there', ['/not/there'], '/', { code: 'ENOENT', syscall: 'spawn /not/there' }],
  ['an argument that no process can have', ['/bin/echo', 'a\0b'], '/', { code: 'ERR_INVALID_ARG_VALUE' }],
] as const)('%s is reported as the system reports it', async (_, argv, cwd, told) => {
  await expect(launcher.launch({ argv: () => argv, cwd, env, streams: [] }).started).rejects.toMatchObject(told);
});

test('a signal reaches the whole group, and the rest of it ends with its leader', async () => {
  const launched = shell('trap "exit 7" TERM; sleep 60 & echo $!; wait', [1]);
  const sleeper = await pidOf(launched);
  launched.signal('SIGTERM');
  expect(await launched.ended).toEqual({ code: 7 });
  await eventually(() => expect(isThere(sleeper)).toBe(false));
  launched.signal('SIGKILL');
});

test('processes of a launcher end with it, as no fault of their own, and the next launch gets another one', async () => {
  await using own = open();
  const launched = shell('echo $$; exec sleep 60', [1], own);
  const pid = await pidOf(launched);
  const [launcherPid] = await parentOf(own);
  process.kill(launcherPid, 'SIGKILL');
  expect(await launched.ended).toEqual({ fault: expect.any(MachineFault) });
  await eventually(() => expect(isThere(pid)).toBe(false));
  const [next] = await parentOf(own);
  expect(next).not.toBe(launcherPid);
});

async function parentOf(of: Launcher): Promise<[number]> {
  return [await pidOf(shell('echo $PPID', [1], of))];
}

test('a launcher that hangs is ended, and its callers are told', async () => {
  const clock = createManualClock(0);
  await using own = open({ clock });
  const [pid] = await parentOf(own);
  process.kill(pid, 'SIGSTOP');
  const { started } = shell('exit 0', [], own);
  clock.advance(15_000);
  await expect(started).rejects.toBeInstanceOf(MachineFault);
  expect(await shell('exit 3', [], own).ended).toEqual({ code: 3 });
});

test('if no kernel ends it with the daemon, the launcher notices that the daemon is gone and ends what it started', async () => {
  const program = fileURLToPath(new URL('../fixtures/daemon-with-launcher.ts', import.meta.url));
  const daemon = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(daemon.stdout, 'data');
  const pid = Number(String(said));
  expect(isThere(pid)).toBe(true);
  daemon.kill('SIGKILL');
  await eventually(() => expect(isThere(pid)).toBe(false));
});
