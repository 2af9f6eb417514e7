// Writes the log of an attempt to JOB_LOGS (L9). Records are sent in order; the amount not yet confirmed by the broker
// is bounded, and beyond it the skill's output blocks. The end marker follows only durable records. If the broker does
// not store a log, the log is cut at that point: only its end marker is still sent, and the job goes on without it.
import type { Publisher } from '@dome/bus';
import { sealEvent, subjects, toDomeError } from '@dome/contracts';
import type { EventData, EventType, LogTotals, LogTruncated } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';
import type { LogLimit } from '@dome/skills';

import type { Cause, JobIdentity } from '../job.ts';
import { createChunker } from '../logs/chunker.ts';
import type { Chunker, LogRecord } from '../logs/chunker.ts';
import type { OpenLog } from '../ports.ts';
import { fieldsOfCause } from '../tracing/log-fields.ts';
import { EVENT_HEADERS } from './headers.ts';

export interface LogOpenerOptions {
  /**
   * A publisher for logs only: its window fills up when a log stream stores nothing, and no event may wait behind that.
   */
  readonly publisher: Publisher;
  readonly logger: Logger;
  readonly clock: Clock;
  /** `/domed/<instance>`. */
  readonly source: string;
}

interface LogOf {
  readonly job: JobIdentity;
  readonly attempt: number;
  readonly epoch: number;
  readonly cause: Cause;
  readonly limit: LogLimit;
  readonly isSilenced: () => boolean;
}

/** Tuning: from here on a log waits for its stream; an unanswered write is sent once more. */
const UNCONFIRMED_BYTES_MAX = 1_048_576;
const ASKED_ONCE_MS = 4_000;

export function createLogOpener(options: LogOpenerOptions): OpenLog {
  return (of) => {
    const records = new RecordPublisher(of, options);
    let chunker: Chunker | undefined;
    // Most short jobs print nothing, and should pay for nothing.
    const opened = (): Chunker =>
      (chunker ??= createChunker({
        clock: options.clock,
        limit: of.limit,
        emit: (record) => records.take(record),
      }));
    return {
      line: (line) => opened().line(line),
      annotation: (annotation) => opened().annotation(annotation),
      progress: (progress) => opened().progress(progress),
      end: () => records.end(chunker?.end()),
    };
  };
}

class RecordPublisher {
  readonly #of: LogOf;
  readonly #options: LogOpenerOptions;
  readonly #onTheWay = new Set<Promise<unknown>>();
  #records = 0;
  #unconfirmedBytes = 0;
  #loss: LogTruncated | undefined;
  #isOver = false;

  constructor(of: LogOf, options: LogOpenerOptions) {
    this.#of = of;
    this.#options = options;
  }

  /** Never rejects: what could not be stored is reported at the end. */
  take(record: LogRecord): void | Promise<void> {
    // A trusted skill may go on printing after its job has ended; nothing follows the end marker.
    if (this.#isOver || this.#of.isSilenced()) return;
    if (this.#loss !== undefined) return this.#lose(record, this.#loss.reason);
    const sent = this.#store(record).then(
      () => void this.#onTheWay.delete(sent),
      (error: unknown) => {
        this.#lose(record, this.#reasonOf(error));
        this.#onTheWay.delete(sent);
      },
    );
    this.#onTheWay.add(sent);
    return this.#unconfirmedBytes > UNCONFIRMED_BYTES_MAX ? sent : undefined;
  }

  #store(record: LogRecord): Promise<number> {
    const correlation = this.#correlation();
    switch (record.kind) {
      case 'lines': {
        const { kind: _kind, ...lines } = record;
        return this.#publish('dev.dome.job.log.v1', { ...correlation, ...lines });
      }
      case 'annotation': {
        const { kind: _kind, ...annotation } = record;
        return this.#publish('dev.dome.job.log-annotation.v1', { ...correlation, ...annotation });
      }
      case 'progress': {
        const { kind: _kind, ...progress } = record;
        return this.#publish('dev.dome.job.log-progress.v1', { ...correlation, ...progress });
      }
    }
  }

  #reasonOf(thrown: unknown): LogTruncated['reason'] {
    const err = toDomeError(thrown);
    const { job, attempt, cause } = this.#of;
    const { jobId, runId } = job;
    if (this.#loss === undefined)
      this.#options.logger.error(
        { err, jobId, runId, attempt, ...fieldsOfCause(cause) },
        'the log of an attempt is cut',
      );
    return err.code === 'UNAVAILABLE' ? 'unanswered' : 'no-room';
  }

  #lose(record: LogRecord, reason: LogTruncated['reason']): void {
    const lines = record.kind === 'lines' ? record.lineCount : 0;
    const bytes = record.kind === 'lines' ? Buffer.byteLength(record.text) + 1 : 0;
    const fromLine = record.kind === 'lines' ? record.firstLine : record.line;
    this.#loss = sumOf(this.#loss, { fromLine, lines, bytes, reason });
  }

  async end(totals: Omit<LogTotals, 'endSequence'> | undefined): Promise<LogTotals | undefined> {
    this.#isOver = true;
    if (totals === undefined) return undefined;
    await Promise.all(this.#onTheWay);
    if (totals.lines === 0) return undefined;
    const truncated = this.#loss === undefined ? totals.truncated : sumOf(totals.truncated, this.#loss);
    const said = truncated === undefined ? totals : { ...totals, truncated };
    try {
      // After such a long silence the broker is asked once more, without waiting again.
      const deadlineMs = truncated?.reason === 'unanswered' ? ASKED_ONCE_MS : undefined;
      const marker = { ...this.#correlation(), ...said };
      const endSequence = await this.#publish('dev.dome.job.log-ended.v1', marker, deadlineMs);
      return { ...said, endSequence };
    } catch (error) {
      const reason = this.#reasonOf(error);
      return { ...said, truncated: truncated ?? { fromLine: totals.lines + 1, lines: 0, bytes: 0, reason } };
    }
  }

  #correlation() {
    const { job, attempt, epoch } = this.#of;
    const { runId, taskId, iteration, jobId } = job;
    return { runId, taskId, iteration, jobId, attempt, epoch };
  }

  async #publish<Type extends EventType>(type: Type, data: EventData[Type], deadlineMs?: number): Promise<number> {
    const { job, attempt, cause } = this.#of;
    const { publisher, clock, source } = this.#options;
    const { runId, jobId } = job;
    this.#records += 1;
    const id = `${jobId}.${attempt}.log.${this.#records}`;
    const payload = sealEvent({ type, id, source, subject: jobId, timeMs: clock.now(), runId, ...cause, data });
    this.#unconfirmedBytes += payload.byteLength;
    try {
      const subject = subjects.jobLog({ runId, jobId });
      const write = { subject, payload, messageId: id, headers: EVENT_HEADERS };
      const published = await publisher.publish(deadlineMs === undefined ? write : { ...write, deadlineMs });
      return published.status === 'stored' ? published.sequence : 0;
    } finally {
      this.#unconfirmedBytes -= payload.byteLength;
    }
  }
}

/** Two reasons, one log: it is complete up to the first, and the later reason is the more serious one. */
function sumOf(a: LogTruncated | undefined, b: LogTruncated): LogTruncated {
  if (a === undefined) return b;
  const fromLine = Math.min(a.fromLine, b.fromLine);
  return { fromLine, lines: a.lines + b.lines, bytes: a.bytes + b.bytes, reason: b.reason };
}
