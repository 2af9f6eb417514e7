// L9: a reader that resumes from its cursor sees every line of an attempt once, in order, or an explicit gap {from,
// to}. The stream keeps the order of storing, in which a retried write comes late, but lines carry numbers. So an early
// chunk is held until its turn, lines already seen are dropped, and what the end marker proves missing is named. A
// cursor is a single number, so nothing with a later sequence is shown while something earlier is held; otherwise a
// resuming reader would see it twice. A hole closes within moments or never; after a while it is called a gap.
// Pure: records in, items out.

import { isEvent, cursorAfter } from '@dome/contracts/portable';
import type { AnyEvent, JobLog, JobLogAnnotation, JobLogEnded, JobLogProgress, Cursor } from '@dome/contracts/portable';

/**
 * How many early chunks of one attempt are held, and how far behind the newest record, before a hole is called a gap.
 */
const HELD_MAX = 1_024;
const HELD_MS = 15_000;

export interface LogPosition {
  readonly jobId: string;
  readonly taskId: string;
  readonly iteration: number;
  readonly attempt: number;
  /** The record's sequence in its stream. */
  readonly sequence: number;
}

export interface LogLines extends LogPosition {
  readonly kind: 'lines';
  readonly stream: 'stdout' | 'stderr' | 'system';
  /** The number of the first line. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** One of them was longer than a line may be, and is cut. */
  readonly isTruncated: boolean;
  readonly timeMs: number;
}

export type LogItem =
  | LogLines
  | (LogPosition & { readonly kind: 'annotation'; readonly annotation: JobLogAnnotation })
  | (LogPosition & { readonly kind: 'progress'; readonly progress: JobLogProgress })
  /** These lines are missing: they were lost, or are older than the stream keeps. */
  | (LogPosition & { readonly kind: 'gap'; readonly from: number; readonly to: number })
  | (LogPosition & { readonly kind: 'ended'; readonly ended: JobLogEnded });

export interface LogOrder {
  /** What may be shown after this record; nothing while something before it is held. */
  accept(event: AnyEvent, sequence: number): LogItem[];
  /** Everything still held, with its gaps, because nothing more will come. */
  flush(): LogItem[];
  /**
   * Sets how many lines the attempt has if its end marker could not be stored: lines never seen are a gap. Call after
   * `flush`.
   */
  closeUnmarked(end: UnmarkedEnd): LogItem[];
  /** Whether any record of the attempt was seen before. */
  knows(jobId: string, attempt: number): boolean;
  /** Marks lines that an earlier reader has shown. */
  begin(jobId: string, attempt: number, seen: readonly LineRange[]): void;
  /** Behind the highest sequence up to which every record has been shown: where another reader resumes. */
  readonly cursor: Cursor;
}

export type UnmarkedEnd = Omit<LogPosition, 'sequence'> & { readonly lines: number };

export interface LineRange {
  readonly firstLine: number;
  readonly lineCount: number;
}

interface AttemptLines {
  /** The number of the next line to show. */
  next: number;
  held: Held[];
  isEnded: boolean;
}

/** A range of lines that waits for its turn; without a chunk they were already shown and only count. */
interface Held extends LineRange {
  readonly chunk?: LogLines;
}

export function createLogOrder(from: Cursor): LogOrder {
  return new Reorder(from);
}

class Reorder implements LogOrder {
  readonly #attempts = new Map<string, AttemptLines>();
  readonly #current = new Map<string, number>();
  #ready: LogItem[] = [];
  #lastSequence: number;
  #cursor: Cursor;

  constructor(from: Cursor) {
    this.#lastSequence = from - 1;
    this.#cursor = from;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  knows(jobId: string, attempt: number): boolean {
    return this.#attempts.has(keyOf(jobId, attempt));
  }

  begin(jobId: string, attempt: number, seen: readonly LineRange[]): void {
    this.#attemptOf(jobId, attempt).held.push(...seen);
  }

  accept(event: AnyEvent, sequence: number): LogItem[] {
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
    this.#ready.push(...this.#take(event, sequence), ...this.#overdue(Date.parse(event.time)));
    return this.#hasHeld() ? [] : this.#showReady();
  }

  flush(): LogItem[] {
    for (const attempt of this.#attempts.values()) this.#ready.push(...release(attempt, { isForced: true }));
    return this.#showReady();
  }

  closeUnmarked({ lines, ...of }: UnmarkedEnd): LogItem[] {
    const attempt = this.#attemptOf(of.jobId, of.attempt);
    const from = attempt.next;
    if (attempt.isEnded || from > lines) return [];
    attempt.isEnded = true;
    attempt.next = lines + 1;
    return [{ kind: 'gap', ...of, sequence: this.#lastSequence, from, to: lines }];
  }

  #showReady(): LogItem[] {
    const items = this.#ready;
    this.#ready = [];
    this.#cursor = cursorAfter(this.#lastSequence);
    return items;
  }

  #hasHeld(): boolean {
    for (const { held } of this.#attempts.values()) if (held.some(isChunk)) return true;
    return false;
  }

  #overdue(nowMs: number): LogItem[] {
    const items: LogItem[] = [];
    for (const attempt of this.#attempts.values()) {
      const isOverdue = attempt.held.some(({ chunk }) => chunk !== undefined && nowMs - chunk.timeMs > HELD_MS);
      if (isOverdue) items.push(...release(attempt, { isForced: true }));
    }
    return items;
  }

  #take(event: AnyEvent, sequence: number): LogItem[] {
    if (isEvent(event, 'dev.dome.job.log.v1')) return this.#lines(event.data, sequence, Date.parse(event.time));
    if (isEvent(event, 'dev.dome.job.log-annotation.v1')) {
      return [{ kind: 'annotation', ...positionOf(event.data, sequence), annotation: event.data }];
    }
    if (isEvent(event, 'dev.dome.job.log-progress.v1')) {
      return [{ kind: 'progress', ...positionOf(event.data, sequence), progress: event.data }];
    }
    if (isEvent(event, 'dev.dome.job.log-ended.v1')) return this.#end(event.data, sequence);
    return [];
  }

  #lines(data: JobLog, sequence: number, timeMs: number): LogItem[] {
    const superseded = this.#turnTo(data.jobId, data.attempt);
    const attempt = this.#attemptOf(data.jobId, data.attempt);
    const { stream, firstLine } = data;
    const lines = data.text.split('\n');
    const isTruncated = data.truncated === true;
    const chunk: LogLines = {
      kind: 'lines',
      ...positionOf(data, sequence),
      stream,
      firstLine,
      lines,
      isTruncated,
      timeMs,
    };
    attempt.held.push({ firstLine, lineCount: lines.length, chunk });
    const isForced = attempt.isEnded || attempt.held.length > HELD_MAX;
    return [...superseded, ...release(attempt, { isForced })];
  }

  #end(data: JobLogEnded, sequence: number): LogItem[] {
    const superseded = this.#turnTo(data.jobId, data.attempt);
    const attempt = this.#attemptOf(data.jobId, data.attempt);
    if (attempt.isEnded) return superseded;
    attempt.isEnded = true;
    const place = positionOf(data, sequence);
    const items = release(attempt, { isForced: true });
    const missing: LogItem[] =
      attempt.next <= data.lines ? [{ kind: 'gap', ...place, from: attempt.next, to: data.lines }] : [];
    attempt.next = data.lines + 1;
    return [...superseded, ...items, ...missing, { kind: 'ended', ...place, ended: data }];
  }

  /** The first record of a later attempt: nothing more of the earlier one is awaited. */
  #turnTo(jobId: string, number: number): LogItem[] {
    const before = this.#current.get(jobId) ?? 0;
    if (number <= before) return [];
    this.#current.set(jobId, number);
    const left = this.#attempts.get(keyOf(jobId, before));
    return left === undefined ? [] : release(left, { isForced: true });
  }

  #attemptOf(jobId: string, number: number): AttemptLines {
    const key = keyOf(jobId, number);
    const known = this.#attempts.get(key);
    if (known !== undefined) return known;
    const made: AttemptLines = { next: 1, held: [], isEnded: false };
    this.#attempts.set(key, made);
    return made;
  }
}

/** What is due; when forced, everything held, with the gaps between. */
function release(attempt: AttemptLines, { isForced }: { isForced: boolean }): LogItem[] {
  const items: LogItem[] = [];
  attempt.held.sort((a, b) => a.firstLine - b.firstLine);
  for (;;) {
    const [first] = attempt.held;
    if (first === undefined || (first.firstLine > attempt.next && !isForced)) return items;
    attempt.held.shift();
    const { chunk, firstLine, lineCount } = first;
    if (chunk !== undefined && firstLine > attempt.next) {
      items.push({ ...positionOf(chunk, chunk.sequence), kind: 'gap', from: attempt.next, to: firstLine - 1 });
      attempt.next = firstLine;
    }
    const lines = chunk?.lines.slice(Math.max(0, attempt.next - firstLine)) ?? [];
    if (chunk !== undefined && lines.length > 0) items.push({ ...chunk, firstLine: attempt.next, lines });
    attempt.next = Math.max(attempt.next, firstLine + lineCount);
  }
}

function isChunk(held: Held): boolean {
  return held.chunk !== undefined;
}

function positionOf(of: Omit<LogPosition, 'sequence'>, sequence: number): LogPosition {
  const { jobId, taskId, iteration, attempt } = of;
  return { jobId, taskId, iteration, attempt, sequence };
}

function keyOf(jobId: string, attempt: number): string {
  return `${jobId} ${attempt}`;
}
