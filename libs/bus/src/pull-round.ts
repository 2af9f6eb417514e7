// Pulls that share a reply subject. The server does not say which of them a delivery answers, so what it owes is counted
// for the round as a whole: requested, less delivered, less what an ended pull reports as left. No pull outlives its
// expiry: what a round is still owed then was lost, as with a leader that was killed, and never comes.

import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';

import { newInbox } from './inbox.ts';
import { listen } from './listen.ts';
import type { BusLogger } from './logger.ts';

export interface RoundHandlers {
  readonly received: (message: Msg, round: PullRound) => void;
  readonly failed: (error: Error) => void;
  readonly logger: BusLogger;
}

export class PullRound {
  readonly startedAt = performance.now();
  readonly #inbox: string;
  readonly #subscription: Subscription;
  #pulls = 0;
  #outstanding = 0;

  constructor(nc: NatsConnection, { received, failed, logger }: RoundHandlers) {
    this.#inbox = `${newInbox(nc)}.`;
    const onMessage = (message: Msg): void => received(message, this);
    this.#subscription = listen(nc, `${this.#inbox}*`, { onMessage, onRefused: failed, logger });
  }

  get outstanding(): number {
    return this.#outstanding;
  }

  /** @returns the reply subject of one more pull */
  ask(batch: number): string {
    this.#outstanding += batch;
    return `${this.#inbox}${++this.#pulls}`;
  }

  delivered(): void {
    this.giveBack(1);
  }

  /** A pull ended, and this much of it was left. */
  giveBack(left: number): void {
    this.#outstanding = Math.max(0, this.#outstanding - left);
  }

  /** Resolves when everything that the server sent before it learned of the end has been handed out. */
  async end(): Promise<void> {
    this.#outstanding = 0;
    if (!this.#subscription.isClosed()) await this.#subscription.drain();
  }
}
