// One run, watched: its events, its jobs' events and their progress, as one sequence of steps. Stored events come
// first, in order of time, and then new ones. It ends with the run or with the signal; the run itself never notices.

import { setTimeout as after } from 'node:timers/promises';

import type { ControlClient, Followed, FollowedEvent } from '@dome/client';
import { cursorAfter, parseSubject } from '@dome/contracts';
import type { Cursor, LockView } from '@dome/contracts';

import { locksWaitedFor } from './current-waits.ts';
import { createFold } from './fold-in-order.ts';
import type { Fold, WatchStep } from './fold-in-order.ts';
import { merge } from './merge.ts';

export interface WatchOptions {
  readonly signal?: AbortSignal;
  /**
   * Also include what no stored event says: the progress that running skills report, and, at most once a second, who
   * holds a lock that a job waits for.
   */
  readonly live?: boolean;
  /** End when everything stored has been read. */
  readonly untilCaughtUp?: boolean;
}

export async function* watchRun(
  client: ControlClient,
  runId: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchStep, void> {
  const fold = createFold(runId);
  const past = await readPast(client, runId);
  for (const item of inTime(past)) yield* fold.take(item, true);
  yield* fold.catchUp();
  if (options.untilCaughtUp === true || fold.run.end !== undefined) return;

  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const jobs = { next: afterLast(past.jobs) };
  const sources = [
    client.followRun(runId, { signal, from: afterLast(past.run) }),
    client.followJobEvents({ runId, notes: true }, { signal, from: jobs.next }),
    ...(options.live === true ? [progressOf(client, runId, signal), locksOf(client, fold, signal)] : []),
  ];
  for await (const item of merge<Followed | LockSeen>(sources, stop)) {
    if (item.kind === 'lock') {
      yield* fold.place(item.lock);
      continue;
    }
    if (isOfJobs(item)) jobs.next = cursorAfter(item.sequence);
    if (item.kind === 'unreadable') {
      if (isOfJobs(item)) yield* fold.pass(item.sequence);
      continue;
    }
    yield* fold.take(item, false);
    if (item.event.type !== 'dev.dome.run.finished.v1') continue;
    // The last events of the jobs may still be unread in their stream.
    const rest = client.followJobEvents({ runId, notes: true }, { untilCaughtUp: true, from: jobs.next });
    for (const last of await readable(rest)) yield* fold.take(last, false);
    yield* fold.catchUp();
    return;
  }
}

/** Of JOB_EVENTS. Progress is only published live, and has no place in the stream. */
function isOfJobs({ sequence, subject }: Followed): boolean {
  return sequence > 0 && parseSubject(subject)?.channel.startsWith('job') === true;
}

interface Past {
  readonly run: readonly FollowedEvent[];
  readonly jobs: readonly FollowedEvent[];
}

async function readPast(client: ControlClient, runId: string): Promise<Past> {
  const all = { untilCaughtUp: true };
  // One after the other: what the run's events rest on was stored before them, so it is read first.
  const run = await readable(client.followRun(runId, all));
  const jobs = await readable(client.followJobEvents({ runId, notes: true }, all));
  return { run, jobs };
}

async function readable(items: AsyncIterable<Followed>): Promise<FollowedEvent[]> {
  const events: FollowedEvent[] = [];
  for await (const item of items) if (item.kind === 'event') events.push(item);
  return events;
}

/** Each stream keeps its own order; between the two, the writers' timestamps decide. */
function inTime({ run, jobs }: Past): FollowedEvent[] {
  const merged: FollowedEvent[] = [];
  let next = 0;
  for (const event of run) {
    for (; isBefore(jobs[next], event); next++) merged.push(...jobs.slice(next, next + 1));
    merged.push(event);
  }
  return [...merged, ...jobs.slice(next)];
}

function isBefore(job: FollowedEvent | undefined, event: FollowedEvent): boolean {
  return job !== undefined && job.event.time < event.event.time;
}

function afterLast(events: readonly FollowedEvent[]): Cursor {
  return cursorAfter(events.at(-1)?.sequence ?? 0);
}

/** Only progress from now on: an hour-old report helps nobody. */
async function* progressOf(client: ControlClient, runId: string, signal: AbortSignal): AsyncGenerator<Followed, void> {
  for await (const event of client.liveLogs({ runId }, signal)) {
    if (event.type !== 'dev.dome.job.log-progress.v1') continue;
    yield { kind: 'event', sequence: 0, subject: '', payload: new Uint8Array(), event };
  }
}

interface LockSeen {
  readonly kind: 'lock';
  readonly lock: LockView;
}

/** Tuning: a queue may move faster, but nobody reads faster. */
const LOOK_MS = 1_000;
/** Tuning: of a run whose jobs wait for more locks, the first of them are looked at. */
const LOCKS_MAX = 16;

/** Asks only while a job waits. A lock that cannot be read now is shown as it was last seen. */
async function* locksOf(client: ControlClient, fold: Fold, signal: AbortSignal): AsyncGenerator<LockSeen, void> {
  while (!signal.aborted) {
    for (const lock of locksWaitedFor(fold.run).slice(0, LOCKS_MAX)) {
      const found = await client.locks.list({ lock }).catch(() => ({ locks: [] }));
      yield* found.locks.map((one) => ({ kind: 'lock' as const, lock: one }));
    }
    await after(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
