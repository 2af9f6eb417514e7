// The broker's time, which is the same for all its clients, and the clock that stamps stored messages.

import type { NatsConnection } from '@nats-io/transport-node';

import { readConsumerFacts } from './consumer-facts.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { onStatus } from './status.ts';

/** Tuning: in ten minutes a machine's clock drifts by a few milliseconds. */
const AGAIN_MS = 600_000;

export interface ServerTimeOptions {
  /** Any durable that may be read: its description includes the time. */
  readonly durable: { readonly stream: string; readonly durable: string; readonly apiPrefix?: string };
  readonly onTime: (wallMs: number) => void;
  readonly logger?: BusLogger;
}

/**
 * Reports the broker's time now, after every reconnect, and from time to time. Resolves when it was reported once, or
 * cannot be.
 */
export async function followServerTime(nc: NatsConnection, options: ServerTimeOptions): Promise<Disposable> {
  const { durable, onTime, logger = silentLogger } = options;
  const ask = async (): Promise<void> => {
    try {
      const facts = await readConsumerFacts(nc, durable);
      if (facts?.serverTimeMs !== undefined) onTime(facts.serverTimeMs);
    } catch (err) {
      logger.warn({ err, ...durable }, 'the time of the broker cannot be read now');
    }
  };
  await ask();
  const timer = setInterval(() => void ask(), AGAIN_MS).unref();
  const status = onStatus(nc, ({ type }) => {
    if (type === 'reconnect') void ask();
  });
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      status[Symbol.dispose]();
    },
  };
}
