// The run's log beside its events: what an attempt printed is read before its terminal event is told, because that event
// says where its log ends.

import { cursorAt } from '@dome/contracts';
import type { ControlClient, LogItem } from '@dome/client';

import type { LogExcerpt } from './tell-job.ts';

export interface LogReader {
  /** All lines of that attempt, once the log has been read up to the sequence. */
  of(jobId: string, attempt: number, endSequence: number): Promise<LogExcerpt>;
}

/** Reads until the signal ends it; if a log cannot be read, everyone who waits for it gets the error. */
export function readLogs(client: ControlClient, runId: string, signal: AbortSignal): LogReader {
  const items: LogItem[] = [];
  let cursor = cursorAt(1);
  let wake = Promise.withResolvers<void>();
  let failure: unknown;
  const read = async (): Promise<void> => {
    for await (const step of client.followLogs({ runId }, { signal })) {
      items.push(...step.items);
      cursor = step.cursor;
      wake.resolve();
      wake = Promise.withResolvers();
    }
  };
  const isOver = read().catch((error: unknown) => {
    failure = error;
  });
  const isAwaited = (sequence: number): boolean => cursor <= sequence && failure === undefined && !signal.aborted;
  return {
    async of(jobId, attempt, endSequence) {
      while (isAwaited(endSequence)) await Promise.race([wake.promise, isOver]);
      if (failure !== undefined) throw failure;
      const own = items.filter((item) => item.jobId === jobId && item.attempt === attempt);
      return {
        lines: own.flatMap((item) => (item.kind === 'lines' ? item.lines : [])),
        annotations: own.flatMap((item) => (item.kind === 'annotation' ? [item.annotation] : [])),
      };
    },
  };
}
