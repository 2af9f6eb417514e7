// One request to a service of the contract, and its raw reply: a problem becomes the error it names. Every service call of
// the contract is idempotent (ids, digests and chunk numbers see to it), so that a brief outage of a service costs a delay
// and no failure.

import { headerOf, headersOf, violationIn } from '@dome/bus/portable';
import { CLOCKS, DomeError, MESSAGE_HEADERS, parseJson, tryAgain } from '@dome/contracts/portable';
import type { ProblemBody } from '@dome/contracts/portable';
import { RequestError, TimeoutError, headers } from '@nats-io/nats-core';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/nats-core';

/** Tuning: a plane that starts again is back within two seconds, and callers may set their own patience. */
const PATIENCE_MS = 2_000;
const BACKOFF = { firstMs: 50, maxMs: 500 };
/** Set on a reply that is a problem (ADR-32); its value is the status. */
const PROBLEM_HEADER = MESSAGE_HEADERS['Nats-Service-Error-Code'];

export interface QuestionOptions {
  /** How long one request waits for its reply. */
  readonly timeoutMs?: number;
  /** How long a request is retried while the service has no responders. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

/** One service call to send. */
export interface ServiceCall {
  /** The subject, made by the generated builders. */
  readonly subject: string;
  readonly payload: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws DomeError for what is no problem of the contract */
export type ReadProblem = (value: unknown) => ProblemBody;

/**
 * A request to a queue group is sent a second time halfway through its timeout, and the first reply counts: a member
 * that is killed takes its request with it, and another answers the second.
 */
export interface Questioner {
  /** For a service whose members all answer alike. @throws DomeError as `Asker.ask` */
  raw(question: ServiceCall, options?: QuestionOptions): Promise<Msg>;
  /** For a single instance: no other could answer. */
  once(question: ServiceCall, options?: QuestionOptions): Promise<Msg>;
}

export function createQuestioner(
  nc: NatsConnection,
  readProblem: ReadProblem,
  defaults: QuestionOptions = {},
): Questioner {
  const onceOf =
    (question: ServiceCall): Ask =>
    (timeoutMs) =>
      askOnce({ nc, readProblem }, question, timeoutMs);
  return {
    raw: (question, options) =>
      askPatiently(nc, { ...defaults, ...options }, (timeoutMs) => askTwice(onceOf(question), timeoutMs)),
    once: (question, options) => askPatiently(nc, { ...defaults, ...options }, onceOf(question)),
  };
}

type Ask = (timeoutMs: number) => Promise<Msg>;

async function askPatiently(nc: NatsConnection, options: QuestionOptions, ask: Ask): Promise<Msg> {
  const until = performance.now() + (options.patienceMs ?? PATIENCE_MS);
  return await tryAgain(() => ask(options.timeoutMs ?? CLOCKS.askMs), {
    ...BACKOFF,
    pause,
    waits: (error, pauseMs) => {
      const passes = error instanceof DomeError && error.code === 'UNAVAILABLE';
      if (!passes || performance.now() + pauseMs >= until || nc.isClosed()) return false;
      options.signal?.throwIfAborted();
      return true;
    },
  });
}

async function askTwice(ask: Ask, timeoutMs: number): Promise<Msg> {
  const second = Promise.withResolvers<Msg>();
  const timer = setTimeout(() => void ask(timeoutMs / 2).then(second.resolve, second.reject), timeoutMs / 2);
  try {
    return await Promise.race([ask(timeoutMs), second.promise]);
  } finally {
    clearTimeout(timer);
  }
}

interface Wire {
  readonly nc: NatsConnection;
  readonly readProblem: ReadProblem;
}

async function askOnce({ nc, readProblem }: Wire, question: ServiceCall, timeoutMs: number): Promise<Msg> {
  const { subject, payload } = question;
  requireFit(nc, question);
  const more = question.headers === undefined ? {} : { headers: headersFor(question.headers) };
  let reply: Msg;
  try {
    reply = await nc.request(subject, payload, { timeout: timeoutMs, ...more });
  } catch (cause) {
    throw askFault(subject, cause);
  }
  if (headerOf(headersOf(reply), PROBLEM_HEADER) === undefined) return reply;
  throw problemOf(subject, reply, readProblem);
}

function requireFit(nc: NatsConnection, { subject, payload }: ServiceCall): void {
  const [bytes, bytesMax] = [sizeOf(payload), nc.info?.max_payload ?? Infinity];
  if (bytes <= bytesMax) return;
  const detail = `The request on ${subject} has ${bytes} bytes; the broker accepts ${bytesMax}.`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail, subject });
}

const sizeOf = (payload: Uint8Array | string): number =>
  typeof payload === 'string' ? new TextEncoder().encode(payload).byteLength : payload.byteLength;

function problemOf(subject: string, reply: Msg, readProblem: ReadProblem): DomeError {
  try {
    return DomeError.fromProblem(readProblem(parseJson(reply.data)));
  } catch (cause) {
    const detail = `The reply on ${subject} is marked as an error but is not a problem of the contract.`;
    return new DomeError('INTERNAL', { detail, subject }, { cause });
  }
}

function askFault(subject: string, cause: unknown): DomeError {
  if (cause instanceof TimeoutError) {
    const detail = `No reply on ${subject} in time.`;
    return new DomeError('TIMEOUT', { detail, subject, hint: UNREACHED_HINT }, { cause });
  }
  if (cause instanceof RequestError && cause.isNoResponders()) {
    return new DomeError('UNAVAILABLE', { detail: `No service answers on ${subject}.`, subject, noResponders: true });
  }
  if (violationIn(cause) !== undefined) {
    const detail = `The broker does not allow this user to send requests on ${subject}.`;
    return new DomeError('FORBIDDEN', { detail, subject, hint: RIGHTS_HINT }, { cause });
  }
  return new DomeError('UNAVAILABLE', { detail: `The request on ${subject} could not be sent.`, subject }, { cause });
}

const RIGHTS_HINT = 'Connect as a user of an account with that right: `dome dev` lists a context for each account.';
const UNREACHED_HINT = 'Check that the plane behind it is running: `nats service ls` lists the services.';

function headersFor(pairs: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(pairs)) made.set(name, value);
  return made;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
