// The log of a run or of one job: each line once and in order, or a named gap (L9), whatever the order of storing was
// and wherever an earlier reader stopped. A reader that begins in the middle first learns how far each attempt had been
// shown; only for attempts whose first record it missed, and only from their own subject.

import { readBatch } from '@dome/bus/portable';
import { filters, isEvent, STREAMS, subjects, cursorAfter, cursorAt } from '@dome/contracts/portable';
import type { AnyEvent, Cursor } from '@dome/contracts/portable';

import { follow, followJobEvents, openStored } from './follow-events.ts';
import type { Followed, FollowEventsOptions, StreamView } from './follow-events.ts';
import { createLogOrder } from './log-order.ts';
import type { LineRange, LogItem, LogOrder, UnmarkedEnd } from './log-order.ts';

export interface FollowLogsOptions extends FollowEventsOptions {
  /** When it resolves, everything stored is still read, and then the log ends. */
  readonly until?: Promise<unknown>;
  /**
   * The reader wants nothing of before `from`: of each attempt the first line that is stored from there on is the first of
   * all. What was stored before is then not looked at; a line that a retried write brings late is left out with it.
   */
  readonly beginsHere?: boolean;
}

export interface LogsOf {
  readonly runId: string;
  readonly jobId?: string;
}

/** What may be shown, and where another reader goes on. */
export interface LogStep {
  readonly items: readonly LogItem[];
  readonly cursor: Cursor;
}

/** The items of one step belong together: a reader that stops between two steps resumes without repeating a line. */
export async function* followLogs(
  view: StreamView,
  of: LogsOf,
  options: FollowLogsOptions = {},
): AsyncGenerator<LogStep, void> {
  const from = options.from ?? cursorAt(1);
  const order = createLogOrder(from);
  for await (const item of followUntil(view, of, { ...options, from })) {
    if (item.kind === 'unreadable') continue;
    if (options.beginsHere === true) beginHere(order, item.event);
    else if (from > 1) await learn(view, order, { event: item.event, from, runId: of.runId });
    const items = order.accept(item.event, item.sequence);
    yield { items, cursor: order.cursor };
  }
  // If the log may go on, early chunks are left to the next reader: the cursor stays before them.
  if (options.until === undefined || options.signal?.aborted === true) return;
  const items = order.flush();
  for await (const end of unmarkedEnds(view, of)) {
    const { jobId, attempt } = end;
    if (options.beginsHere === true && !order.knows(jobId, attempt)) continue;
    if (from > 1 && !order.knows(jobId, attempt)) {
      order.begin(jobId, attempt, await seenBefore(view, { runId: of.runId, jobId, attempt, before: from }));
      items.push(...order.flush());
    }
    items.push(...order.closeUnmarked(end));
  }
  if (items.length > 0) yield { items, cursor: order.cursor };
}

/** For attempts whose end marker could not be stored: their terminal says how many lines there were. */
async function* unmarkedEnds(view: StreamView, of: LogsOf): AsyncGenerator<UnmarkedEnd, void> {
  for await (const item of followJobEvents(view, of, { untilCaughtUp: true })) {
    if (item.kind === 'unreadable' || !('logs' in item.event.data)) continue;
    const { logs, jobId, taskId, iteration, attempt } = item.event.data;
    if (logs === undefined || logs.endSequence !== undefined || attempt === undefined) continue;
    yield { jobId, taskId, iteration, attempt, lines: logs.lines };
  }
}

/** Two passes when an end is given: one until it comes, one from there to what is stored. */
async function* followUntil(
  view: StreamView,
  of: LogsOf,
  options: FollowLogsOptions & { readonly from: Cursor },
): AsyncGenerator<Followed, void> {
  const { until, signal, from, beginsHere: _, ...rest } = options;
  const source = {
    stream: STREAMS.JOB_LOGS,
    filters: [filters.jobLog(of)],
    liveSubjects: [filters.liveLog(of)],
  };
  if (until === undefined) {
    yield* follow(view, { ...rest, from, ...(signal === undefined ? {} : { signal }) }, source);
    return;
  }
  const ended = new AbortController();
  const end = (): void => ended.abort();
  until.then(end, end);
  const either = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  let next = from;
  for await (const item of follow(view, { ...rest, from, signal: either }, source)) {
    next = cursorAfter(item.sequence);
    yield item;
  }
  if (signal?.aborted === true) return;
  yield* follow(view, { ...rest, from: next, untilCaughtUp: true }, source);
}

interface Met {
  readonly event: AnyEvent;
  readonly from: Cursor;
  readonly runId: string;
}

async function learn(view: StreamView, order: LogOrder, { event, from, runId }: Met): Promise<void> {
  if (!('attempt' in event.data) || event.data.attempt === undefined || !('jobId' in event.data)) return;
  const { jobId, attempt } = event.data;
  if (order.knows(jobId, attempt)) return;
  order.begin(jobId, attempt, await seenBefore(view, { runId, jobId, attempt, before: from }));
}

/** Marks the lines before the first that is met as shown. */
function beginHere(order: LogOrder, event: AnyEvent): void {
  const first = isEvent(event, 'dev.dome.job.log.v1')
    ? { ...event.data, before: event.data.firstLine - 1 }
    : isEvent(event, 'dev.dome.job.log-ended.v1')
      ? { ...event.data, before: event.data.lines }
      : undefined;
  if (first === undefined || order.knows(first.jobId, first.attempt)) return;
  order.begin(first.jobId, first.attempt, [{ firstLine: 1, lineCount: first.before }]);
}

/** The lines of the attempt that are stored before the sequence. */
async function seenBefore(
  { nc, apiPrefix, open }: StreamView,
  of: { runId: string; jobId: string; attempt: number; before: Cursor },
): Promise<LineRange[]> {
  const { attempt, before } = of;
  const filter = subjects.jobLog(of);
  const seen: LineRange[] = [];
  for (let from = cursorAt(1); from < before;) {
    const batch = await readBatch(nc, { stream: STREAMS.JOB_LOGS, filter, from, apiPrefix });
    for (const message of batch.messages) {
      if (message.sequence >= before) return seen;
      from = cursorAfter(message.sequence);
      const stored = openStored(message, open);
      if (stored.kind === 'unreadable' || !isEvent(stored.event, 'dev.dome.job.log.v1')) continue;
      const { attempt: spoke, firstLine, lineCount } = stored.event.data;
      if (spoke === attempt) seen.push({ firstLine, lineCount });
    }
    if (batch.pendingCount === 0 || batch.messages.length === 0) return seen;
  }
  return seen;
}
