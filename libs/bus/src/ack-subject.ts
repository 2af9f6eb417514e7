// The reply subject of a delivery describes it. Two forms are in use: nine tokens, and a newer one with a domain and an
// account hash before the stream, which may have one more token at the end.

import { ACK_PREFIX, NANOS_PER_MS } from './wire.ts';

export interface AckSubjectFacts {
  readonly stream: string;
  readonly durable: string;
  /** 1 for the first delivery. */
  readonly deliveryCount: number;
  readonly streamSequence: number;
  readonly storedAtMs: number;
  /** Messages that the consumer has not delivered to anybody yet. */
  readonly pendingCount: number;
}

/** The format of ADR-15. */
const SHORT_TOKENS = 9;
const LONG_TOKENS_MIN = 11;
/** A time in nanoseconds exceeds the exact integers of a number; its last six digits are fractions of a millisecond. */
const SUB_MILLISECOND_DIGITS = `${NANOS_PER_MS}`.length - 1;

/** Undefined for a reply subject that is none of a JetStream delivery. */
export function parseAckSubject(subject: string): AckSubjectFacts | undefined {
  if (!subject.startsWith(ACK_PREFIX)) return undefined;
  const tokens = subject.split('.');
  const first = tokens.length === SHORT_TOKENS ? 2 : tokens.length >= LONG_TOKENS_MIN ? 4 : -1;
  if (first === -1) return undefined;
  const facts = {
    stream: tokens[first] ?? '',
    durable: tokens[first + 1] ?? '',
    deliveryCount: Number(tokens[first + 2]),
    streamSequence: Number(tokens[first + 3]),
    storedAtMs: Number((tokens[first + 5] ?? '').slice(0, -SUB_MILLISECOND_DIGITS)),
    pendingCount: Number(tokens[first + 6]),
  };
  const holds = facts.deliveryCount >= 1 && facts.streamSequence >= 1 && facts.pendingCount >= 0;
  return holds ? facts : undefined;
}
