import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Contestant } from './contestant.ts';
import { inOwnFolder } from './own-folder.ts';
import { freePort, startProgram } from './program-on-path.ts';
import type { ServerProgram } from './program-on-path.ts';
import { ensureRivalPackages, rivalPrograms } from './rival-packages.ts';

const SERVER = '@restatedev/restate-server';
const PACKAGES = [SERVER, '@restatedev/restate-sdk', '@restatedev/restate-sdk-clients'];
const programs = join(rivalPrograms, 'restate');

export const restate: Contestant = {
  name: 'Restate',
  durability: (syncAlways) =>
    syncAlways
      ? 'a log on RocksDB, each batch synced before it is answered (the default)'
      : 'a log on RocksDB, left to the operating system to sync (rocksdb-disable-wal-fsync)',
  tuning:
    'a job is a request to a handler that does nothing; a chain is ten ctx.run in one handler, a fan-out 256 calls of the handler',
  works: ['job', 'chain', 'fanOut'],
  share: 0.3,
  prepare: async () => await ensureRivalPackages(PACKAGES),
  open: async ({ syncAlways }) => {
    const server = await startRestate(syncAlways);
    return {
      workers: [[join(programs, 'worker.ts')]],
      submitter: [join(programs, 'submitter.ts')],
      env: {
        BENCH_RESTATE_INGRESS: server.ingress,
        BENCH_RESTATE_ADMIN: server.admin,
        RESTATE_LOGGING: 'ERROR',
        NODE_ENV: 'production',
      },
      serverPid: server.pid,
      [Symbol.asyncDispose]: async () => await server[Symbol.asyncDispose](),
    };
  },
};

interface RestateServer extends ServerProgram {
  readonly ingress: string;
  readonly admin: string;
}

async function startRestate(syncAlways: boolean): Promise<RestateServer> {
  return await inOwnFolder('restate', async (folder) => {
    const ports = { ingress: await freePort(), admin: await freePort(), node: await freePort() };
    const ingress = `http://127.0.0.1:${ports.ingress}`;
    const admin = `http://127.0.0.1:${ports.admin}`;
    const env = {
      ...process.env,
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_BIND_IP: '127.0.0.1',
      RESTATE_BIND_PORT: String(ports.node),
      RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
      RESTATE_ADMIN__BIND_PORT: String(ports.admin),
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FILTER: 'error',
      ...(syncAlways ? {} : { RESTATE_LOG_SERVER__ROCKSDB_DISABLE_WAL_FSYNC: 'true' }),
    };
    const isUp = async (): Promise<boolean> =>
      (await isHealthy(`${admin}/health`)) && (await isHealthy(`${ingress}/restate/health`));
    const argv = [serverPath(), '--no-logo', '--node-name', 'bench', '--base-dir', folder];
    return { ingress, admin, ...(await startProgram(argv, { env, isUp })) };
  });
}

/** The package for this platform, which the one for all of them would start as a child of a second Node. */
function serverPath(): string {
  const require = createRequire(join(rivalPrograms, 'package.json'));
  const own = require.resolve(`${SERVER}-${process.platform}-${process.arch}/package.json`);
  return join(dirname(own), 'bin', 'restate-server');
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
