import { DomeError } from '@dome/contracts';

import type { Publication, Published } from './publication.ts';
import { requirePublishSubject } from './subject-rule.ts';
import { WireHeaders } from './wire-headers.ts';
import { HEADER } from './wire.ts';

/** One write on its way: what is sent, how often it was, and when it is due again (both on the monotonic clock). */
export class Flight {
  readonly publication: Publication;
  readonly headers: WireHeaders;
  readonly expiresAt: number;
  readonly promise: Promise<Published>;
  readonly resolve: (result: Published) => void;
  readonly reject: (error: DomeError) => void;
  /** 0 while it waits for its turn. */
  number = 0;
  reply = '';
  sends = 0;
  dueAt = 0;
  verifying = false;
  done = false;

  /** @throws INVALID_REQUEST */
  constructor(publication: Publication, expiresAt: number) {
    requirePublishSubject(publication.subject);
    this.publication = publication;
    this.headers = headersOf(publication);
    this.expiresAt = expiresAt;
    const { promise, resolve, reject } = Promise.withResolvers<Published>();
    this.promise = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** @throws PAYLOAD_TOO_LARGE */
  requireFit(maxPayloadBytes: number): void {
    const bytes = this.headers.byteLength + this.publication.payload.length;
    if (bytes <= maxPayloadBytes) return;
    const { subject } = this.publication;
    throw new DomeError('PAYLOAD_TOO_LARGE', {
      detail: `The message on ${subject} has ${bytes} bytes; the server takes ${maxPayloadBytes}.`,
      bytes,
      maxBytes: maxPayloadBytes,
    });
  }

  abandoned(reason: string, cause?: unknown): DomeError {
    const { subject, messageId } = this.publication;
    const ambiguous = this.sends > 0;
    const outcome = ambiguous ? 'it may have been stored' : 'it was not sent';
    const fields = { detail: `${reason}: the write to ${subject} has no answer, ${outcome}.` };
    return new DomeError('UNAVAILABLE', { ...fields, subject, messageId, ambiguous }, { cause });
  }
}

function headersOf(publication: Publication): WireHeaders {
  const { messageId, expectLast, subject, ttlSeconds, headers } = publication;
  const pairs: [string, string][] = [[HEADER.messageId, messageId]];
  if (expectLast !== undefined) {
    pairs.push([HEADER.expectedLastSubjectSequence, `${expectLast.sequence}`]);
    if (expectLast.filter !== subject) pairs.push([HEADER.expectedLastSubjectFilter, expectLast.filter]);
  }
  if (ttlSeconds !== undefined) pairs.push([HEADER.ttl, `${requireWholeSeconds(ttlSeconds)}s`]);
  if (headers !== undefined) for (const pair of Object.entries(headers)) pairs.push(pair);
  return new WireHeaders(pairs);
}

function requireWholeSeconds(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw new DomeError('INVALID_REQUEST', {
    detail: `A time to live is whole seconds, at least 1; got ${seconds}.`,
  });
}
