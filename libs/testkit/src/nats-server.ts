// A real nats-server per test file, on a free port, with a store of its own that goes away with it. A test may stop it in
// mid-work: killed, paused, and started again on the same port and store.

import { startBroker } from '@dome/broker';
import type { Broker, BrokerOptions } from '@dome/broker';

export interface TestServerOptions {
  /** More configuration, in the server's own words, such as `accounts { … }`. */
  readonly config?: string;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly storeDir: string;
  readonly monitorUrl: string;
  /** SIGKILL, and waits for the exit; the store stays. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and store. */
  start(): Promise<void>;
  /** The process stands still: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const brokerOptions: BrokerOptions = options.config === undefined ? {} : { config: options.config };
  return new BrokerServer(await startBroker(brokerOptions));
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

  get monitorUrl(): string {
    return this.#broker.monitorUrl;
  }

  async kill(): Promise<void> {
    await this.#broker.kill();
  }

  async start(): Promise<void> {
    await this.#broker.restart();
  }

  pause(): void {
    process.kill(this.#broker.pid, 'SIGSTOP');
  }

  resume(): void {
    process.kill(this.#broker.pid, 'SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#broker[Symbol.asyncDispose]();
  }
}
