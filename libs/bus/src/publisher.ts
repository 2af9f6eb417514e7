// The pipelined publisher: many writes in flight, each stored exactly once or refused, none forgotten.
//
// - A write is sent again, with the same message id, until JetStream answers or its deadline passes: a time-out does not
//   tell whether it was stored.
// - Answers come to one reply subscription; a token of the reply subject names the place of the write in the window.
// - The window bounds the writes in flight; the rest wait in order. A reconnect sends again what is unanswered, in order.

import { DomeError, LIMITS } from '@dome/contracts';
import { PermissionViolationError } from '@nats-io/transport-node';
import type { Msg, NatsConnection, Status, Subscription } from '@nats-io/transport-node';

import { Flight } from './flight.ts';
import { newInbox } from './inbox.ts';
import { listen } from './listen.ts';
import { forbidden } from './js-request.ts';
import { readLast } from './leader-reads.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { outboxOf } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import type { Publication, Published } from './publication.ts';
import { AnswerReader } from './publish-answer.ts';
import { judgeAnswer } from './publish-verdict.ts';
import type { PublishVerdict } from './publish-verdict.ts';
import type { EndedWrite, PublisherOptions } from './publisher-options.ts';
import { onStatus } from './status.ts';
import { Window } from './window.ts';
import { HEADER, OWN_API, STATUS, statusOf } from './wire.ts';

/** Tuning: how often unanswered writes are checked and sent again, and when their senders learn that nobody answers. */
const SWEEP_MS = 100;
const RETRY_MS = 250;
const ACK_TIMEOUT_MS = 5_000;
const DEADLINE_MS = 60_000;

export interface Publisher extends AsyncDisposable {
  /**
   * @throws INVALID_REQUEST, PAYLOAD_TOO_LARGE before anything is sent; OUT_OF_SPACE, FORBIDDEN, UNAVAILABLE (with
   *   `ambiguous: true` when the write may have been stored all the same)
   */
  publish(publication: Publication): Promise<Published>;
  /** Refuses new writes and resolves when every accepted one has its answer. */
  drain(): Promise<void>;
  /** Writes without an answer, waiting ones included. */
  readonly pending: number;
}

export function createPublisher(nc: NatsConnection, options: PublisherOptions = {}): Publisher {
  return new PipelinedPublisher(nc, options);
}

class PipelinedPublisher implements Publisher {
  readonly #nc: NatsConnection;
  readonly #outbox: Outbox;
  readonly #logger: BusLogger;
  readonly #ackTimeoutMs: number;
  readonly #deadlineMs: number;
  readonly #apiPrefix: string;
  readonly #options: PublisherOptions;
  readonly #replies: Subscription;
  readonly #answers = new AnswerReader();
  readonly #status: Disposable;
  readonly #window: Window;
  #waiting: Flight[] = [];
  #waitingHead = 0;
  #launched = 0;
  readonly #onNotSent = (flight: Flight, cause: unknown): void => {
    const { subject, sends } = flight;
    const detail = `The write to ${subject} cannot be sent.`;
    this.#fail(flight, new DomeError('UNAVAILABLE', { detail, ambiguous: sends > 1 }, { cause }));
  };
  #maxPayloadBytes: number;
  #connected: boolean;
  #closed: DomeError | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #drained: PromiseWithResolvers<void> | undefined;

  constructor(nc: NatsConnection, options: PublisherOptions) {
    this.#nc = nc;
    this.#outbox = outboxOf(nc);
    this.#logger = options.logger ?? silentLogger;
    this.#ackTimeoutMs = options.ackTimeoutMs ?? ACK_TIMEOUT_MS;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
    this.#apiPrefix = options.apiPrefix ?? OWN_API;
    this.#options = options;
    this.#connected = nc.info !== undefined;
    this.#maxPayloadBytes = nc.info?.max_payload ?? LIMITS.messageBytes;
    const inbox = newInbox(nc);
    this.#window = new Window(`${inbox}.`, options.windowMax ?? LIMITS.publishWindow);
    this.#replies = listen(nc, `${inbox}.*`, {
      onMessage: (message) => this.#answered(message),
      onRefused: (error) => this.#refuseAll(error),
      logger: this.#logger,
    });
    this.#status = onStatus(nc, (status) => this.#onStatus(status));
  }

  get pending(): number {
    return this.#window.size + this.#waiting.length - this.#waitingHead;
  }

  publish(publication: Publication): Promise<Published> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    let flight: Flight;
    try {
      const beganAt = performance.now();
      const times = { beganAt, expiresAt: beganAt + (publication.deadlineMs ?? this.#deadlineMs) };
      flight = new Flight(publication, times, this.#onNotSent);
      flight.requireFit(this.#maxPayloadBytes);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#observeAbort(flight);
    if (!this.#window.isFull) this.#launch(flight);
    else this.#waiting.push(flight);
    this.#sweep ??= setTimeout(() => this.#sweepOnce(), SWEEP_MS);
    return flight.promise;
  }

  async drain(): Promise<void> {
    this.#closed ??= new DomeError('UNAVAILABLE', { detail: 'The publisher takes no more writes.' });
    if (this.pending === 0) return;
    this.#drained ??= Promise.withResolvers<void>();
    await this.#drained.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
    this.#status[Symbol.dispose]();
    if (!this.#nc.isClosed() && !this.#replies.isClosed()) this.#replies.unsubscribe();
  }

  #launch(flight: Flight): void {
    flight.number = ++this.#launched;
    this.#window.take(flight);
    if (this.#connected) this.#send(flight);
  }

  #send(flight: Flight): void {
    flight.sent(performance.now() + this.#ackTimeoutMs);
    this.#outbox.send(flight);
  }

  #answered(message: Msg): void {
    const flight = this.#window.waitingOn(message.subject);
    if (flight === undefined) return;
    flight.answers += 1;
    if (flight.silences > 0) this.#options.onTrouble?.({ kind: 'answered', subject: flight.subject });
    if (flight.verifying) return;
    if (statusOf(message.headers) === STATUS.noResponders) return this.#sendLater(flight);
    const answer = this.#answers.read(message.data);
    if (answer === undefined) return;
    const expects = flight.publication.expectLast !== undefined;
    this.#apply(flight, judgeAnswer(answer, { sends: flight.sends, expects }));
  }

  #apply(flight: Flight, verdict: PublishVerdict): void {
    switch (verdict.kind) {
      case 'stored': {
        const { stream, sequence, again } = verdict;
        return this.#settle(flight, { status: 'stored', stream, sequence, again });
      }
      case 'conflict':
        return this.#settle(flight, { status: 'conflict' });
      case 'verify':
        return void this.#verify(flight, verdict.stream);
      case 'again':
        return this.#sendLater(flight);
      case 'refused': {
        const { subject, messageId } = flight.publication;
        const { code, reason, stream } = verdict;
        const detail = `The stream ${stream} refuses the message: ${reason}.`;
        if (code === 'OUT_OF_SPACE') this.#options.onTrouble?.({ kind: 'refused', stream, reason });
        return this.#fail(flight, new DomeError(code, { detail, subject, messageId }));
      }
    }
  }

  #sendLater(flight: Flight): void {
    flight.dueAt = performance.now() + RETRY_MS;
  }

  /** Mine iff the last message of the chain, as the leader has it, carries my message id. */
  async #verify(flight: Flight, stream: string): Promise<void> {
    const { expectLast, subject, messageId } = flight.publication;
    const filter = expectLast?.filter ?? subject;
    flight.verifying = true;
    try {
      const read = { stream, filter, apiPrefix: this.#apiPrefix, timeoutMs: this.#ackTimeoutMs };
      const last = await readLast(this.#nc, read);
      const mine = last !== undefined && last.headers?.get(HEADER.messageId) === messageId;
      if (!mine) return this.#settle(flight, { status: 'conflict' });
      this.#logger.debug({ stream, subject, messageId }, 'write met itself');
      return this.#settle(flight, { status: 'stored', stream, sequence: last.sequence, again: true });
    } catch (err) {
      // Sending again asks the same question again; the deadline bounds it.
      this.#logger.warn({ err, stream, subject, messageId }, 'write not verified yet');
      flight.verifying = false;
      this.#sendLater(flight);
    }
  }

  #settle(flight: Flight, result: Published): void {
    if (!this.#remove(flight, result.status)) return;
    flight.resolve(result);
    this.#advance();
  }

  #fail(flight: Flight, error: DomeError): void {
    if (!this.#remove(flight, 'failed')) return;
    flight.reject(error);
    this.#advance();
  }

  #remove(flight: Flight, outcome: EndedWrite['outcome']): boolean {
    if (flight.done) return false;
    flight.done = true;
    if (flight.number > 0) this.#window.leave(flight);
    this.#options.onEnded?.({ outcome, ms: performance.now() - flight.beganAt });
    return true;
  }

  #advance(): void {
    while (!this.#window.isFull && this.#waitingHead < this.#waiting.length) {
      const next = this.#waiting[this.#waitingHead++];
      if (next !== undefined && !next.done) this.#launch(next);
    }
    if (this.#waitingHead > 0 && this.#waitingHead * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#waitingHead);
      this.#waitingHead = 0;
    }
    if (this.pending > 0) return;
    if (this.#sweep !== undefined) clearTimeout(this.#sweep);
    this.#sweep = undefined;
    this.#drained?.resolve();
  }

  #sweepOnce(): void {
    this.#sweep = this.pending === 0 ? undefined : setTimeout(() => this.#sweepOnce(), SWEEP_MS);
    const now = performance.now();
    for (const flight of this.#unanswered()) {
      if (flight.done) continue;
      if (now >= flight.expiresAt) this.#fail(flight, flight.abandoned('No answer before the deadline'));
      else if (flight.number > 0 && this.#connected && !flight.verifying && now >= flight.dueAt) this.#again(flight);
    }
  }

  #again(flight: Flight): void {
    if (flight.fellSilent()) this.#options.onTrouble?.({ kind: 'silent', subject: flight.subject });
    if (flight.silences < (this.#options.silencesMax ?? Infinity)) this.#send(flight);
    else this.#fail(flight, flight.abandoned('The server says nothing'));
  }

  #unanswered(): Flight[] {
    return this.#window.inOrder().concat(this.#waiting.slice(this.#waitingHead));
  }

  #onStatus(status: Status): void {
    if (status.type === 'disconnect') this.#connected = false;
    else if (status.type === 'reconnect') this.#sendAgain();
    else if (status.type === 'close') this.#failAll('The connection is closed');
    else if (status.type === 'error' && status.error instanceof PermissionViolationError) {
      this.#violated(status.error);
    }
  }

  #sendAgain(): void {
    this.#connected = true;
    this.#maxPayloadBytes = this.#nc.info?.max_payload ?? this.#maxPayloadBytes;
    this.#logger.info({ count: this.#window.size }, 'unanswered writes sent again');
    for (const flight of this.#window.inOrder()) if (!flight.verifying) this.#send(flight);
  }

  #violated(violation: PermissionViolationError): void {
    if (violation.operation !== 'publish') return;
    for (const flight of this.#window.inOrder()) {
      if (flight.publication.subject === violation.subject) this.#fail(flight, forbidden(violation));
    }
  }

  #refuseAll(cause: Error): void {
    this.#closed ??= new DomeError('FORBIDDEN', { detail: 'The broker refuses the reply subject.' }, { cause });
    for (const flight of this.#unanswered()) this.#fail(flight, this.#closed);
  }

  #failAll(reason: string): void {
    this.#closed ??= new DomeError('UNAVAILABLE', { detail: `${reason}.` });
    for (const flight of this.#unanswered()) this.#fail(flight, flight.abandoned(reason));
  }

  #observeAbort(flight: Flight): void {
    const signal = flight.publication.signal;
    if (signal === undefined) return;
    const abandon = (): void => this.#fail(flight, flight.abandoned('The caller gave up', signal.reason));
    if (signal.aborted) return queueMicrotask(abandon);
    signal.addEventListener('abort', abandon, { once: true });
    const forget = (): void => signal.removeEventListener('abort', abandon);
    flight.promise.then(forget, forget);
  }
}
