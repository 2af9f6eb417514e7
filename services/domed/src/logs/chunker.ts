// Turns lines into log records: few messages, bounded in bytes and in time, none lost or reordered. Lines are numbered
// from 1 over all streams of the attempt, so that a reader can compute a gap; the digest over every line says at the
// end whether what was read is what was written (L9). A log that has reached its limit is cut with a line that says so:
// what follows is numbered and counted like the rest, but not stored.
import { LIMITS, createDigest, showSize } from '@dome/contracts';
import type { Digest, LogTruncated } from '@dome/contracts';
import type { Clock } from '@dome/runtime';
import type { LogLimit } from '@dome/skills';

import { createLogBudget } from './log-limit.ts';
import type { LogBudget } from './log-limit.ts';
import type { Annotation, LogLine, LogSinks, LogStream, Progress } from './sinks.ts';

export type LogRecord =
  | {
      readonly kind: 'lines';
      readonly firstLine: number;
      readonly lineCount: number;
      readonly stream: LogStream;
      /** The lines, joined by newlines. */
      readonly text: string;
      readonly truncated?: true;
    }
  | ({ readonly kind: 'annotation'; readonly line: number } & Annotation)
  | ({ readonly kind: 'progress'; readonly line: number } & Progress);

export interface ChunkTotals {
  /** Stored or not. */
  readonly lines: number;
  /** The digest of every line and its newline. */
  readonly bytes: number;
  readonly digest: Digest;
  readonly truncated?: LogTruncated;
}

export interface ChunkerOptions {
  readonly clock: Clock;
  readonly limit: LogLimit;
  /** Takes records in order. A promise is back-pressure: the skill's streams are read again when it settles. */
  readonly emit: (record: LogRecord) => void | Promise<void>;
  readonly chunkBytesMax?: number;
  readonly chunkMs?: number;
  readonly progressPerSecond?: number;
}

export interface Chunker extends LogSinks {
  /** Emits what is held back and returns the totals for the end marker. Nothing may follow. */
  end(): ChunkTotals;
}

interface Chunk {
  readonly firstLine: number;
  readonly stream: LogStream;
  readonly lines: string[];
  bytes: number;
  isTruncated: boolean;
}

export function createChunker(options: ChunkerOptions): Chunker {
  return new LineChunker(options);
}

class LineChunker implements Chunker {
  readonly #clock: Clock;
  readonly #chunkBytesMax: number;
  readonly #chunkMs: number;
  readonly #limit: LogLimit;
  readonly #budget: LogBudget;
  readonly #sender: Sender;
  readonly #progress: ProgressLimiter;
  readonly #digest = createDigest();
  #chunk: Chunk | undefined;
  #timer: Disposable | undefined;
  #lines = 0;
  #bytes = 0;
  #cut: { -readonly [Member in keyof LogTruncated]: LogTruncated[Member] } | undefined;

  constructor(options: ChunkerOptions) {
    const { clock, limit, chunkBytesMax = LIMITS.logChunkBytes, chunkMs = LIMITS.logChunkMs } = options;
    this.#clock = clock;
    this.#limit = limit;
    this.#chunkBytesMax = chunkBytesMax;
    this.#chunkMs = chunkMs;
    this.#budget = createLogBudget(limit, clock);
    this.#sender = createSender(options.emit);
    const { progressPerSecond = LIMITS.progressPerSecond } = options;
    this.#progress = createProgressLimiter(clock, progressPerSecond, (progress) => {
      // It precedes the next line, which has a number even if nothing has been printed yet.
      this.#sendAside({ kind: 'progress', line: this.#lines + 1, ...progress }, progress.text);
    });
  }

  line({ stream, text, isTruncated = false }: LogLine): void | Promise<void> {
    const size = Buffer.byteLength(text);
    const fits = this.#chunk?.stream === stream && this.#chunk.bytes + 1 + size <= this.#chunkBytesMax;
    const cost = size + 1 + (fits ? 0 : LIMITS.logRecordBytes);
    if (!this.#mayStore(cost)) {
      this.#count(text, size);
      return this.#mayGoOn(size + 1);
    }
    if (!fits) this.#flush();
    this.#count(text, size);
    this.#chunk ??= this.#open(stream);
    this.#chunk.lines.push(text);
    this.#chunk.bytes += size + 1;
    this.#chunk.isTruncated ||= isTruncated;
    return this.#mayGoOn(cost);
  }

  annotation(annotation: Annotation): void {
    this.#sendAside({ kind: 'annotation', line: Math.max(1, this.#lines), ...annotation }, annotation.message);
  }

  progress(progress: Progress): void {
    this.#progress.offer(progress);
  }

  end(): ChunkTotals {
    this.#progress.end();
    this.#flush();
    const totals = { lines: this.#lines, bytes: this.#bytes, digest: this.#digest.digest() };
    return this.#cut === undefined ? totals : { ...totals, truncated: { ...this.#cut } };
  }

  #open(stream: LogStream): Chunk {
    this.#timer = this.#clock.after(this.#chunkMs, () => this.#flush());
    return { firstLine: this.#lines, stream, lines: [], bytes: -1, isTruncated: false };
  }

  /** A record between the lines; once nothing is stored any more, neither is this. */
  #sendAside(record: LogRecord, text = ''): void {
    const cost = Buffer.byteLength(text) + LIMITS.logRecordBytes;
    if (!this.#mayStore(cost)) return;
    this.#budget.owe(cost);
    this.#flush();
    this.#sender.send(record);
  }

  #mayStore(cost: number): boolean {
    if (this.#cut === undefined && !this.#budget.admits(cost)) this.#cutHere();
    return this.#cut === undefined;
  }

  /** The last record of a log at its limit, beyond which only its end marker is stored. */
  #cutHere(): void {
    this.#flush();
    const size = showSize(this.#limit.bytes);
    const text = `the log is cut here: it has reached its limit of ${size}; what follows is counted and not kept`;
    this.#count(text, Buffer.byteLength(text));
    this.#sender.send({ kind: 'lines', firstLine: this.#lines, lineCount: 1, stream: 'system', text });
    this.#cut = { fromLine: this.#lines + 1, lines: 0, bytes: 0, reason: 'limit' };
  }

  #count(text: string, size: number): void {
    this.#lines += 1;
    this.#bytes += size + 1;
    this.#digest.update(`${text}\n`);
    if (this.#cut === undefined) return;
    this.#cut.lines += 1;
    this.#cut.bytes += size + 1;
  }

  #mayGoOn(cost: number): void | Promise<void> {
    this.#budget.owe(cost);
    const waits = this.#budget.wait();
    const onItsWay = this.#sender.onItsWay();
    if (waits === undefined || onItsWay === undefined) return waits ?? onItsWay;
    return Promise.all([waits, onItsWay]).then(() => undefined);
  }

  #flush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#chunk === undefined) return;
    const { firstLine, stream, lines, isTruncated } = this.#chunk;
    this.#chunk = undefined;
    const record = { kind: 'lines', firstLine, lineCount: lines.length, stream, text: lines.join('\n') } as const;
    this.#sender.send(isTruncated ? { ...record, truncated: true } : record);
  }
}

interface Sender {
  readonly send: (record: LogRecord) => void;
  readonly onItsWay: () => Promise<void> | undefined;
}

/** The next line waits for everything in flight, whether a line, a timer or an annotation sent it. */
function createSender(emit: ChunkerOptions['emit']): Sender {
  let onItsWay: Promise<void> | undefined;
  return {
    onItsWay: () => onItsWay,
    send: (record) => {
      const sent = emit(record);
      if (sent === undefined) return;
      const mine = sent.finally(() => {
        if (onItsWay === mine) onItsWay = undefined;
      });
      onItsWay = mine;
    },
  };
}

interface ProgressLimiter {
  offer(progress: Progress): void;
  end(): void;
}

/** At most so many per second: one in between waits, a newer one replaces it, and the last is never lost. */
function createProgressLimiter(clock: Clock, perSecond: number, emit: (progress: Progress) => void): ProgressLimiter {
  const intervalMs = 1_000 / perSecond;
  let lastMs = Number.NEGATIVE_INFINITY;
  let waiting: Progress | undefined;
  let timer: Disposable | undefined;
  const release = (): void => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    if (waiting === undefined) return;
    const progress = waiting;
    waiting = undefined;
    lastMs = clock.monotonicMs();
    emit(progress);
  };
  return {
    offer: (progress) => {
      waiting = progress;
      const waitMs = lastMs + intervalMs - clock.monotonicMs();
      if (waitMs <= 0) release();
      else timer ??= clock.after(waitMs, release);
    },
    end: release,
  };
}
