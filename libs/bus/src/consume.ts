// Pull, decode, handle, settle: the loop of every durable whose deliveries are handled to the end here. A delivery is acked
// only after its handler is done (L8), kept alive while the handler works, and settled by the error catalogue when it fails.

import { toDomeError } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import type { Delivery } from './delivery.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { startPuller } from './pull.ts';
import type { PullFault } from './pull-fault.ts';
import type { Puller } from './pull.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { settleFailure } from './settle.ts';

const WORKING_EVERY_MS = 10_000;

export interface ConsumeOptions<T> {
  readonly stream: string;
  readonly durable: string;
  readonly apiPrefix?: string;
  readonly inFlightMax: number;
  /** Throws a DomeError for what is no message of the contract. */
  readonly decode: (delivery: Delivery) => T;
  /** Resolves when every consequence of the message is durable. */
  readonly handle: (message: T, delivery: Delivery) => Promise<void>;
  /** Makes the fault durable; the delivery is acked after it resolves and comes again if it throws. */
  readonly park: (delivery: Delivery, error: DomeError) => Promise<void>;
  /** As `park`, for a message that is refused; nothing but a log line by default. */
  readonly refuse?: (delivery: Delivery, error: DomeError) => Promise<void>;
  readonly retry: RetryPolicy;
  /** How often a delivery in work is kept alive: a third of the ack wait. */
  readonly workingEveryMs?: number;
  readonly onFault?: (fault: PullFault) => void;
  readonly random?: () => number;
  readonly logger?: BusLogger;
}

export interface ConsumeLoop extends AsyncDisposable {
  readonly inFlight: number;
  /** Takes no more and resolves when everything taken is settled. */
  drain(): Promise<void>;
}

export function consume<T>(nc: NatsConnection, options: ConsumeOptions<T>): ConsumeLoop {
  return new Loop(nc, options);
}

class Loop<T> implements ConsumeLoop {
  readonly #options: ConsumeOptions<T>;
  readonly #logger: BusLogger;
  readonly #puller: Puller;
  readonly #working = new Set<Promise<void>>();

  constructor(nc: NatsConnection, options: ConsumeOptions<T>) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    const { stream, durable, apiPrefix, inFlightMax, onFault = () => {}, logger } = options;
    this.#puller = startPuller(nc, {
      stream,
      durable,
      room: () => inFlightMax - this.#working.size,
      onDelivery: (delivery) => this.#take(delivery),
      onFault,
      ...(apiPrefix === undefined ? {} : { apiPrefix }),
      ...(logger === undefined ? {} : { logger }),
    });
  }

  get inFlight(): number {
    return this.#working.size;
  }

  async drain(): Promise<void> {
    await this.#puller.drain();
    await Promise.all(this.#working);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
  }

  #take(delivery: Delivery): void {
    const work = this.#work(delivery).finally(() => {
      this.#working.delete(work);
      this.#puller.poke();
    });
    this.#working.add(work);
  }

  async #work(delivery: Delivery): Promise<void> {
    const everyMs = this.#options.workingEveryMs ?? WORKING_EVERY_MS;
    const heartbeat = setInterval(() => void delivery.working(), everyMs);
    try {
      await this.#options.handle(this.#options.decode(delivery), delivery);
      delivery.ack();
    } catch (thrown) {
      await this.#failed(delivery, toDomeError(thrown));
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #failed(delivery: Delivery, error: DomeError): Promise<void> {
    const { retry, random = Math.random } = this.#options;
    const { subject, deliveryCount } = delivery;
    const settlement = settleFailure({ error, deliveryCount, policy: retry, random: random() });
    this.#logger.warn({ err: error, subject, deliveryCount, settlement: settlement.kind }, 'delivery failed');
    switch (settlement.kind) {
      case 'ack':
        return delivery.ack();
      case 'nak':
        return delivery.nak(settlement.delayMs);
      case 'refuse':
        return await this.#tell(delivery, error, this.#options.refuse ?? (async () => {}));
      case 'park':
        return await this.#tell(delivery, error, this.#options.park);
    }
  }

  async #tell(delivery: Delivery, error: DomeError, tell: ConsumeOptions<T>['park']): Promise<void> {
    try {
      await tell(delivery, error);
      delivery.ack();
    } catch (err) {
      const { subject } = delivery;
      this.#logger.error({ err, subject }, 'the end of a delivery could not be told, it comes again');
      delivery.nak(this.#options.retry.maximumIntervalMs);
    }
  }
}
