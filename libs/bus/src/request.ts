// Asks a service. What comes back is the typed data, or the error that the service named.

import { DomeError } from '@dome/contracts';
import type { ProblemBody } from '@dome/contracts';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';

import { requestFault } from './js-request.ts';
import { requirePublishSubject } from './subject-rule.ts';
import { headersOf, lastHeader } from './received-headers.ts';
import { WireHeaders } from './wire-headers.ts';
import { HEADER } from './wire.ts';

const TIMEOUT_MS = 5_000;

export interface RequestOptions {
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServiceReply {
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs | undefined;
}

export interface ServiceCall extends RequestOptions {
  readonly subject: string;
  readonly payload: Uint8Array;
}

/**
 * @throws the service's own problem; UNAVAILABLE when nobody serves the subject, TIMEOUT, FORBIDDEN, PAYLOAD_TOO_LARGE
 */
export async function request(nc: NatsConnection, call: ServiceCall): Promise<ServiceReply> {
  const { subject, payload, timeoutMs = TIMEOUT_MS, headers } = call;
  requirePublishSubject(subject);
  requireFit(nc, call);
  const withHeaders = headers === undefined ? {} : { headers: new WireHeaders(Object.entries(headers)) };
  const reply = await nc.request(subject, payload, { timeout: timeoutMs, ...withHeaders }).catch((cause: unknown) => {
    throw callFault(subject, timeoutMs, cause);
  });
  const said = headersOf(reply);
  if (said?.has(HEADER.serviceErrorCode) === true) throw problemOf(subject, reply);
  return { payload: reply.data, headers: said };
}

function requireFit(nc: NatsConnection, { subject, payload }: ServiceCall): void {
  const maxBytes = nc.info?.max_payload ?? Infinity;
  if (payload.length <= maxBytes) return;
  const detail = `The request on ${subject} has ${payload.length} bytes; the server takes ${maxBytes}.`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail });
}

function callFault(subject: string, timeoutMs: number, cause: unknown): DomeError {
  const fault = requestFault(subject, cause);
  if (fault.code === 'TIMEOUT') {
    return new DomeError('TIMEOUT', { detail: `No answer on ${subject} within ${timeoutMs} ms.`, subject }, { cause });
  }
  if (fault.fields['noResponders'] !== true) return fault;
  const hint = 'Start the component that serves it, or check that this account may reach it.';
  return new DomeError('UNAVAILABLE', { detail: `Nobody serves ${subject}.`, hint, subject }, { cause });
}

function problemOf(subject: string, reply: Msg): DomeError {
  const problem = parseProblem(reply);
  if (problem !== null) return DomeError.fromProblem(problem);
  const said = lastHeader(headersOf(reply), HEADER.serviceError);
  return new DomeError('INTERNAL', { detail: `The service on ${subject} failed: ${said}.`, subject });
}

function parseProblem(reply: Msg): ProblemBody | null {
  try {
    const value: unknown = reply.json();
    return isProblem(value) ? value : null;
  } catch {
    return null;
  }
}

function isProblem(value: unknown): value is ProblemBody {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('detail' in value)) return false;
  return typeof value.code === 'string' && typeof value.detail === 'string';
}
