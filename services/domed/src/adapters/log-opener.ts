// The words of an attempt on their way to JOB_LOGS. Lines are numbered over all streams and travel in records of one
// stream each, so that a reader orders by number and misses nothing unnoticed (L9). What the broker has not confirmed is
// bounded: beyond it the skill's output waits.
import type { Publisher } from '@dome/bus';
import { createDigest, LIMITS, sealEvent, subjects } from '@dome/contracts';
import type { EventData, EventType, LogTotals } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { Annotation, LogLine, Progress } from '../execution/ports.ts';
import type { AttemptLog, Cause, JobIdentity, OpenLog } from '../ports.ts';
import { eventHeaders } from './headers.ts';

export interface LogOpenerOptions {
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** `/domed/<instance>`. */
  readonly source: string;
}

interface LogOf {
  readonly job: JobIdentity;
  readonly attempt: number;
  readonly epoch: number;
  readonly cause: Cause;
}

export function createLogOpener(options: LogOpenerOptions): OpenLog {
  return (of) => new PublishedLog(of, options);
}

const unconfirmedBytesMax = 1_048_576;
const progressEveryMs = 1_000 / LIMITS.progressPerSecond;

interface Chunk {
  readonly stream: LogLine['stream'];
  readonly firstLine: number;
  readonly lines: string[];
  bytes: number;
  isTruncated: boolean;
}

class PublishedLog implements AttemptLog {
  readonly #of: LogOf;
  readonly #options: LogOpenerOptions;
  readonly #digest = createDigest();
  #chunk: Chunk | undefined;
  #timer: Disposable | undefined;
  #lines = 0;
  #bytes = 0;
  #records = 0;
  #unconfirmedBytes = 0;
  #room: PromiseWithResolvers<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #progressMs = -Infinity;
  readonly #sent = new Set<Promise<void>>();

  constructor(of: LogOf, options: LogOpenerOptions) {
    this.#of = of;
    this.#options = options;
  }

  line({ stream, text, isTruncated = false }: LogLine): void | Promise<void> {
    const bytes = Buffer.byteLength(text) + 1;
    this.#lines += 1;
    this.#bytes += bytes;
    this.#digest.update(`${text}\n`);
    const fits = this.#chunk?.stream === stream && this.#chunk.bytes + bytes <= LIMITS.logChunkBytes;
    if (!fits) this.#flush();
    this.#chunk ??= { stream, firstLine: this.#lines, lines: [], bytes: 0, isTruncated: false };
    this.#chunk.lines.push(text);
    this.#chunk.bytes += bytes;
    this.#chunk.isTruncated ||= isTruncated;
    this.#timer ??= this.#options.clock.after(LIMITS.logChunkMs, () => this.#flush());
    if (this.#unconfirmedBytes <= unconfirmedBytesMax) return undefined;
    this.#room ??= Promise.withResolvers<void>();
    return this.#room.promise;
  }

  annotation(annotation: Annotation): void {
    this.#flush();
    const line = Math.max(1, this.#lines);
    this.#send('dev.dome.job.log-annotation.v1', { ...this.#correlation(), line, ...annotation });
  }

  progress({ value, text }: Progress): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#progressMs < progressEveryMs) return;
    this.#progressMs = nowMs;
    this.#flush();
    const line = Math.max(1, this.#lines);
    const said = text === undefined ? {} : { text };
    this.#send('dev.dome.job.log-progress.v1', { ...this.#correlation(), line, value, ...said });
  }

  async end(): Promise<LogTotals | undefined> {
    this.#flush();
    await Promise.all(this.#sent);
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#lines === 0) return undefined;
    const totals = { lines: this.#lines, bytes: this.#bytes, digest: this.#digest.digest() };
    const endSequence = await this.#publish('dev.dome.job.log-ended.v1', { ...this.#correlation(), ...totals });
    return { ...totals, endSequence };
  }

  #flush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    const chunk = this.#chunk;
    this.#chunk = undefined;
    if (chunk === undefined) return;
    const { firstLine, stream, lines, isTruncated } = chunk;
    const text = lines.join('\n');
    const cut = isTruncated ? { truncated: true } : {};
    this.#send('dev.dome.job.log.v1', {
      ...this.#correlation(),
      firstLine,
      lineCount: lines.length,
      stream,
      text,
      ...cut,
    });
  }

  #correlation() {
    const { job, attempt, epoch } = this.#of;
    const { runId, taskId, iteration, jobId } = job;
    return { runId, taskId, iteration, jobId, attempt, epoch };
  }

  #send<Type extends EventType>(type: Type, data: EventData[Type]): void {
    const sent = this.#publish(type, data).then(
      () => void this.#sent.delete(sent),
      (error: unknown) => {
        this.#failure ??= { error };
        this.#sent.delete(sent);
      },
    );
    this.#sent.add(sent);
  }

  async #publish<Type extends EventType>(type: Type, data: EventData[Type]): Promise<number> {
    const { job, attempt, cause } = this.#of;
    const { publisher, clock, source } = this.#options;
    const { runId, jobId } = job;
    this.#records += 1;
    const id = `${jobId}.${attempt}.log.${this.#records}`;
    const payload = sealEvent({ type, id, source, subject: jobId, timeMs: clock.now(), runId, ...cause, data });
    this.#unconfirmedBytes += payload.byteLength;
    try {
      const subject = subjects.jobLog({ runId, jobId });
      const published = await publisher.publish({ subject, payload, messageId: id, headers: eventHeaders });
      return published.status === 'stored' ? published.sequence : 0;
    } finally {
      this.#unconfirmedBytes -= payload.byteLength;
      if (this.#unconfirmedBytes <= unconfirmedBytesMax) this.#room?.resolve();
      if (this.#unconfirmedBytes <= unconfirmedBytesMax) this.#room = undefined;
    }
  }
}
