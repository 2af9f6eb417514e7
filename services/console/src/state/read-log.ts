// The log of one job, by the laws of every reader of logs: each line once and in order, or a named gap, live or not, and
// whatever happens to the connection. Much of it may come at once, so the page gets its turn between.
import { followLogs } from '@dome/client/portable';
import { cursorAt, toDomeError } from '@dome/contracts/portable';
import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';

import { LogBook } from './log-book.ts';
import type { LineRef } from './log-book.ts';
import type { Session } from '../nats/connection.ts';

export interface LogReading extends Disposable {
  readonly book: LogBook;
  /** Grows when the book has changed, at most once in a frame. */
  readonly version: Signal<number>;
  readonly fault: Signal<string>;
  /** The last word of the skill on how far it is. */
  readonly progress: Signal<{ readonly value: number; readonly text: string } | undefined>;
  /** False: lines before the first are left out. */
  readonly isWhole: boolean;
}

export interface LogOf {
  readonly runId: string;
  readonly jobId: string;
}

/** Tuning: less than what a person notices, and than what a browser calls a long task. */
const TURN_MS = 12;
/** Tuning: a screen or two before a line that is looked for. In sequences of the stream, of which other jobs have some. */
const BEFORE = 64;

/** @param ended resolves when the job has ended: then what is stored is read, and no more is awaited */
export function readLog(session: Session, of: LogOf, { around, ended }: ReadFrom): LogReading {
  const ending = new AbortController();
  const book = new LogBook();
  const from = around === undefined ? 1 : Math.max(1, around.sequence - BEFORE);
  const reading = {
    book,
    version: signal(0),
    fault: signal(''),
    progress: signal<{ readonly value: number; readonly text: string } | undefined>(undefined),
    isWhole: from === 1,
    [Symbol.dispose]: () => ending.abort(),
  };
  let isTold = false;
  const tell = (): void => {
    isTold = false;
    reading.version.value += 1;
  };
  const follow = async (): Promise<void> => {
    const options = { from: cursorAt(from), signal: ending.signal, until: ended, beginsHere: from > 1 };
    let turnMs = performance.now();
    for await (const { items } of followLogs(session.runtime, of, options)) {
      book.take(items);
      for (const item of items) {
        if (item.kind !== 'progress') continue;
        const { value, text = '' } = item.progress;
        reading.progress.value = { value, text };
      }
      if (!isTold) requestAnimationFrame(tell);
      isTold = true;
      if (performance.now() - turnMs < TURN_MS) continue;
      await new Promise((resolve) => setTimeout(resolve));
      turnMs = performance.now();
    }
  };
  follow().catch((error: unknown) => {
    if (!ending.signal.aborted) reading.fault.value = toDomeError(error).message;
  });
  return reading;
}

interface ReadFrom {
  /** Absent: from the beginning. */
  readonly around?: LineRef | undefined;
  readonly ended: Promise<unknown>;
}
