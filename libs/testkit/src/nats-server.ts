// A real nats-server per test file, on a free port, with a store of its own that goes away with it. A test may stop it in
// mid-work: killed, paused, and started again on the same port and store.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from './eventually.ts';

export interface TestServerOptions {
  /** More configuration, in the server's own words, such as `accounts { … }`. */
  readonly config?: string;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly storeDir: string;
  /** Ends the process by the signal and waits for its exit; the store stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and store. */
  start(): Promise<void>;
  /** The process stands still: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-nats-'));
  await writeFile(join(dir, 'server.conf'), configOf(dir, options));
  const server = new RealServer(dir);
  await server.start();
  return server;
}

function configOf(dir: string, { config = '' }: TestServerOptions): string {
  return [
    `host: 127.0.0.1`,
    `ports_file_dir: ${JSON.stringify(dir)}`,
    `jetstream {`,
    `  store_dir: ${JSON.stringify(dir)}`,
    `  max_file_store: 2G`,
    `}`,
    config,
    '',
  ].join('\n');
}

class RealServer implements TestServer {
  readonly #dir: string;
  #child: ChildProcess | null = null;
  #port = -1;

  constructor(dir: string) {
    this.#dir = dir;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get storeDir(): string {
    return this.#dir;
  }

  async start(): Promise<void> {
    const config = join(this.#dir, 'server.conf');
    const log = join(this.#dir, 'server.log');
    const args = ['-c', config, '-p', `${this.#port}`, '-l', log];
    const child = spawn(serverBinary(), args, { stdio: 'ignore' });
    this.#child = child;
    await once(child, 'spawn');
    try {
      this.#port = await eventually(() => portOf(this.#dir, child));
      await eventually(() => requireReady(log));
    } catch (cause) {
      const said = await readFile(log, 'utf8').catch(() => '');
      throw new Error(`nats-server did not start:\n${said}`, { cause });
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await exited;
    await rm(portsFile(this.#dir, child), { force: true });
    await rm(join(this.#dir, 'server.log'), { force: true });
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

function serverBinary(): string {
  return process.env['NATS_SERVER'] ?? 'nats-server';
}

function portsFile(dir: string, child: ChildProcess): string {
  const program = serverBinary().split('/').at(-1) ?? 'nats-server';
  return join(dir, `${program}_${child.pid}.ports`);
}

async function portOf(dir: string, child: ChildProcess): Promise<number> {
  const ports: unknown = JSON.parse(await readFile(portsFile(dir, child), 'utf8'));
  const nats = typeof ports === 'object' && ports !== null && 'nats' in ports ? ports.nats : [];
  const url: unknown = Array.isArray(nats) ? nats[0] : undefined;
  return Number(new URL(String(url)).port);
}

async function requireReady(log: string): Promise<boolean> {
  return (await readFile(log, 'utf8')).includes('Server is ready');
}
