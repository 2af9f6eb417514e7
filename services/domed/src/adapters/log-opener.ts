// The words of an attempt on their way to JOB_LOGS (L9). The records go out in their order; what the broker has not confirmed
// is bounded, and beyond it the skill's output waits. The end marker follows only what is durable.
import type { Publisher } from '@dome/bus';
import { sealEvent, subjects } from '@dome/contracts';
import type { EventData, EventType, LogTotals } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { createChunker } from '../logs/chunker.ts';
import type { Chunker, LogRecord } from '../logs/chunker.ts';
import type { Cause, JobIdentity, OpenLog } from '../ports.ts';
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
  readonly isSilenced: () => boolean;
}

const unconfirmedBytesMax = 1_048_576;

export function createLogOpener(options: LogOpenerOptions): OpenLog {
  return (of) => {
    const records = new RecordPublisher(of, options);
    let chunker: Chunker | undefined;
    // Most short jobs say nothing, and should pay for nothing.
    const opened = (): Chunker =>
      (chunker ??= createChunker({ clock: options.clock, emit: (record) => records.take(record) }));
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
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(of: LogOf, options: LogOpenerOptions) {
    this.#of = of;
    this.#options = options;
  }

  /** Never rejects: what could not be stored is told at the end. */
  take(record: LogRecord): void | Promise<void> {
    // A trusted skill may go on printing when its job has ended: nothing follows the end marker.
    if (this.#isOver || this.#of.isSilenced()) return;
    const correlation = this.#correlation();
    switch (record.kind) {
      case 'lines': {
        const { kind: _kind, ...lines } = record;
        return this.#send('dev.dome.job.log.v1', { ...correlation, ...lines });
      }
      case 'annotation': {
        const { kind: _kind, ...annotation } = record;
        return this.#send('dev.dome.job.log-annotation.v1', { ...correlation, ...annotation });
      }
      case 'progress': {
        const { kind: _kind, ...progress } = record;
        return this.#send('dev.dome.job.log-progress.v1', { ...correlation, ...progress });
      }
    }
  }

  /** @throws what kept a record from being stored: then the log is not whole, and no marker says that it is. */
  async end(totals: Omit<LogTotals, 'endSequence'> | undefined): Promise<LogTotals | undefined> {
    this.#isOver = true;
    if (totals === undefined) return undefined;
    await Promise.all(this.#onTheWay);
    if (this.#failure !== undefined) throw this.#failure.error;
    if (totals.lines === 0) return undefined;
    const endSequence = await this.#publish('dev.dome.job.log-ended.v1', { ...this.#correlation(), ...totals });
    return { ...totals, endSequence };
  }

  #correlation() {
    const { job, attempt, epoch } = this.#of;
    const { runId, taskId, iteration, jobId } = job;
    return { runId, taskId, iteration, jobId, attempt, epoch };
  }

  #send<Type extends EventType>(type: Type, data: EventData[Type]): void | Promise<void> {
    const sent = this.#publish(type, data).then(
      () => void this.#onTheWay.delete(sent),
      (error: unknown) => {
        this.#failure ??= { error };
        this.#onTheWay.delete(sent);
      },
    );
    this.#onTheWay.add(sent);
    return this.#unconfirmedBytes > unconfirmedBytesMax ? sent : undefined;
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
    }
  }
}
