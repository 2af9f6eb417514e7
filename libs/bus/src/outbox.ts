// What one turn of the event loop sends leaves in one write. The client flushes after every step of a chain of promises,
// and a system call costs more than all the rest of a small message: a job that ends, its ack, the pull that its slot
// allows and the command that follows it were four. The order of what is sent is kept.

import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

export interface Outgoing {
  readonly subject: string;
  readonly payload: Uint8Array | string;
  /** Empty for none. */
  readonly reply: string;
  /** As `headerBlock` makes it; null for none. */
  readonly header: Uint8Array | null;
  /** The connection is closed or drains, or the client refuses the message: nothing was sent. */
  notSent(cause: unknown): void;
}

export interface Outbox {
  send(message: Outgoing): void;
}

const outboxes = new WeakMap<NatsConnection, Outbox>();

/** One for each connection, or two senders would not keep their order. */
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
  readonly #headers = new ReadyHeaders();
  #messages: Outgoing[] = [];

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  send(message: Outgoing): void {
    // After the promises of this turn, before the next event.
    if (this.#messages.push(message) === 1) process.nextTick(this.#flush);
  }

  #sendAll(): void {
    const messages = this.#messages;
    this.#messages = [];
    for (const message of messages) {
      try {
        this.#publish(message);
      } catch (cause) {
        message.notSent(cause);
      }
    }
  }

  #publish({ subject, payload, reply, header }: Outgoing): void {
    if (header === null) return this.#nc.publish(subject, payload, { reply });
    this.#headers.block = header;
    this.#nc.publish(subject, payload, { reply, headers: this.#headers });
  }
}

/** The client encodes the headers before `publish` returns, so one object carries those of every message in its turn. */
class ReadyHeaders extends MsgHdrsImpl {
  block: Uint8Array = new Uint8Array();

  override encode(): Uint8Array {
    return this.block;
  }
}
