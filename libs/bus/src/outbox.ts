// What one turn of the event loop sends leaves in one write. The client flushes after every step of a chain of promises,
// and a system call costs more than all the rest of a small message: a job that ends, its ack, the pull that its slot
// allows and the command that follows it were four. The order of what is sent is kept.

import type { NatsConnection } from '@nats-io/transport-node';

import { ReadyHeaders } from './wire-headers.ts';

export interface Outgoing {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** Empty for none. */
  readonly reply: string;
  /** The whole block with its version line and its empty line; empty for none. */
  readonly header: string;
  /** The connection is closed or drains, or the client refuses the message: nothing was sent. */
  notSent(cause: unknown): void;
}

export interface Outbox {
  /** Subject and reply must be valid: the broker closes the connection on an invalid one. */
  send(message: Outgoing): void;
}

/** This much is sent at once, before the turn is over: the server works on it while the rest is made. */
const WRITE_BYTES = 16_384;

const outboxes = new WeakMap<NatsConnection, Outbox>();

/** One for each connection, or two senders would lose their order. */
export function outboxOf(nc: NatsConnection): Outbox {
  const known = outboxes.get(nc);
  if (known !== undefined) return known;
  const made = new TurnOutbox(nc);
  outboxes.set(nc, made);
  return made;
}

class TurnOutbox implements Outbox {
  readonly #nc: NatsConnection;
  readonly #flush = (): void => this.#sendAll();
  #messages: Outgoing[] = [];
  #bytes = 0;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  send(message: Outgoing): void {
    this.#bytes += message.subject.length + message.reply.length + message.header.length + message.payload.length;
    const first = this.#messages.push(message) === 1;
    if (this.#bytes >= WRITE_BYTES) return this.#sendAll();
    // After the promises of this turn, before the next event.
    if (first) process.nextTick(this.#flush);
  }

  #sendAll(): void {
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#messages = [];
    this.#bytes = 0;
    for (const message of messages) this.#sendOne(message);
  }

  #sendOne(message: Outgoing): void {
    const { subject, payload, reply, header } = message;
    try {
      if (header === '') this.#nc.publish(subject, payload, { reply });
      else this.#nc.publish(subject, payload, { reply, headers: new ReadyHeaders(header) });
    } catch (cause) {
      message.notSent(cause);
    }
  }
}
