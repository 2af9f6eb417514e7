// A delivered message and the ways to settle it. JetStream does not fence acknowledgements: a stale one still takes effect
// after a redelivery, so whoever settles checks first, on its own clock, that the delivery is still its own.

import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';

import { parseAckSubject } from './ack-subject.ts';
import { ACK_BODY, nakBody, termBody, WORKING_BODY } from './wire.ts';

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
  /** Fire and forget: a lost ack is answered by a redelivery. */
  ack(): void;
  /** True when the broker has confirmed the ack; false says nothing. */
  ackConfirmed(timeoutMs?: number): Promise<boolean>;
  /** Delivers it again after the delay. Without a delay it would come back at once and burn through its deliveries. */
  nak(delayMs: number): void;
  /** Starts the ack wait anew. True when the broker has confirmed it. */
  working(timeoutMs?: number): Promise<boolean>;
  /** Never delivers it again. */
  term(reason: string): void;
}

/** Null for a message that is no JetStream delivery. */
export function toDelivery(nc: NatsConnection, message: Msg): Delivery | null {
  const reply = message.reply ?? '';
  const facts = parseAckSubject(reply);
  if (facts === null) return null;
  const confirm = async (body: Uint8Array, timeout: number): Promise<boolean> => {
    try {
      await nc.request(reply, body, { timeout });
      return true;
    } catch {
      return false;
    }
  };
  return {
    subject: message.subject,
    payload: message.data,
    headers: message.headers,
    ...facts,
    ack: () => tell(nc, reply, ACK_BODY),
    ackConfirmed: (timeoutMs = CONFIRM_TIMEOUT_MS) => confirm(ACK_BODY, timeoutMs),
    nak: (delayMs) => tell(nc, reply, nakBody(delayMs)),
    working: (timeoutMs = CONFIRM_TIMEOUT_MS) => confirm(WORKING_BODY, timeoutMs),
    term: (reason) => tell(nc, reply, termBody(reason)),
  };
}

function tell(nc: NatsConnection, reply: string, body: Uint8Array): void {
  try {
    nc.publish(reply, body);
  } catch {
    // The connection is closed or drains: nobody hears it, which is what a redelivery is for.
  }
}
