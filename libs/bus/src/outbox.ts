// What one turn of the event loop sends leaves in one write. The client flushes after every step of a chain of promises,
// and a system call costs more than all the rest of a small message: a job that ends, its ack, the pull that its slot
// allows and the command that follows it were four. The order of what is sent is kept.

import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { Frame, FRAME_BYTES_MAX, frameBytesOf } from './frame.ts';
import type { Framed } from './frame.ts';

export interface Outgoing extends Framed {
  /** The connection is closed or drains, or the client refuses the message: nothing was sent. */
  notSent(cause: unknown): void;
}

export interface Outbox {
  /** Subject and reply are subjects: the broker closes the connection on what is none. */
  send(message: Outgoing): void;
}

/** So much leaves at once, although the turn is not over: the server works on it while the rest is made. */
const WRITE_BYTES = 16_384;

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
  readonly #protocol: Protocol | null;
  readonly #flush = (): void => this.#sendAll();
  #messages: Outgoing[] = [];
  #bytes = 0;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    this.#protocol = protocolOf(nc);
  }

  send(message: Outgoing): void {
    this.#bytes += frameBytesOf(message);
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
    const isOpen = !this.#nc.isClosed() && !this.#nc.isDraining();
    if (this.#protocol !== null && isOpen) this.#sendFramed(this.#protocol, messages);
    else for (const message of messages) this.#sendAlone(message);
  }

  #sendFramed(protocol: Protocol, messages: readonly Outgoing[]): void {
    let ahead = 0;
    for (const message of messages) ahead += frameBytesOf(message);
    let frame = new Frame(Math.min(ahead, FRAME_BYTES_MAX));
    const close = (): void => {
      if (frame.isEmpty) return;
      protocol.sendCommand(frame.bytes);
      frame = new Frame(Math.min(ahead, FRAME_BYTES_MAX));
    };
    for (const message of messages) {
      const bytes = frameBytesOf(message);
      if (!frame.hasRoom(bytes)) close();
      if (frame.hasRoom(bytes)) {
        frame.add(message);
        protocol.outMsgs += 1;
        protocol.outBytes += message.headerBytes + message.payload.length;
      } else this.#sendAlone(message);
      ahead -= bytes;
    }
    if (!frame.isEmpty) protocol.sendCommand(frame.bytes);
  }

  #sendAlone(message: Outgoing): void {
    const { subject, payload, reply, header } = message;
    try {
      if (header === '') this.#nc.publish(subject, payload, { reply });
      else this.#nc.publish(subject, payload, { reply, headers: new ReadyHeaders(header) });
    } catch (cause) {
      message.notSent(cause);
    }
  }
}

class ReadyHeaders extends MsgHdrsImpl {
  readonly #block: string;

  constructor(block: string) {
    super();
    this.#block = block;
  }

  override encode(): Uint8Array {
    return Buffer.from(this.#block);
  }
}

/**
 * The client's own way for bytes that are ready, which its other packages use and its interface does not show. Where a
 * version should not have it any more, messages go one by one: slower, and otherwise the same.
 */
interface Protocol {
  sendCommand(bytes: Uint8Array): void;
  outMsgs: number;
  outBytes: number;
}

function protocolOf(nc: NatsConnection): Protocol | null {
  const protocol: unknown = 'protocol' in nc ? nc.protocol : null;
  return isProtocol(protocol) ? protocol : null;
}

function isProtocol(value: unknown): value is Protocol {
  if (typeof value !== 'object' || value === null || !('sendCommand' in value)) return false;
  const counts = 'outMsgs' in value && 'outBytes' in value && [value.outMsgs, value.outBytes];
  return typeof value.sendCommand === 'function' && counts !== false && counts.every((one) => typeof one === 'number');
}
