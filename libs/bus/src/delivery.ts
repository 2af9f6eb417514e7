// A delivered message and the ways to settle it. JetStream does not fence acknowledgements: a stale one still takes effect
// after a redelivery, so before it settles, the owner checks on its own clock that the delivery is still its own.

import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';

import { parseAckSubject } from './ack-subject.ts';
import type { AckSubjectFacts } from './ack-subject.ts';
import { outboxOf } from './outbox.ts';
import { ACK_BODY, nakBody, WORKING_BODY } from './wire.ts';

/** Far below every ack wait: an ack not confirmed by then is sent again. */
const CONFIRM_TIMEOUT_MS = 2_000;

export interface Delivery {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs | undefined;
  readonly stream: string;
  readonly durable: string;
  readonly streamSequence: number;
  readonly deliveryCount: number;
  readonly storedAtMs: number;
  readonly pendingCount: number;
  /** Fire and forget: a lost ack leads to a redelivery. */
  ack(): void;
  /** Delivers it again after the delay. Without one it would come back at once and use up its deliveries. */
  nak(delayMs: number): void;
  /** Restarts the ack wait. True when the broker has confirmed it. */
  working(timeoutMs?: number): Promise<boolean>;
}

/** Undefined for a message that is no JetStream delivery. */
export function toDelivery(nc: NatsConnection, message: Msg, headers: MsgHdrs | undefined): Delivery | undefined {
  const reply = message.reply ?? '';
  const facts = parseAckSubject(reply);
  return facts === undefined ? undefined : new JetStreamDelivery(nc, { message, headers, reply, facts });
}

interface Delivered {
  readonly message: Msg;
  readonly headers: MsgHdrs | undefined;
  readonly reply: string;
  readonly facts: AckSubjectFacts;
}

/** A class, because there is one for every job: the methods stay on the prototype. */
class JetStreamDelivery implements Delivery {
  readonly #nc: NatsConnection;
  readonly #reply: string;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs | undefined;
  readonly stream: string;
  readonly durable: string;
  readonly streamSequence: number;
  readonly deliveryCount: number;
  readonly storedAtMs: number;
  readonly pendingCount: number;

  constructor(nc: NatsConnection, { message, headers, reply, facts }: Delivered) {
    this.#nc = nc;
    this.#reply = reply;
    this.subject = message.subject;
    this.payload = message.data;
    this.headers = headers;
    this.stream = facts.stream;
    this.durable = facts.durable;
    this.streamSequence = facts.streamSequence;
    this.deliveryCount = facts.deliveryCount;
    this.storedAtMs = facts.storedAtMs;
    this.pendingCount = facts.pendingCount;
  }

  ack(): void {
    this.#tell(ACK_BODY);
  }

  nak(delayMs: number): void {
    this.#tell(nakBody(delayMs));
  }

  async working(timeoutMs = CONFIRM_TIMEOUT_MS): Promise<boolean> {
    try {
      await this.#nc.request(this.#reply, WORKING_BODY, { timeout: timeoutMs });
      return true;
    } catch {
      return false;
    }
  }

  #tell(payload: Uint8Array): void {
    const message = { subject: this.#reply, payload, reply: '', header: '' };
    outboxOf(this.#nc).send({ ...message, notSent: leftToRedelivery });
  }
}

/** The connection is closed or drains: the ack is lost, and a redelivery will follow. */
function leftToRedelivery(): void {}
