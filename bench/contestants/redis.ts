// A Redis of its own, with its append-only file in a temporary folder.
import { once } from 'node:events';
import { connect } from 'node:net';

import { inOwnFolder } from './own-folder.ts';
import { freePort, programVersion, startProgram } from './program-on-path.ts';

export interface Redis extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

const PROGRAM = 'redis-server';

export async function redisVersion(): Promise<string> {
  return await programVersion(PROGRAM, 'the package redis-server of the distribution');
}

export function redisDurability(syncAlways: boolean): string {
  return syncAlways
    ? 'append-only file, each write synced before it is answered (appendfsync always)'
    : 'append-only file, synced every second (appendfsync everysec)';
}

export async function startRedis(syncAlways: boolean): Promise<Redis> {
  return await inOwnFolder('redis', async (dir) => {
    const port = await freePort();
    const settings = {
      bind: '127.0.0.1',
      port: String(port),
      dir,
      save: '',
      appendonly: 'yes',
      appendfsync: syncAlways ? 'always' : 'everysec',
      'maxmemory-policy': 'noeviction',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    return { port, ...(await startProgram([PROGRAM, ...args], { isUp: async () => await answersPing(port) })) };
  });
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString() === '+PONG\r\n';
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
