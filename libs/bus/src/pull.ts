// Pulls deliveries of a durable, never more than the owner has free slots for.
//
// - The next pull is sent when the free slots not yet requested are at least as many as the outstanding ones, so that a
//   stream of short jobs costs few requests.
// - A deleted or missing consumer is a fault, reported and retried: never a silent end.
// - After a fault or a reconnect the earlier pulls count as gone. Their reply subject is given up, so that the server drops
//   them and does not fill the same slots twice; what was on its way is still handed out.
// - Between accounts a message without a byte ends the answers to a pull (the server takes it for the end of a stream of
//   replies). The earlier pulls are then given up, and the next ones are small until other messages come.
// - A pull that is lost without an answer holds its slots for two rounds at most, even while others are answered.

import { backoffMs, createRepeats } from '@dome/contracts';
import { PermissionViolationError } from '@nats-io/transport-node';
import type { Msg, MsgHdrs, NatsConnection, Status } from '@nats-io/transport-node';

import { toDelivery } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { outboxOf } from './outbox.ts';
import { faultError } from './pull-fault.ts';
import type { PullFault } from './pull-fault.ts';
import { PullRound } from './pull-round.ts';
import { headersOf } from './received-headers.ts';
import { onStatus } from './status.ts';
import { api, CONSUMER_DELETED, HEADER, NANOS_PER_MS, OWN_API, STATUS, statusOf } from './wire.ts';

/** Tuning of a pull request: JetStream sends heartbeats while it waits, and two missed ones end it. */
const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 5_000;
const MISSED_HEARTBEATS_MAX = 2;
const BATCH_MAX = 1_024;
/** Asking again costs one small message, and an election takes seconds. */
const RETRY = { firstMs: 250, maxMs: 2_000 };
/** Tuning: what stays is said at the end of the log, too, and hides nothing else there. */
const SAID_AGAIN_MS = 30_000;

export interface PullerOptions {
  readonly stream: string;
  readonly durable: string;
  readonly apiPrefix?: string;
  /** How many deliveries the owner can take now, counting those already requested for it. */
  readonly capacity: () => number;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly onFault: (fault: PullFault) => void;
  /** The broker answers again after a fault, if only that there is nothing. */
  readonly onAnswer?: () => void;
  readonly expiresMs?: number;
  readonly heartbeatMs?: number;
  readonly logger?: BusLogger;
}

export interface Puller extends AsyncDisposable {
  /** Says that slots may be free again. */
  poke(): void;
  /** Deliveries requested and not yet received. */
  readonly outstanding: number;
  /** Stops pulling; resolves when everything that was on its way has been handed out. */
  drain(): Promise<void>;
}

export function startPuller(nc: NatsConnection, options: PullerOptions): Puller {
  const puller = new RawPuller(nc, options);
  puller.poke();
  return puller;
}

class RawPuller implements Puller {
  readonly #nc: NatsConnection;
  readonly #options: PullerOptions;
  readonly #logger: BusLogger;
  readonly #nextSubject: string;
  readonly #expiresMs: number;
  readonly #heartbeatMs: number;
  readonly #watch: NodeJS.Timeout;
  readonly #status: Disposable;
  readonly #roundMs: number;
  #round: PullRound;
  /** Its pulls are over when the next round begins. */
  #roundBefore: PullRound | undefined;
  #messageAt = performance.now();
  #batchMax = BATCH_MAX;
  #connected = true;
  #draining = false;
  /** Since the last message. */
  #faults = 0;
  #isFaulty = false;
  readonly #isSaid = createRepeats({ nowMs: () => performance.now(), everyMs: SAID_AGAIN_MS });
  #retry: NodeJS.Timeout | undefined;
  #pokeQueued = false;

  constructor(nc: NatsConnection, options: PullerOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#nextSubject = api.consumerNext(options.apiPrefix ?? OWN_API, options.stream, options.durable);
    this.#expiresMs = options.expiresMs ?? EXPIRES_MS;
    this.#heartbeatMs = Math.min(options.heartbeatMs ?? HEARTBEAT_MS, this.#expiresMs / 2);
    this.#roundMs = this.#expiresMs + MISSED_HEARTBEATS_MAX * this.#heartbeatMs;
    this.#round = this.#openRound();
    this.#watch = setInterval(() => this.#watchHeartbeats(), this.#heartbeatMs);
    this.#status = onStatus(nc, (status) => this.#onStatus(status));
  }

  get outstanding(): number {
    return this.#round.outstanding + (this.#roundBefore?.outstanding ?? 0);
  }

  /** Many jobs that end in one turn of the event loop make one request. */
  poke(): void {
    if (this.#pokeQueued) return;
    this.#pokeQueued = true;
    queueMicrotask(() => {
      this.#pokeQueued = false;
      this.#ask();
    });
  }

  async drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    clearInterval(this.#watch);
    if (this.#retry !== undefined) clearTimeout(this.#retry);
    this.#status[Symbol.dispose]();
    if (!this.#nc.isClosed()) await Promise.all([this.#roundBefore?.end(), this.#round.end()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
  }

  /** A draining connection takes no more requests, and what it still brings is handed out. */
  #isOver(): boolean {
    return this.#draining || this.#nc.isClosed() || this.#nc.isDraining();
  }

  #openRound(): PullRound {
    return new PullRound(this.#nc, {
      received: (message, round) => this.#received(message, round),
      failed: (error) => this.#fault('forbidden', error),
      logger: this.#logger,
    });
  }

  /** A round lasts longer than a pull can. */
  #turnRound(): void {
    if (performance.now() - this.#round.startedAt <= this.#roundMs) return;
    const lost = this.#roundBefore?.outstanding ?? 0;
    if (lost > 0) this.#logger.warn({ durable: this.#options.durable, lost }, 'pulls lost without a word');
    this.#roundBefore?.end().catch(() => {});
    this.#roundBefore = this.#round;
    this.#round = this.#openRound();
  }

  #ask(): void {
    if (this.#isOver() || !this.#connected || this.#retry !== undefined) return;
    this.#turnRound();
    const { outstanding } = this;
    const unasked = Math.floor(this.#options.capacity()) - outstanding;
    if (unasked < 1 || unasked < outstanding) return;
    const batch = Math.min(unasked, this.#batchMax);
    const request = {
      batch,
      expires: this.#expiresMs * NANOS_PER_MS,
      idle_heartbeat: this.#heartbeatMs * NANOS_PER_MS,
    };
    if (outstanding === 0) this.#messageAt = performance.now();
    outboxOf(this.#nc).send({
      subject: this.#nextSubject,
      payload: Buffer.from(JSON.stringify(request)),
      reply: this.#round.ask(batch),
      header: '',
      // The request is lost, and the heartbeat watch sends another.
      notSent: (err) => this.#logger.warn({ err, durable: this.#options.durable }, 'pull not sent'),
    });
  }

  #received(message: Msg, round: PullRound): void {
    this.#messageAt = performance.now();
    const headers = headersOf(message);
    // Checked first, because a stored message may carry the headers of a status: its reply subject is the broker's own.
    const delivery = toDelivery(this.#nc, message, headers);
    if (delivery === undefined) {
      const status = statusOf(headers);
      if (status > 0) return this.#ended(status, headers, round);
      return this.#logger.warn({ subject: message.subject }, 'no delivery, ignored');
    }
    round.delivered();
    this.#answered();
    if (headers === undefined && delivery.payload.byteLength === 0) this.#answersEnded();
    else this.#batchMax = Math.min(BATCH_MAX, this.#batchMax + 1);
    try {
      this.#options.onDelivery(delivery);
    } catch (err) {
      // An exception in the client's reader would end the connection; unsettled, the message comes back.
      this.#logger.error({ err, subject: delivery.subject }, 'delivery handler threw');
    }
    this.poke();
  }

  /** What the server sent after the empty message is lost until it is redelivered, so the first pull is small. */
  #answersEnded(): void {
    if (this.#options.apiPrefix === undefined || this.#isOver()) return;
    this.#batchMax = 1;
    this.#renew();
  }

  #ended(status: number, headers: MsgHdrs | undefined, round: PullRound): void {
    const description = headers?.description ?? '';
    // A late status for a reply subject that was given up says nothing about the current pulls.
    if (round !== this.#round && round !== this.#roundBefore) return;
    switch (status) {
      case STATUS.idleHeartbeat:
        return this.#answered();
      case STATUS.notFound:
      case STATUS.timeout:
        this.#answered();
        return this.#giveBack(headers, round);
      case STATUS.noResponders:
        return this.#fault('unanswered', description);
      case STATUS.conflict:
        if (headers?.has(HEADER.pendingMessages) === true) return this.#giveBack(headers, round);
        return this.#fault(description.includes(CONSUMER_DELETED) ? 'deleted' : 'refused', description);
      default:
        return this.#fault('refused', `${status} ${description}`);
    }
  }

  #answered(): void {
    this.#faults = 0;
    if (!this.#isFaulty) return;
    this.#isFaulty = false;
    this.#options.onAnswer?.();
  }

  #giveBack(headers: MsgHdrs | undefined, round: PullRound): void {
    const left = Number(headers?.get(HEADER.pendingMessages) ?? Number.NaN);
    // Without a count of what was left, it may have been the only one.
    round.giveBack(Number.isFinite(left) ? left : round.outstanding);
    this.poke();
  }

  #fault(kind: PullFault['kind'], cause: string | Error): void {
    if (this.#isOver() || this.#retry !== undefined) return;
    const { stream, durable, onFault } = this.#options;
    this.#faults += 1;
    this.#isFaulty = true;
    const retryInMs = backoffMs(RETRY, this.#faults);
    const error = faultError(kind, { stream, durable, cause });
    if (this.#isSaid(`${kind} ${error.code}`))
      this.#logger.warn({ stream, durable, kind, retryInMs, err: error, hint: error.hint }, 'pull fault');
    this.#renew();
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#ask();
    }, retryInMs);
    onFault({ kind, error, retryInMs });
  }

  /** The old subscriptions end only after what the server sent on them has arrived. */
  #renew(): void {
    for (const old of [this.#roundBefore, this.#round]) old?.end().catch(() => {});
    this.#roundBefore = undefined;
    this.#round = this.#openRound();
    this.#messageAt = performance.now();
  }

  #watchHeartbeats(): void {
    if (!this.#connected || this.outstanding === 0 || this.#retry !== undefined) return this.poke();
    const silentMs = performance.now() - this.#messageAt;
    if (silentMs <= this.#heartbeatMs * (MISSED_HEARTBEATS_MAX + 0.5)) return this.poke();
    this.#fault('heartbeats-missed', `nothing heard for ${Math.round(silentMs)} ms`);
  }

  #onStatus(status: Status): void {
    if (status.type === 'disconnect') this.#connected = false;
    else if (status.type === 'reconnect') this.#reconnected();
    else if (status.type === 'close') void this.drain();
    else if (status.type === 'error' && status.error instanceof PermissionViolationError) {
      if (status.error.subject === this.#nextSubject) this.#fault('forbidden', status.error);
    }
  }

  #reconnected(): void {
    if (this.#isOver()) return;
    this.#connected = true;
    this.#faults = 0;
    if (this.#retry !== undefined) clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#renew();
    this.poke();
  }
}
