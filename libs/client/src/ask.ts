// One request to a service of the contract: the request is typed, the reply is checked by its validator, and a problem
// becomes the error it names. Every service call of the contract is idempotent (ids, digests and chunk numbers see to
// it), so that a brief outage of a service costs a delay and no failure.

import { headerOf, headersOf, violationIn } from '@dome/bus';
import {
  CLOCKS,
  DomeError,
  ENDPOINTS,
  MESSAGE_HEADERS,
  checkDocument,
  openReply,
  parseJson,
  soundTrace,
  tryAgain,
} from '@dome/contracts';
import type { EndpointName, EndpointTypes, WrittenTrace } from '@dome/contracts';
import { RequestError, TimeoutError, headers } from '@nats-io/transport-node';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';

/** Tuning: a plane that starts again is back within two seconds, and callers may set their own patience. */
const PATIENCE_MS = 2_000;
const BACKOFF = { firstMs: 50, maxMs: 500 };
/** Set on a reply that is a problem (ADR-32); its value is the status. */
const PROBLEM_HEADER = MESSAGE_HEADERS['Nats-Service-Error-Code'];

export interface AskOptions {
  /** How long one request waits for its reply. */
  readonly timeoutMs?: number;
  /** How long a request is retried while the service has no responders. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  /** The trace that the request belongs to. */
  readonly trace?: WrittenTrace;
}

/** One service call to send. */
export interface ServiceCall {
  /** The subject, made by the generated builders. */
  readonly subject: string;
  readonly payload: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Request<Name extends EndpointName> = EndpointTypes[Name]['request'];
type Reply<Name extends EndpointName> = EndpointTypes[Name]['reply'];

/** An endpoint whose subject has no parameters. */
export type PlainEndpoint = Exclude<
  EndpointName,
  'runtimeArtifactChunk' | 'runtimeArtifactCommit' | 'runtimeDaemonGet' | 'controlReplicaGet'
>;

/**
 * A request to a queue group is sent a second time halfway through its timeout, and the first reply counts: a member
 * that is killed takes its request with it, and another answers the second.
 */
export interface Asker {
  /**
   * @throws DomeError whatever the service answers; UNAVAILABLE, TIMEOUT or FORBIDDEN if none does; PAYLOAD_TOO_LARGE.
   */
  ask<Name extends PlainEndpoint>(endpoint: Name, request: Request<Name>, options?: AskOptions): Promise<Reply<Name>>;
  /** The raw reply, with a problem turned into an error: for replies whose headers matter. */
  raw(question: ServiceCall, options?: AskOptions): Promise<Msg>;
  /**
   * For a subject with parameters, or a payload that is not JSON. It goes to a single instance, so no other could
   * answer.
   */
  put<Name extends EndpointName>(endpoint: Name, question: ServiceCall, options?: AskOptions): Promise<Reply<Name>>;
}

export function createAsker(nc: NatsConnection, defaults: AskOptions = {}): Asker {
  const raw: Asker['raw'] = (question, options) => {
    const once: Ask = (timeoutMs) => askOnce(nc, question, timeoutMs);
    return askPatiently(nc, { ...defaults, ...options }, (timeoutMs) => askTwice(once, timeoutMs));
  };
  return {
    raw,
    async ask(endpoint, request, options) {
      const question = { ...questionOf(endpoint, request), ...traceHeaders(options?.trace) };
      return openReply(endpoint, (await raw(question, options)).data);
    },
    async put(endpoint, question, options) {
      const once: Ask = (timeoutMs) => askOnce(nc, question, timeoutMs);
      return openReply(endpoint, (await askPatiently(nc, { ...defaults, ...options }, once)).data);
    },
  };
}

const questionOf = <Name extends PlainEndpoint>(endpoint: Name, request: Request<Name>): ServiceCall => ({
  subject: ENDPOINTS[endpoint].address,
  payload: JSON.stringify(request),
});

/** A trace that is none is left out: the service would not read it. */
function traceHeaders(trace: WrittenTrace = {}): Pick<ServiceCall, 'headers'> {
  const { traceparent, tracestate } = soundTrace(trace);
  if (traceparent === undefined) return {};
  return { headers: { traceparent, ...(tracestate === undefined ? {} : { tracestate }) } };
}

type Ask = (timeoutMs: number) => Promise<Msg>;

async function askPatiently(nc: NatsConnection, options: AskOptions, ask: Ask): Promise<Msg> {
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

async function askOnce(nc: NatsConnection, question: ServiceCall, timeoutMs: number): Promise<Msg> {
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
  throw problemOf(subject, reply);
}

function requireFit(nc: NatsConnection, { subject, payload }: ServiceCall): void {
  const [bytes, bytesMax] = [Buffer.byteLength(payload), nc.info?.max_payload ?? Infinity];
  if (bytes <= bytesMax) return;
  const detail = `The request on ${subject} has ${bytes} bytes; the broker accepts ${bytesMax}.`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail, subject });
}

function problemOf(subject: string, reply: Msg): DomeError {
  try {
    return DomeError.fromProblem(checkDocument('Problem', parseJson(reply.data)));
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
