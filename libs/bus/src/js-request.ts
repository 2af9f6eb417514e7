// One request to the JetStream API, with its own errors turned into the catalogue's. A caller that can live with a certain
// error number names it and gets undefined.

import { DomeError } from '@dome/contracts/portable';
import { NoRespondersError, PermissionViolationError, RequestError, TimeoutError } from '@nats-io/nats-core';
import type { Msg, NatsConnection } from '@nats-io/nats-core';

import { onStatus } from './status.ts';

/** A request made without a connection is not sent later, so a reconnect ends the wait as well. */
export const LOST: readonly string[] = ['disconnect', 'reconnect', 'close'];
const API_TIMEOUT_MS = 5_000;

export interface ApiErrorBody {
  readonly code: number;
  readonly err_code: number;
  readonly description: string;
}

export class JetStreamFault extends Error {
  override readonly name = 'JetStreamFault';
  readonly errorCode: number;
  readonly status: number;

  constructor(body: ApiErrorBody) {
    super(body.description);
    this.errorCode = body.err_code;
    this.status = body.code;
  }
}

export interface ApiRequest {
  readonly subject: string;
  readonly body?: object;
  readonly timeoutMs?: number;
}

/** @throws JetStreamFault in the server's words; UNAVAILABLE, TIMEOUT, FORBIDDEN for a request that never reached it */
export async function apiRequest(nc: NatsConnection, request: ApiRequest): Promise<Record<string, unknown>> {
  const { subject, body, timeoutMs = API_TIMEOUT_MS } = request;
  const payload = body === undefined ? '' : JSON.stringify(body);
  const reply = await answerOrLoss(nc, subject, nc.request(subject, payload, { timeout: timeoutMs }));
  const answer = reply.json<Record<string, unknown>>();
  const error = answer['error'];
  if (isApiError(error)) throw new JetStreamFault(error);
  return answer;
}

async function answerOrLoss(nc: NatsConnection, subject: string, asked: Promise<Msg>): Promise<Msg> {
  try {
    return await unlessLost(nc, subject, asked);
  } catch (cause) {
    throw cause instanceof DomeError ? cause : requestFault(subject, cause);
  }
}

/**
 * The answer, unless the connection is lost first: the server that would answer is gone with it, so the caller may ask
 * again without waiting for the time-out.
 * @throws UNAVAILABLE, and what the question throws
 */
export async function unlessLost<Answer>(nc: NatsConnection, subject: string, asked: Promise<Answer>): Promise<Answer> {
  const loss = Promise.withResolvers<never>();
  using _status = onStatus(nc, ({ type }) => {
    if (!LOST.includes(type)) return;
    loss.reject(
      new DomeError('UNAVAILABLE', { detail: `The connection was lost before ${subject} answered.`, subject }),
    );
  });
  return await Promise.race([asked, loss.promise]);
}

export function requestFault(subject: string, cause: unknown): DomeError {
  if (cause instanceof TimeoutError) {
    return new DomeError('TIMEOUT', { detail: `No answer on ${subject} in time.`, subject }, { cause });
  }
  if (isUnanswered(cause)) {
    const detail = `Nobody answers on ${subject}.`;
    return new DomeError('UNAVAILABLE', { detail, subject, noResponders: true }, { cause });
  }
  const violation = violationIn(cause);
  if (violation !== undefined) return forbidden(violation);
  return new DomeError('UNAVAILABLE', { detail: `The request on ${subject} could not be sent.`, subject }, { cause });
}

export function forbidden(violation: PermissionViolationError): DomeError {
  const { operation, subject } = violation;
  return new DomeError(
    'FORBIDDEN',
    {
      detail: `The broker does not allow this user a ${operation} on ${subject}.`,
      hint: 'Use the credentials of the account that owns the subject, or grant the right: `dome accounts render`.',
      subject,
    },
    { cause: violation },
  );
}

/** Nobody listens there; also when that is the cause of another error. */
export function isUnanswered(cause: unknown): boolean {
  if (cause instanceof NoRespondersError || (cause instanceof RequestError && cause.isNoResponders())) return true;
  return cause instanceof Error && cause.cause !== undefined && isUnanswered(cause.cause);
}

/** Finds it as the cause of another error, too. */
export function violationIn(cause: unknown): PermissionViolationError | undefined {
  if (cause instanceof PermissionViolationError) return cause;
  return cause instanceof Error && cause.cause !== undefined ? violationIn(cause.cause) : undefined;
}

function isApiError(value: unknown): value is ApiErrorBody {
  return typeof value === 'object' && value !== null && 'err_code' in value;
}
