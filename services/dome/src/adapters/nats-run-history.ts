// Finds past runs by their first events. Nothing in the stream says where the newest runs of a plan begin, so it is
// searched backwards in windows: wider where runs are sparse, narrower where they are dense.
import { readBatch, readLasts, readSubjects } from '@dome/bus';
import type { StoredMessage } from '@dome/bus';
import { DomeError, STREAMS, filters, parseSubject, subjects, cursorAfter, cursorAt } from '@dome/contracts';
import { runRefOf } from '@dome/runs';
import type { RunRef, StoredRunEvent } from '@dome/runs';
import type { Logger } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import type { PastRun, RunHistory } from '../ports.ts';
import { storedRunEvent } from './nats-run-store.ts';

/** Events of a typical run: with a first window of this size per wanted run, no second one is needed. */
const EVENTS_PER_RUN = 32;
const WIDER = 4;

const STREAM = STREAMS.RUN_EVENTS;

export function createNatsRunHistory(nc: NatsConnection, logger: Logger): RunHistory {
  return {
    async before(sequence, { plan, limit }) {
      const first = filters.runEvent({ plan, phase: 'submitted' });
      const found = await newestBefore(nc, sequence, { filter: first, wanted: limit + 1 });
      const runs = found.slice(-limit).toReversed();
      const ends = await readLasts(nc, { stream: STREAM, subjects: runs.flatMap(finishedSubject) });
      const endOf = new Map(ends.map((end) => [runIdIn(end.subject), end]));
      return {
        runs: runs.map((submitted): PastRun => {
          const runId = runIdIn(submitted.subject);
          const events = [submitted, endOf.get(runId)].filter((event) => event !== undefined);
          return { runId, sequence: submitted.sequence, events: opened(events, logger) };
        }),
        more: found.length > limit,
      };
    },
  };
}

export interface OpenRuns {
  readonly runs: readonly RunRef[];
  /** Events stored after this may or may not have been seen. */
  readonly asOf: number;
}

/** Runs that were submitted and not finished, found from subject names without reading any event. */
export async function readOpenRuns(nc: NatsConnection): Promise<OpenRuns> {
  const submitted = await readSubjects(nc, { stream: STREAM, filter: filters.runEvent({ phase: 'submitted' }) });
  const finished = await readSubjects(nc, { stream: STREAM, filter: filters.runEvent({ phase: 'finished' }) });
  const isOver = new Set(finished.subjects.map(runIdIn));
  const runIds = submitted.subjects.map(runIdIn);
  return {
    runs: runIds.filter((runId) => !isOver.has(runId)).flatMap((runId) => runRefOf(runId) ?? []),
    asOf: submitted.lastSequence,
  };
}

/** @throws DomeError INTERNAL: every subject here came through a filter of run events. */
function runIdIn(subject: string): string {
  const runId = parseSubject(subject)?.params['runId'];
  if (runId !== undefined) return runId;
  throw new DomeError('INTERNAL', { detail: `${subject} is not the subject of a run` });
}

/** Skips runs whose events cannot be opened. */
function opened(messages: readonly StoredMessage[], logger: Logger): StoredRunEvent[] {
  try {
    return messages.map(storedRunEvent);
  } catch (err) {
    logger.error({ err, subject: messages[0]?.subject }, 'run not listed');
    return [];
  }
}

interface Walk {
  readonly filter: string;
  readonly wanted: number;
}

/** At least as many as wanted, or all there are; oldest first. */
async function newestBefore(nc: NatsConnection, before: number, walk: Walk): Promise<StoredMessage[]> {
  const windows: StoredMessage[][] = [];
  let count = 0;
  let width = walk.wanted * EVENTS_PER_RUN;
  for (let end = before; count < walk.wanted && end > 1;) {
    const start = Math.max(1, end - width);
    const window = await readWindow(nc, { start, end }, walk);
    // A window as wide as the wanted number cannot hold more than that.
    if (window === undefined && width > walk.wanted) {
      width = Math.max(walk.wanted, Math.ceil(width / WIDER));
      continue;
    }
    windows.push(window ?? []);
    count += window?.length ?? 0;
    end = start;
    width *= WIDER;
  }
  return windows.toReversed().flat();
}

/** The runs that begin in the window; undefined if there are many times as many as wanted. */
async function readWindow(
  nc: NatsConnection,
  { start, end }: { start: number; end: number },
  { filter, wanted }: Walk,
): Promise<StoredMessage[] | undefined> {
  const messages: StoredMessage[] = [];
  for (;;) {
    const last = messages.at(-1);
    const from = last === undefined ? cursorAt(start) : cursorAfter(last.sequence);
    const batch = await readBatch(nc, { stream: STREAM, filter, from, batchMax: wanted });
    messages.push(...batch.messages);
    const isWhole = batch.messages.length === 0 || batch.pendingCount === 0 || (messages.at(-1)?.sequence ?? 0) >= end;
    if (isWhole) return messages.filter(({ sequence }) => sequence < end);
    if (messages.length > wanted * WIDER) return undefined;
  }
}

const finishedSubject = (submitted: StoredMessage): string[] => {
  const { plan, runId } = parseSubject(submitted.subject)?.params ?? {};
  return plan === undefined || runId === undefined ? [] : [subjects.runEvent({ plan, runId, phase: 'finished' })];
};
