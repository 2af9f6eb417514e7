// A real nats-server for each test file, on a free port, with a store of its own that is removed with it. A test may kill
// it, pause it, and restart it on the same port and store.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { startBroker } from '@dome/broker';
import type { Broker } from '@dome/broker';

import { eventually } from './eventually.ts';

export interface TestServerOptions {
  /** More configuration in the server's own syntax, such as `accounts { … }`. */
  readonly config?: string;
  /** What it may store in all; if absent, the disk space there is for it. */
  readonly storeBytesMax?: number;
  /** Its store; if absent, a temporary folder of its own. */
  readonly storeDir?: string;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly storeDir: string;
  readonly storeBytesMax: number;
  readonly monitorUrl: string;
  /** Of the listener for browsers; pages of any origin may connect. */
  readonly websocketUrl: string;
  /** Sends SIGKILL, and waits for the exit; the store stays. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and store. */
  start(): Promise<void>;
  /** Pauses the process: connections stay open, nothing is answered. */
  pause(): Promise<void>;
  resume(): void;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  return new BrokerServer(await startBroker(options));
}

class BrokerServer implements TestServer {
  readonly #broker: Broker;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  get url(): string {
    return this.#broker.url;
  }

  get port(): number {
    return Number(new URL(this.#broker.url).port);
  }

  get pid(): number {
    return this.#broker.pid;
  }

  get storeDir(): string {
    return this.#broker.storeDir;
  }

  get storeBytesMax(): number {
    return this.#broker.storeBytesMax;
  }

  get websocketUrl(): string {
    return this.#broker.websocketUrl;
  }

  get monitorUrl(): string {
    return this.#broker.monitorUrl;
  }

  async kill(): Promise<void> {
    await this.#broker.kill();
  }

  async start(): Promise<void> {
    await this.#broker.restart();
  }

  async pause(): Promise<void> {
    const { pid } = this.#broker;
    process.kill(pid, 'SIGSTOP');
    await eventually(() => isStopped(pid), { stepMs: 1 });
  }

  resume(): void {
    process.kill(this.#broker.pid, 'SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#broker[Symbol.asyncDispose]();
  }
}

const run = promisify(execFile);

/** The signal is only the beginning: each thread runs until it notices. */
async function isStopped(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return (await run('ps', ['-o', 'state=', '-p', `${pid}`])).stdout.startsWith('T');
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
  return states.every((state) => /\) T /.test(state));
}
