// Bulk reads, by direct get: any replica may answer, in stream order, without a consumer. They may lag behind the leader,
// so they feed lists and followers; decisions read from the leader.

import { DomeError, cursorAfter, cursorAt } from '@dome/contracts/portable';
import type { Cursor } from '@dome/contracts/portable';
import { PermissionViolationError } from '@nats-io/nats-core';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/nats-core';

import { forbidden, LOST } from './js-request.ts';
import { readInboxOf } from './read-inbox.ts';
import type { ReadInbox } from './read-inbox.ts';
import { headersOf, lastHeader } from './received-headers.ts';
import { onStatus } from './status.ts';
import type { StoredMessage } from './stored-message.ts';
import { api, HEADER, OWN_API, STATUS, statusOf } from './wire.ts';

/** Tuning: a request of this size is answered in milliseconds and fits into the buffers of a connection. */
const BATCH_MAX = 512;
const LASTS_MAX = 512;
const BATCH_BYTES_MAX = 4 * 1_048_576;
/** Between two messages of one answer. */
const SILENCE_MS = 5_000;

export interface BatchRead {
  readonly stream: string;
  readonly filter?: string;
  readonly from: Cursor;
  readonly apiPrefix?: string;
  readonly batchMax?: number;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  /** Nobody wants the answer any more. */
  readonly signal?: AbortSignal;
}

export interface Batch {
  readonly messages: readonly StoredMessage[];
  /** How many more match after these; 0 when the end was reached. */
  readonly pendingCount: number;
}

/** @throws UNAVAILABLE, TIMEOUT, FORBIDDEN, INVALID_REQUEST */
export async function readBatch(nc: NatsConnection, read: BatchRead): Promise<Batch> {
  return await askBatch(nc, read, {
    seq: read.from,
    batch: read.batchMax ?? BATCH_MAX,
    max_bytes: read.maxBytes ?? BATCH_BYTES_MAX,
    ...(read.filter === undefined ? {} : { next_by_subj: read.filter }),
  });
}

/** The last message of each of the subjects that has one, in stream order. */
export async function readLasts(
  nc: NatsConnection,
  read: Omit<BatchRead, 'from' | 'filter'> & { readonly subjects: readonly string[] },
): Promise<StoredMessage[]> {
  const found: StoredMessage[] = [];
  // The server refuses to search for more than fits into one answer.
  for (let at = 0; at < read.subjects.length; at += LASTS_MAX) {
    const subjects = read.subjects.slice(at, at + LASTS_MAX);
    for (let seq = cursorAt(1); ;) {
      const body = { seq, multi_last: subjects, batch: LASTS_MAX, max_bytes: read.maxBytes ?? BATCH_BYTES_MAX };
      const { messages, pendingCount } = await askBatch(nc, read, body);
      found.push(...messages);
      const last = messages.at(-1);
      if (pendingCount === 0 || last === undefined) break;
      seq = cursorAfter(last.sequence);
    }
  }
  return found.toSorted((a, b) => a.sequence - b.sequence);
}

async function askBatch(nc: NatsConnection, read: Omit<BatchRead, 'from'>, body: object): Promise<Batch> {
  if (nc.isClosed() || nc.isDraining()) {
    throw new DomeError('UNAVAILABLE', {
      detail: `The stream ${read.stream} cannot be read: the connection is closed.`,
    });
  }
  const subject = api.directGet(read.apiPrefix ?? OWN_API, read.stream);
  return await new BatchCollector(nc, subject, read).ask(JSON.stringify(body));
}

/** Every message of a chain that is there now, oldest first. */
export async function readChain(
  nc: NatsConnection,
  read: Omit<BatchRead, 'from'> & { readonly filter: string },
): Promise<StoredMessage[]> {
  const chain: StoredMessage[] = [];
  for (;;) {
    const from = cursorAfter(chain.at(-1)?.sequence ?? 0);
    const { messages, pendingCount } = await readBatch(nc, { ...read, from });
    chain.push(...messages);
    if (pendingCount === 0 || messages.length === 0) return chain;
  }
}

class BatchCollector {
  readonly #nc: NatsConnection;
  readonly #subject: string;
  readonly #stream: string;
  readonly #timeoutMs: number;
  readonly #settlement = Promise.withResolvers<Batch>();
  readonly #answers: ReturnType<ReadInbox['open']>;
  readonly #status: Disposable;
  readonly #messages: StoredMessage[] = [];
  #silence: ReturnType<typeof setTimeout>;
  #heardMs = performance.now();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#fail('UNAVAILABLE', 'the caller gave up');

  /** A message moves the end of the wait and not the timer, which a browser cannot move. */
  readonly #onSilence = (): void => {
    const leftMs = this.#heardMs + this.#timeoutMs - performance.now();
    if (leftMs > 0) this.#silence = setTimeout(this.#onSilence, Math.ceil(leftMs));
    else this.#fail('TIMEOUT', `no answer for ${this.#timeoutMs} ms`);
  };

  constructor(nc: NatsConnection, subject: string, read: Omit<BatchRead, 'from'>) {
    this.#nc = nc;
    this.#subject = subject;
    this.#stream = read.stream;
    this.#timeoutMs = read.timeoutMs ?? SILENCE_MS;
    this.#status = onStatus(nc, (status) => {
      // A request made without a connection is not sent later, so a reconnect ends the read as well.
      if (LOST.includes(status.type)) this.#fail('UNAVAILABLE', 'the connection was lost');
      else if (status.type === 'error' && status.error instanceof PermissionViolationError)
        this.#violated(status.error);
    });
    this.#answers = readInboxOf(nc).open({
      received: (message) => this.#received(message),
      refused: (error) => this.#fail('FORBIDDEN', error.message),
    });
    this.#silence = setTimeout(this.#onSilence, this.#timeoutMs);
    this.#signal = read.signal;
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  async ask(request: string): Promise<Batch> {
    this.#nc.publish(this.#subject, request, { reply: this.#answers.reply });
    return await this.#settlement.promise;
  }

  #received(message: Msg): void {
    const headers = headersOf(message);
    // A stored message may carry the headers of a status; the broker adds its sequence to every stored message.
    const status = lastHeader(headers, HEADER.sequence) === '' ? statusOf(headers) : 0;
    switch (status) {
      case 0:
        this.#heardMs = performance.now();
        this.#messages.push(directMessage(this.#stream, message, headers));
        return;
      case STATUS.endOfBatch:
        return this.#settle(Number(headers?.get(HEADER.numPending) ?? 0));
      case STATUS.notFound:
        return this.#settle(0);
      case STATUS.noResponders:
        return this.#fail('UNAVAILABLE', 'nobody answers: it does not exist, or does not allow direct reads');
      default:
        return this.#fail('INVALID_REQUEST', `${status} ${headers?.description ?? ''}`);
    }
  }

  #violated(violation: PermissionViolationError): void {
    if (violation.subject === this.#subject) this.#end(() => this.#settlement.reject(forbidden(violation)));
  }

  #settle(pendingCount: number): void {
    this.#end(() => this.#settlement.resolve({ messages: this.#messages, pendingCount }));
  }

  #fail(code: 'UNAVAILABLE' | 'TIMEOUT' | 'FORBIDDEN' | 'INVALID_REQUEST', reason: string): void {
    const fields = { detail: `The stream ${this.#stream} cannot be read: ${reason}.`, stream: this.#stream };
    this.#end(() => this.#settlement.reject(new DomeError(code, fields)));
  }

  #end(settle: () => void): void {
    clearTimeout(this.#silence);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#status[Symbol.dispose]();
    this.#answers[Symbol.dispose]();
    settle();
  }
}

/** The server appends its headers: the last of a name is its own, an earlier one is what a publisher wrote. */
function directMessage(stream: string, message: Msg, headers: MsgHdrs | undefined): StoredMessage {
  return {
    stream,
    sequence: Number(lastHeader(headers, HEADER.sequence)),
    subject: lastHeader(headers, HEADER.subject),
    headers,
    payload: message.data,
    timeMs: Date.parse(lastHeader(headers, HEADER.timeStamp)),
  };
}
