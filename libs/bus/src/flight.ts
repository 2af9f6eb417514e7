import { DomeError } from '@dome/contracts';

import type { Outgoing } from './outbox.ts';
import type { Publication, Published } from './publication.ts';
import { requirePublishSubject } from './subject-rule.ts';
import { headerBlock, headerLine, ownHeaderLine } from './wire-headers.ts';
import { HEADER } from './wire.ts';

/** One write in flight: its bytes, how often it was sent, and when it is due again (both on the monotonic clock). */
export class Flight implements Outgoing {
  readonly publication: Publication;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly header: string;
  readonly headerBytes: number;
  readonly expiresAt: number;
  readonly promise: Promise<Published>;
  readonly resolve: (result: Published) => void;
  readonly reject: (error: DomeError) => void;
  readonly #onNotSent: (flight: Flight, cause: unknown) => void;
  /** 0 while it waits for its turn. */
  number = 0;
  /** Its place in the window. */
  place = 0;
  reply = '';
  sends = 0;
  answers = 0;
  /** As last sent. */
  answersBefore = 0;
  /** How often a connected server gave no answer. */
  silences = 0;
  dueAt = 0;
  /** When its sender wanted it written. */
  readonly beganAt: number;
  verifying = false;
  done = false;

  /** @throws INVALID_REQUEST */
  constructor(
    publication: Publication,
    times: Pick<Flight, 'beganAt' | 'expiresAt'>,
    onNotSent: (flight: Flight, cause: unknown) => void,
  ) {
    requirePublishSubject(publication.subject);
    this.publication = publication;
    this.subject = publication.subject;
    this.payload = publication.payload;
    this.header = headerBlock(linesOf(publication));
    this.headerBytes = Buffer.byteLength(this.header);
    this.beganAt = times.beganAt;
    this.expiresAt = times.expiresAt;
    this.#onNotSent = onNotSent;
    const { promise, resolve, reject } = Promise.withResolvers<Published>();
    this.promise = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** @throws PAYLOAD_TOO_LARGE */
  requireFit(maxPayloadBytes: number): void {
    const bytes = this.headerBytes + this.payload.length;
    if (bytes <= maxPayloadBytes) return;
    throw new DomeError('PAYLOAD_TOO_LARGE', {
      detail: `The message on ${this.subject} has ${bytes} bytes; the server takes ${maxPayloadBytes}.`,
      bytes,
      maxBytes: maxPayloadBytes,
    });
  }

  sent(dueAt: number): void {
    this.dueAt = dueAt;
    this.sends += 1;
    this.answersBefore = this.answers;
  }

  /** It is due again: because an answer asked for it, or because there was no answer. */
  fellSilent(): boolean {
    if (this.answers !== this.answersBefore) return false;
    this.silences += 1;
    return true;
  }

  notSent(cause: unknown): void {
    this.#onNotSent(this, cause);
  }

  abandoned(reason: string, cause?: unknown): DomeError {
    const { subject, messageId } = this.publication;
    const ambiguous = this.sends > 0;
    const outcome = ambiguous ? 'it may have been stored' : 'it was not sent';
    const fields = { detail: `${reason}: the write to ${subject} has no answer, ${outcome}.` };
    return new DomeError('UNAVAILABLE', { ...fields, subject, messageId, ambiguous }, { cause });
  }
}

function linesOf({ messageId, expectLast, subject, ttlSeconds, headers }: Publication): string {
  let lines = ownHeaderLine(HEADER.messageId, messageId);
  if (expectLast !== undefined) {
    lines += ownHeaderLine(HEADER.expectedLastSubjectSequence, `${expectLast.sequence}`);
    if (expectLast.filter !== subject) lines += ownHeaderLine(HEADER.expectedLastSubjectFilter, expectLast.filter);
  }
  if (ttlSeconds !== undefined) lines += ownHeaderLine(HEADER.ttl, `${requireWholeSeconds(ttlSeconds)}s`);
  return headers === undefined ? lines : lines + linesOfRecord(headers);
}

const frozenLines = new WeakMap<Readonly<Record<string, string>>, string>();

/** A frozen record, such as every event, is serialized once. */
function linesOfRecord(headers: Readonly<Record<string, string>>): string {
  const known = frozenLines.get(headers);
  if (known !== undefined) return known;
  const lines = Object.entries(headers)
    .map(([name, value]) => headerLine(name, value))
    .join('');
  if (Object.isFrozen(headers)) frozenLines.set(headers, lines);
  return lines;
}

function requireWholeSeconds(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw new DomeError('INVALID_REQUEST', {
    detail: `A time to live is whole seconds, at least 1; got ${seconds}.`,
  });
}
