// NATS micro services (ADR-32), so that `nats service` shows the planes and `nats request` is enough to call them. A
// handler returns bytes or throws; an exception is sent as a problem, with the two headers that ADR-32 names.

import { DomeError, toDomeError, SERVICE_GROUP } from '@dome/contracts';
import type { ErrorCode, LaneName } from '@dome/contracts';
import { nuid, PermissionViolationError } from '@nats-io/transport-node';
import type { Msg, MsgHdrs, NatsConnection, Subscription } from '@nats-io/transport-node';

import { flushed } from './flushed.ts';
import { forbidden } from './js-request.ts';
import { createLanes, personOf } from './lanes.ts';
import type { Lanes, LanesOptions } from './lanes.ts';
import { listen } from './listen.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { headersOf, isMalformed } from './received-headers.ts';
import { parseRequestInfo } from './request-info.ts';
import type { RequestInfo } from './request-info.ts';
import { answerControl } from './service-control.ts';
import type { EndpointFacts, ServiceFacts } from './service-facts.ts';
import { readyHeaders } from './wire-headers.ts';
import { HEADER } from './wire.ts';

const LARGE_BYTES = 16_384;
const NAME = /^[A-Za-z0-9_-]+$/;

export interface ServiceRequest {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs | undefined;
  readonly requestInfo: RequestInfo | undefined;
  /** Whose share of the service it uses; not an identity to decide by. */
  readonly person: string;
}

/** An answer with headers; most are bytes alone. */
export interface ServiceAnswer {
  readonly payload: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

type Answer = Uint8Array | ServiceAnswer;

export interface ServiceEndpoint {
  /** Letters, digits, `-` and `_`: what `nats service` prints. */
  readonly name: string;
  /** The whole subject; wildcards allowed. */
  readonly subject: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Which instances of the group answer a request; the default is one of them. */
  readonly answeredBy?: 'one' | 'each';
  /** The kind of work; `waiting` by default. */
  readonly lane?: LaneName;
  readonly handler: (request: ServiceRequest) => Promise<Answer> | Answer;
}

export interface ServiceDeclaration {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly endpoints: readonly ServiceEndpoint[];
  /** For lanes that differ from `LANES`; beyond these bounds the answer is QUEUE_FULL. */
  readonly lanes?: NonNullable<LanesOptions['limits']>;
  readonly logger?: BusLogger;
  /** Called when a request has its answer, or its refusal. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
}

export interface AnsweredRequest {
  readonly endpoint: string;
  /** Of the error; undefined for an answer. */
  readonly code: ErrorCode | undefined;
  /** From its arrival. */
  readonly ms: number;
}

export interface RunningService extends AsyncDisposable {
  readonly id: string;
  /** Takes no more requests and resolves when those taken are answered. */
  stop(): Promise<void>;
}

/**
 * Resolves when the broker has every subscription.
 * @throws FORBIDDEN when the broker refuses one, CONFIG_INVALID for a name that ADR-32 has no place for
 */
export async function startService(nc: NatsConnection, declaration: ServiceDeclaration): Promise<RunningService> {
  for (const { name } of [declaration, ...declaration.endpoints]) requireName(name);
  const service = new MicroService(nc, declaration);
  await service.start();
  return service;
}

interface Taken {
  readonly facts: EndpointFacts;
  readonly message: Msg;
  readonly arrivedAt: number;
}

type Admitted = Taken & Pick<ServiceRequest, 'headers' | 'requestInfo' | 'person'>;

class MicroService implements RunningService {
  readonly id = nuid.next();
  readonly #nc: NatsConnection;
  readonly #declaration: ServiceDeclaration;
  readonly #logger: BusLogger;
  readonly #lanes: Lanes;
  #subscriptions: Subscription[] = [];
  #refusal: DomeError | undefined;
  #isStarted = false;

  constructor(nc: NatsConnection, declaration: ServiceDeclaration) {
    this.#nc = nc;
    this.#declaration = declaration;
    this.#logger = declaration.logger ?? silentLogger;
    const { lanes: limits = {} } = declaration;
    this.#lanes = createLanes({ limits, nowMs: () => performance.now(), nextTurn: setImmediate, logger: this.#logger });
  }

  async start(): Promise<void> {
    const { name, version, description = '', metadata = {}, endpoints } = this.#declaration;
    const counted = endpoints.map((endpoint) => ({ endpoint, facts: factsOf(endpoint) }));
    const identity = { name, id: this.id, version, description, metadata, startedAt: new Date().toISOString() };
    const facts: ServiceFacts = { ...identity, endpoints: counted.map((entry) => entry.facts) };
    const answers = counted.map((entry) => this.#listen(entry.endpoint, entry.facts));
    this.#subscriptions = [...answers, ...answerControl(this.#nc, facts, (error) => this.#refused(error))];
    // The broker's refusals come before its answer to the flush.
    await flushed(this.#nc);
    this.#isStarted = this.#refusal === undefined;
    if (this.#refusal === undefined) return;
    await this.stop();
    throw this.#refusal;
  }

  async stop(): Promise<void> {
    const open = this.#subscriptions.filter((subscription) => !subscription.isClosed());
    if (!this.#nc.isClosed()) await Promise.allSettled(open.map((subscription) => subscription.drain()));
    await this.#lanes.idle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #listen(endpoint: ServiceEndpoint, facts: EndpointFacts): Subscription {
    return listen(this.#nc, endpoint.subject, {
      ...(facts.queueGroup === '' ? {} : { queue: facts.queueGroup }),
      onMessage: (message) => this.#take(endpoint, { facts, message, arrivedAt: performance.now() }),
      onRefused: (cause) => this.#refused(cause),
      logger: this.#logger,
    });
  }

  /** While it starts, the first one is the error that is thrown. */
  #refused(err: Error): void {
    if (this.#isStarted) this.#logger.error({ err, service: this.#declaration.name }, 'service subscription refused');
    this.#refusal ??= err instanceof PermissionViolationError ? forbidden(err) : toDomeError(err);
  }

  #take(endpoint: ServiceEndpoint, taken: Taken): void {
    const { facts, message } = taken;
    facts.requests++;
    const refuse = (error: DomeError): void => {
      count(facts, error);
      respondProblem(message, error);
      this.#tellAnswer(taken, error.code);
    };
    const { data, reply } = message;
    const headers = headersOf(message);
    if (isMalformed(headers)) return refuse(unreadable());
    const requestInfo = parseRequestInfo(headers);
    const person = personOf(requestInfo, reply);
    this.#lanes.admit(endpoint.lane ?? 'waiting', {
      person,
      bytes: data.length,
      serve: () => this.#answer(endpoint, { ...taken, headers, requestInfo, person }),
      refuse,
    });
  }

  async #answer(endpoint: ServiceEndpoint, admitted: Admitted): Promise<void> {
    const { facts, message, headers, requestInfo, person } = admitted;
    const startedAt = performance.now();
    try {
      const { subject, data: payload } = message;
      const answer = await endpoint.handler({ subject, payload, headers, requestInfo, person });
      this.#respond(message, answer);
      this.#tellAnswer(admitted, undefined);
      await this.#drained(answer);
    } catch (thrown) {
      const error = this.#errorFor(endpoint, thrown);
      count(facts, error);
      respondProblem(message, error);
      this.#tellAnswer(admitted, error.code);
    } finally {
      facts.workedMs += performance.now() - startedAt;
    }
  }

  #tellAnswer({ facts, arrivedAt }: Taken, code: ErrorCode | undefined): void {
    this.#declaration.onAnswered?.({ endpoint: facts.name, code, ms: performance.now() - arrivedAt });
  }

  #respond(message: Msg, answer: Answer): void {
    const payload = answer instanceof Uint8Array ? answer : answer.payload;
    const headers = answer instanceof Uint8Array ? undefined : readyHeaders(Object.entries(answer.headers));
    const bytes = payload.length + (headers?.byteLength ?? 0);
    const maxBytes = this.#nc.info?.max_payload ?? Infinity;
    if (bytes > maxBytes) {
      const detail = `The answer has ${bytes} bytes; the server takes ${maxBytes}.`;
      throw new DomeError('PAYLOAD_TOO_LARGE', { detail, hint: 'Ask for a smaller page.' });
    }
    if (this.#nc.isClosed()) return;
    if (headers === undefined) message.respond(payload);
    else message.respond(payload, { headers });
  }

  /** A large answer counts as work until the broker has it: nobody waits behind more than a few answers of one person. */
  async #drained(answer: Answer): Promise<void> {
    const { length } = answer instanceof Uint8Array ? answer : answer.payload;
    if (length < LARGE_BYTES || this.#nc.isClosed()) return;
    // If the connection closed meanwhile, nobody waits for the answer.
    await this.#nc.flush().catch(() => undefined);
  }

  /** An error outside the catalogue is a defect of ours: logged in full, and reported to the caller without its text. */
  #errorFor(endpoint: ServiceEndpoint, thrown: unknown): DomeError {
    const { name, subject } = endpoint;
    if (thrown instanceof DomeError) {
      this.#logger.info({ endpoint: name, code: thrown.code, detail: thrown.message }, 'service request refused');
      return thrown;
    }
    this.#logger.error({ err: thrown, endpoint: name, subject }, 'service handler broke');
    return new DomeError('INTERNAL', { detail: `The endpoint ${name} failed while answering.` }, { cause: thrown });
  }
}

function unreadable(): DomeError {
  const detail = 'The headers of the request are malformed.';
  return new DomeError('INVALID_REQUEST', { detail, hint: 'Send each header as one line, `Name: value`.' });
}

function respondProblem(message: Msg, error: DomeError): void {
  const problem = error.toProblem();
  const headers = readyHeaders([
    [HEADER.serviceErrorCode, `${problem.status}`],
    [HEADER.serviceError, `${problem.code}: ${problem.title}`],
  ]);
  try {
    message.respond(new TextEncoder().encode(JSON.stringify(problem)), { headers });
  } catch {
    // The connection is closed: the caller gets a time-out, and the log has the error.
  }
}

function count(facts: EndpointFacts, error: DomeError): void {
  facts.errors++;
  facts.lastError = `${error.code}: ${error.message}`;
}

function factsOf({ name, subject, metadata = {}, answeredBy }: ServiceEndpoint): EndpointFacts {
  const group = answeredBy === 'each' ? '' : SERVICE_GROUP;
  return {
    name,
    subject,
    queueGroup: group,
    metadata,
    requests: 0,
    errors: 0,
    lastError: '',
    workedMs: 0,
  };
}

function requireName(name: string): void {
  if (NAME.test(name)) return;
  throw new DomeError('CONFIG_INVALID', {
    detail: `${JSON.stringify(name)} is not a valid name of a service or endpoint.`,
  });
}
