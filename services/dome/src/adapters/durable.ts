// Handles the deliveries of a durable to their end: acked when the consequence is on a chain, given back for a time
// when held or failed, kept alive in between. Nothing is ever parked: the events of a run are its state.
import { startPuller } from '@dome/bus';
import type { Delivery, Puller } from '@dome/bus';
import { CLOCKS, toDomeError, backoffMs } from '@dome/contracts';
import type { Logger } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import type { Outcome } from '../drive/engine.ts';

export interface DurableOptions {
  readonly stream: string;
  readonly durable: string;
  readonly apiPrefix?: string;
  readonly ackWaitMs: number;
  readonly inHandMax: number;
  readonly handle: (delivery: Delivery) => Promise<Outcome>;
  /** Called when pulling fails, and when it works again. */
  readonly onFault: (fault: string | undefined) => void;
  readonly logger: Logger;
}

export interface Durable extends AsyncDisposable {
  readonly inHand: number;
}

/** Tuning: a delivery that failed comes back a little later each time, and a heartbeat is confirmed well within its ack wait. */
const BACKOFF = { firstMs: 500, maxMs: 30_000 };
const CONFIRM_MS_MIN = 100;

export function startDurable(nc: NatsConnection, options: DurableOptions): Durable {
  const working = new Set<Promise<void>>();
  const { stream, durable, apiPrefix, inHandMax, logger, onFault } = options;
  const take = (delivery: Delivery): void => {
    const work = workOn(delivery, options).finally(() => {
      working.delete(work);
      puller.poke();
    });
    working.add(work);
  };
  const puller: Puller = startPuller(nc, {
    stream,
    durable,
    capacity: () => inHandMax - working.size,
    onDelivery: take,
    onFault: ({ error }) => onFault(`${durable}: ${error.message}`),
    onAnswer: () => onFault(undefined),
    logger,
    ...(apiPrefix === undefined ? {} : { apiPrefix }),
  });
  return {
    get inHand() {
      return working.size;
    },
    async [Symbol.asyncDispose]() {
      await puller.drain();
      await Promise.all(working);
    },
  };
}

/** Node's timers are limited to 2^31 ms and fire at once beyond it: an ack wait of months must not become a flood. */
export function confirmEveryMs(ackWaitMs: number): number {
  return Math.min(Math.max(CONFIRM_MS_MIN, ackWaitMs / 3), CLOCKS.confirmMs);
}

async function workOn(delivery: Delivery, { handle, ackWaitMs, logger }: DurableOptions): Promise<void> {
  const heartbeat = setInterval(() => void delivery.working(), confirmEveryMs(ackWaitMs));
  try {
    const outcome = await handle(delivery);
    if (outcome.kind === 'done') delivery.ack();
    else delivery.nak(outcome.ms);
  } catch (thrown) {
    const { subject, streamSequence, deliveryCount } = delivery;
    const retryInMs = backoffMs(BACKOFF, deliveryCount);
    logger.warn(
      { err: toDomeError(thrown), subject, streamSequence, deliveryCount, retryInMs },
      'delivery not handled',
    );
    delivery.nak(retryInMs);
  } finally {
    clearInterval(heartbeat);
  }
}
