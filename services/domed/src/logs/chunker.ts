// Lines become log records: few messages, bounded in bytes and in time, and none of them lost or reordered. Lines are
// numbered over all streams of the attempt from 1, so that a reader sees a gap by arithmetic; the digest over every line
// says at the end whether what was read is what was written (L9).
import { LIMITS, createDigest } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { Annotation, ExecutionSinks, LogLine, LogStream, Progress } from '../execution/ports.ts';

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

export interface LogTotals {
  readonly lines: number;
  /** Of every line and its newline. */
  readonly bytes: number;
  readonly digest: Digest;
}

export interface ChunkerOptions {
  readonly clock: Clock;
  /** Takes records in order. A promise is back-pressure: the skill's streams are read on when it settles. */
  readonly emit: (record: LogRecord) => void | Promise<void>;
  readonly chunkBytesMax?: number;
  readonly chunkMs?: number;
  readonly progressPerSecond?: number;
}

export interface Chunker extends ExecutionSinks {
  /** Emits what is held back and gives the totals for the end marker. Nothing may follow. */
  end(): LogTotals;
}

interface Chunk {
  readonly firstLine: number;
  readonly stream: LogStream;
  readonly lines: string[];
  bytes: number;
  isTruncated: boolean;
}

export function createChunker(options: ChunkerOptions): Chunker {
  const { clock, chunkBytesMax = LIMITS.logChunkBytes, chunkMs = LIMITS.logChunkMs } = options;
  const { send, onItsWay } = createSender(options.emit);
  const digest = createDigest();
  const { progressPerSecond = LIMITS.progressPerSecond } = options;
  const progressLimiter = createProgressLimiter(clock, progressPerSecond, (progress) => {
    flush();
    // It stands before the line that comes next, which exists as a number even when nothing was printed yet.
    send({ kind: 'progress', line: lines + 1, ...progress });
  });
  let chunk: Chunk | undefined;
  let timer: Disposable | undefined;
  let lines = 0;
  let bytes = 0;

  const flush = (): void => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    if (chunk === undefined) return;
    const { firstLine, stream, lines: held, isTruncated } = chunk;
    chunk = undefined;
    const record = { kind: 'lines', firstLine, lineCount: held.length, stream, text: held.join('\n') } as const;
    send(isTruncated ? { ...record, truncated: true } : record);
  };
  const line = ({ stream, text, isTruncated = false }: LogLine): void | Promise<void> => {
    const size = Buffer.byteLength(text);
    if (chunk !== undefined && (chunk.stream !== stream || chunk.bytes + 1 + size > chunkBytesMax)) flush();
    lines += 1;
    bytes += size + 1;
    digest.update(`${text}\n`);
    if (chunk === undefined) {
      chunk = { firstLine: lines, stream, lines: [], bytes: -1, isTruncated: false };
      timer = clock.after(chunkMs, flush);
    }
    chunk.lines.push(text);
    chunk.bytes += size + 1;
    chunk.isTruncated ||= isTruncated;
    return onItsWay();
  };

  return {
    line,
    annotation: (annotation) => {
      flush();
      send({ kind: 'annotation', line: Math.max(1, lines), ...annotation });
    },
    progress: (progress) => progressLimiter.offer(progress),
    end: () => {
      progressLimiter.end();
      flush();
      return { lines, bytes, digest: digest.digest() };
    },
  };
}

interface Sender {
  readonly send: (record: LogRecord) => void;
  readonly onItsWay: () => Promise<void> | undefined;
}

/** Whoever gives the next line waits for what is still on its way, whether a line, a timer or an annotation sent it. */
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

/** At most so many a second: one in between waits, a newer one takes its place, and the last is never lost. */
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
