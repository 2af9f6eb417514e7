import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { watchLeaks } from '../src/leaks.ts';

const listening = async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
};

test('a server left open is found with the place that opened it, and closing it is enough', async () => {
  await using leaks = watchLeaks({ graceMs: 30 });
  const server = createServer().listen(0);
  await expect(leaks.assertNone()).rejects.toThrow(/left open:\n {2}server at .*leaks\.test\.ts/);
  server.close();
});

test('both ends of a connection are found', async () => {
  const server = await listening();
  await using leaks = watchLeaks({ graceMs: 30 });
  const address = server.address();
  const accepted = once(server, 'connection');
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  await accepted;
  await expect(leaks.assertNone()).rejects.toThrow(/socket[^]*socket/);
  socket.destroy();
  server.close();
});

test('a child process left alive is found', async () => {
  await using leaks = watchLeaks({ graceMs: 30 });
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await expect(leaks.assertNone()).rejects.toThrow('child process');
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('a resource open before is not a leak, and does not hide one when it closes', async () => {
  const before = await listening();
  await using leaks = watchLeaks({ graceMs: 30 });
  await leaks.assertNone();
  const after = await listening();
  before.close();
  await once(before, 'close');
  await expect(leaks.assertNone()).rejects.toThrow('server');
  after.close();
});

test('leaving the scope of a check asserts it', async () => {
  const server = createServer();
  const scope = async (): Promise<void> => {
    await using leaks = watchLeaks({ graceMs: 30 });
    await leaks.assertNone();
    await once(server.listen(0), 'listening');
  };
  await expect(scope()).rejects.toThrow('left open');
  server.close();
});

test('a registered resource must be closed', async () => {
  await using leaks = watchLeaks({ graceMs: 30 });
  const connection = leaks.opened('connection of the puller');
  await expect(leaks.assertNone()).rejects.toThrow('connection of the puller');
  connection.closed();
});
