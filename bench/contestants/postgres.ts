// A PostgreSQL of its own, from the distribution, in a temporary folder. It refuses to run as root, and is then run as the
// user that its package made.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { inOwnFolder } from './own-folder.ts';
import { freePort, programVersion, startProgram } from './program-on-path.ts';

export interface Postgres extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** Where Debian has them, version by version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const HOW_TO_GET_IT = 'the package postgresql of the distribution';
const USER = 'bench';

export async function postgresVersion(): Promise<string> {
  return await programVersion(programPath('postgres'), HOW_TO_GET_IT);
}

export function postgresDurability(syncAlways: boolean): string {
  return syncAlways
    ? 'each commit synced before it is answered (synchronous_commit on, the default)'
    : 'commits synced within 600 ms (synchronous_commit off)';
}

export async function startPostgres(syncAlways: boolean): Promise<Postgres> {
  return await inOwnFolder('postgres', async (folder) => {
    const owner = await ownerOf();
    if (owner.uid !== undefined) await chown(folder, owner.uid, owner.gid ?? owner.uid);
    const data = join(folder, 'data');
    const init = ['--pgdata', data, '--username', USER, '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'];
    await promisify(execFile)(programPath('initdb'), init, owner);
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      synchronous_commit: syncAlways ? 'on' : 'off',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const argv = [programPath('postgres'), '-D', data, '-p', String(port), ...flags];
    const isUp = async (): Promise<boolean> => await accepts(port);
    // Killed, it would leave its shared memory behind.
    const server = await startProgram(argv, { ...owner, endBy: 'SIGQUIT', isUp });
    return { url: `postgres://${USER}@127.0.0.1:${port}/postgres`, ...server };
  });
}

function programPath(program: string): string {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
  if (onPath || !existsSync(DEBIAN_FOLDER)) return program;
  const newest = readdirSync(DEBIAN_FOLDER).toSorted((a, b) => Number(b) - Number(a))[0] ?? '';
  return join(DEBIAN_FOLDER, newest, 'bin', program);
}

async function ownerOf(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const idOf = async (flag: string): Promise<number> =>
    Number((await promisify(execFile)('id', [flag, 'postgres'])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

/** It accepts connections when it can answer: until then it resets them or says that it is starting. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    // A request for an encrypted connection, which any server that is up answers by one letter.
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString() === 'N' || answer.toString() === 'S';
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
