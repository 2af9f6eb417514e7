// One life of one server process, seen from its parent: started under a keeper, ready when it says so itself, ended once.
// If it ends before it is ready, the error carries the last lines of its log.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { DomeError } from '@dome/contracts';

import { killIfAlive } from './kill-if-alive.ts';
import { parsePortsFile } from './server-config.ts';
import type { ListenUrls } from './server-config.ts';

export interface ServerStart {
  readonly serverPath: string;
  readonly configPath: string;
  readonly logPath: string;
  readonly portsDir: string;
  readonly temporary: readonly string[];
  readonly ofParent: readonly string[];
}

export interface ServerProcess {
  readonly pid: number;
  readonly urls: ListenUrls;
  /** Resolves with the reason why it ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Sends the signal and waits for the end; sends SIGKILL if SIGTERM does not end it in time. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Tuning: a server starts in a tenth of a second, and one that ignores SIGTERM is killed. */
const READY_MS = 15_000;
const POLL_MS = 10;
const TERM_GRACE_MS = 5_000;
const LOG_LINES_SHOWN = 5;

/** @throws DomeError UNAVAILABLE when the server ends, or is not ready in time */
export async function startServer(start: ServerStart): Promise<ServerProcess> {
  const keeper = spawnKeeper(start);
  const ended = endOf(keeper);
  const gaveUp = new AbortController();
  try {
    const early = ended.then((reason): never => {
      throw new Error(reason);
    });
    const pid = await Promise.race([serverPid(keeper), early]);
    const ready = untilReady(start, pid, gaveUp.signal);
    const urls = await Promise.race([ready, early]);
    return { pid, urls, ended, end: async (signal) => await endServer(keeper, ended, signal) };
  } catch (cause) {
    await endServer(keeper, ended, 'SIGKILL');
    throw await startFault(start, cause);
  } finally {
    gaveUp.abort();
  }
}

function spawnKeeper({ serverPath, configPath, logPath, temporary, ofParent }: ServerStart): ChildProcess {
  // Sources run as .ts, the published package as .js.
  const script = fileURLToPath(new URL(`./keeper${extname(import.meta.url)}`, import.meta.url));
  const task = JSON.stringify({ serverPath, configPath, logPath, temporary, ofParent });
  return fork(script, [task], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function endOf(keeper: ChildProcess): Promise<string> {
  let reason: string | undefined;
  let pid: number | undefined;
  keeper.on('message', (message) => {
    const [given, of] = [fieldOf(message, 'reason'), fieldOf(message, 'pid')];
    if (typeof given === 'string') reason = given;
    if (typeof of === 'number') pid = of;
  });
  return await new Promise((resolve) => {
    keeper.on('error', (error) => resolve(error.message));
    keeper.once('exit', () => {
      // A keeper that was killed has left its server running.
      if (reason === undefined && pid !== undefined) killIfAlive(pid);
      resolve(reason ?? "the server's keeper ended");
    });
  });
}

async function serverPid(keeper: ChildProcess): Promise<number> {
  return await new Promise((resolve) => {
    keeper.on('message', (message) => {
      const pid = fieldOf(message, 'pid');
      if (typeof pid === 'number') resolve(pid);
    });
  });
}

/** The ports file shows that it listens, its health endpoint that JetStream is up. */
async function untilReady(start: ServerStart, pid: number, signal: AbortSignal): Promise<ListenUrls> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(READY_MS)]);
  while (!deadline.aborted) {
    const urls = await readUrls(start, pid);
    if (urls !== undefined && (await isHealthy(urls, deadline))) return urls;
    await pause(POLL_MS);
  }
  throw new Error(`the server was not ready within ${READY_MS / 1000} s`);
}

async function readUrls({ serverPath, portsDir }: ServerStart, pid: number): Promise<ListenUrls | undefined> {
  const program = serverPath.split(/[\\/]/).at(-1) ?? 'nats-server';
  try {
    return parsePortsFile(await readFile(join(portsDir, `${program}_${pid}.ports`), 'utf8'));
  } catch {
    return undefined;
  }
}

async function isHealthy(urls: ListenUrls, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${urls.monitoring}/healthz`, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function endServer(keeper: ChildProcess, ended: Promise<string>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (keeper.connected) keeper.send(signal, () => {});
  const grace = setTimeout(() => {
    if (keeper.connected) keeper.send('SIGKILL', () => {});
  }, TERM_GRACE_MS);
  await ended;
  clearTimeout(grace);
}

async function startFault(start: ServerStart, cause: unknown): Promise<DomeError> {
  const log = await readFile(start.logPath, 'utf8').catch(() => '');
  const last = log.trim().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DomeError(
    'UNAVAILABLE',
    {
      detail: `the broker did not start: ${reason}`,
      hint: last === '' ? 'Its log is empty.' : last,
    },
    { cause },
  );
}

function fieldOf(message: unknown, key: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, key) : undefined;
}
