// What has passed, newest first: runs, found by their first events, and decisions on gates.
import { readLasts, readStreamEnds, readSubjects } from '@dome/bus';
import type { StoredMessage } from '@dome/bus';
import { DomeError, STREAMS, filters, parseSubject, subjects } from '@dome/contracts';
import { runRefOf } from '@dome/runs';
import type { RunRef, StoredRunEvent } from '@dome/runs';
import type { Logger } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import type { DecisionHistory, PastDecision, PastRun, RunHistory } from '../ports.ts';
import { newestBefore } from './newest-before.ts';
import { storedRunEvent } from './nats-run-store.ts';

const STREAM = STREAMS.RUN_EVENTS;

export function createNatsRunHistory(nc: NatsConnection, logger: Logger): RunHistory {
  return {
    async before(sequence, { plan, limit }) {
      const first = filters.runEvent({ plan, phase: 'submitted' });
      const found = await newestBefore(nc, sequence, { stream: STREAM, filter: first, wanted: limit + 1 });
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

export function createNatsDecisionHistory(nc: NatsConnection, logger: Logger): DecisionHistory {
  return {
    async before(sequence, { run, limit }) {
      const end = sequence ?? (await readStreamEnds(nc, { stream: STREAM })).next;
      const filter = filters.runEvent({ ...run, phase: 'gate-decided' });
      const found = await newestBefore(nc, end, { stream: STREAM, filter, wanted: limit + 1 });
      const messages = found.slice(-limit).toReversed();
      return {
        decisions: messages.flatMap((message) => opened([message], logger).flatMap(decisionIn)),
        reached: messages.at(-1)?.sequence ?? 0,
        more: found.length > limit,
      };
    },
  };
}

function decisionIn({ sequence, event }: StoredRunEvent): PastDecision[] {
  if (event.type !== 'dev.dome.run.gate-decided.v1') return [];
  const { runId, decision } = event.data;
  const run = runRefOf(runId);
  return run === undefined ? [] : [{ run, sequence, timeMs: Date.parse(event.time), decision }];
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

const finishedSubject = (submitted: StoredMessage): string[] => {
  const { plan, runId } = parseSubject(submitted.subject)?.params ?? {};
  return plan === undefined || runId === undefined ? [] : [subjects.runEvent({ plan, runId, phase: 'finished' })];
};
