import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, onTestFinished, test } from 'vitest';

import { startBroker } from '../src/broker.ts';
import { freeStoreBytes } from '../src/store-space.ts';

test('a broker is ready with JetStream, WebSocket and monitoring, on loopback', async () => {
  await using broker = await startBroker();
  expect(new URL(broker.url).hostname).toBe('127.0.0.1');
  expect(await serverInfo(broker.url)).toMatchObject({ jetstream: true });
  const health = await fetch(`${broker.monitorUrl}/healthz`);
  expect(await health.json()).toEqual({ status: 'ok' });
  const socket = new WebSocket(broker.websocketUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  socket.close();
});

test('disposing ends the server and removes its store', async () => {
  const broker = await startBroker();
  expect(existsSync(broker.storeDir)).toBe(true);
  await broker[Symbol.asyncDispose]();
  expect(isAlive(broker.pid)).toBe(false);
  expect(existsSync(broker.storeDir)).toBe(false);
  expect(existsSync(dirname(broker.storeDir))).toBe(false);
});

test('a named store is kept', async () => {
  const storeDir = mkdtempSync(join(tmpdir(), 'dome-store-'));
  onTestFinished(() => rmSync(storeDir, { recursive: true }));
  const broker = await startBroker({ storeDir });
  await broker[Symbol.asyncDispose]();
  expect(existsSync(join(storeDir, 'jetstream'))).toBe(true);
});

test("the caller's accounts are the server's, and settings reach the jetstream block", async () => {
  const config = 'accounts { A { users: [{user: a, password: a}], jetstream: enabled } }';
  await using broker = await startBroker({
    config: () => config,
    extraConfig: 'max_payload: 4096',
    extraJetstream: 'sync_interval: always',
  });
  expect(await serverInfo(broker.url)).toMatchObject({ auth_required: true, max_payload: 4096 });
  const varz: unknown = await (await fetch(`${broker.monitorUrl}/varz`)).json();
  expect(varz).toMatchObject({ jetstream: { config: { sync_always: true, max_storage: broker.storeBytesMax } } });
});

test('a server gets less space than the disk has, and no less when it restarts on a store that holds much', async () => {
  const storeDir = mkdtempSync(join(tmpdir(), 'dome-store-'));
  onTestFinished(() => rmSync(storeDir, { recursive: true }));
  const { bavail, bsize } = statfsSync(storeDir);
  const before = await freeStoreBytes(storeDir);
  expect(before).toBeLessThan(bavail * bsize);
  mkdirSync(join(storeDir, 'jetstream'));
  writeFileSync(join(storeDir, 'jetstream', '1.blk'), Buffer.alloc(50_000_000));
  // Others write to the disk as well, but not this much in a moment.
  expect(Math.abs((await freeStoreBytes(storeDir)) - before)).toBeLessThan(30_000_000);
});

test('a restart after a kill comes back on the same ports, as another process', async () => {
  await using broker = await startBroker();
  const { url, monitorUrl, websocketUrl, pid } = broker;
  await broker.kill();
  expect(isAlive(pid)).toBe(false);
  await broker.restart();
  expect(broker.pid).not.toBe(pid);
  expect([broker.url, broker.monitorUrl, broker.websocketUrl]).toEqual([url, monitorUrl, websocketUrl]);
  expect(await serverInfo(url)).toMatchObject({ jetstream: true });
  await broker.restart('SIGKILL');
  expect(await serverInfo(url)).toMatchObject({ jetstream: true });
});

test('a server that cannot start is an error with its last log lines, and leaves nothing behind', async () => {
  await expect(startBroker({ config: 'accounts { A { nonsense: 1 }' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    hint: expect.stringMatching(/Parse error/),
  });
  await expect(startBroker({ serverPath: '/nowhere/nats-server' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('ENOENT'),
  });
});

test('a broker whose keeper dies ends, and reports it', async () => {
  await using broker = await startBroker();
  process.kill(parentOf(broker.pid), 'SIGKILL');
  expect(await broker.ended).toContain('keeper ended');
  await expect.poll(() => isAlive(broker.pid), { timeout: 10_000 }).toBe(false);
});

test('a broker whose parent dies ends, even when the parent is killed', async () => {
  const script = fileURLToPath(new URL('fixtures/parent.ts', import.meta.url));
  const parent = fork(script, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const broker = await new Promise<{ pid: number; storeDir: string }>((resolve, reject) => {
    parent.once('message', (message) => resolve(message as { pid: number; storeDir: string }));
    parent.once('exit', (code) => reject(new Error(`the parent ended early with ${code}`)));
  });
  expect(isAlive(broker.pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(broker.pid), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => existsSync(dirname(broker.storeDir)), { timeout: 10_000 }).toBe(false);
});

function parentOf(pid: number): number {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', `${pid}`], { encoding: 'utf8' }));
  }
  const [, parent] = /\nPPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(parent);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The greeting that a server sends to every connection. */
async function serverInfo(url: string): Promise<unknown> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let said = '';
  for await (const chunk of socket) {
    said += String(chunk);
    if (said.includes('\r\n')) break;
  }
  socket.destroy();
  return JSON.parse(said.slice('INFO '.length, said.indexOf('\r\n')));
}

test('the next start removes what a broker left when it was killed with its keeper and its parent', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'dome-runs-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  await using living = await startBroker({ runIn: dir });
  const parent = fork(fileURLToPath(new URL('./fixtures/parent.ts', import.meta.url)), [dir]);
  const [{ pid, storeDir }] = (await once(parent, 'message')) as [{ pid: number; storeDir: string }];
  const left = dirname(storeDir);
  expect(statSync(left).mode & 0o777).toBe(0o700);
  // The keeper first: if it lived on, it would remove the folder.
  for (const each of [parentOf(pid), parent.pid ?? 0, pid]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // The parent ends the server of a keeper that is gone.
    }
  }
  if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit');
  expect(existsSync(left)).toBe(true);
  await using next = await startBroker({ runIn: dir });
  await expect.poll(() => existsSync(left), { timeout: 10_000 }).toBe(false);
  expect([living, next].map(({ storeDir: store }) => existsSync(store))).toEqual([true, true]);
});
