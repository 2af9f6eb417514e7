import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { watchLeaks } from '../src/leaks.ts';

test('a server left open is found, and closing it is enough', async () => {
  const leaks = watchLeaks({ graceMs: 50 });
  const server = createServer().listen(0);
  await once(server, 'listening');
  await expect(leaks.assertNone()).rejects.toThrow('TCPServerWrap');
  server.close();
  await leaks.assertNone();
});

test('a child process left alive is found', async () => {
  const leaks = watchLeaks({ graceMs: 50 });
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await expect(leaks.assertNone()).rejects.toThrow('ProcessWrap');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await leaks.assertNone();
});

test('what was open before is not a leak', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const leaks = watchLeaks({ graceMs: 50 });
  await leaks.assertNone();
  server.close();
  await once(server, 'close');
  await leaks.assertNone();
});

test('leaving the scope of a check asserts it', async () => {
  const server = createServer();
  const scope = async (): Promise<void> => {
    await using leaks = watchLeaks({ graceMs: 20 });
    await leaks.assertNone();
    await once(server.listen(0), 'listening');
  };
  await expect(scope()).rejects.toThrow('left open: 1 × TCPServerWrap');
  server.close();
});

test('a registered resource must be closed', async () => {
  const leaks = watchLeaks({ graceMs: 20 });
  const connection = leaks.opened('connection of the puller');
  await expect(leaks.assertNone()).rejects.toThrow('connection of the puller');
  connection.closed();
  await leaks.assertNone();
});
