// A short run as its stored events: a failing check, a remedy, a second round, people, a promotion.
import { checkEvent, eventOf, sha256Digest } from '@dome/contracts';
import type { EventData } from '@dome/contracts';
import { releaseDecision, releaseSubmitted } from '@dome/testkit';

import { isRunEvent } from '../src/run-event.ts';
import type { RunEventType, StoredRunEvent } from '../src/run-event.ts';

export const runId = 'release-abcdefgh';
const digest = sha256Digest('something');
const by = { user: 'ada', account: 'PEOPLE', attested: true };
const time = (seconds: number): string => new Date(1_000 * seconds).toISOString();

/** The event as the stream holds it, checked against the contract. */
export function stored<Type extends RunEventType>(
  sequence: number,
  type: Type,
  data: Omit<EventData[Type], 'runId'>,
): StoredRunEvent {
  const source = { source: '/dome/test', subject: runId, timeMs: 1_000 * sequence, runId };
  const whole = { runId, ...data };
  const event = checkEvent(eventOf({ ...source, id: `event-${sequence}`, type, data: whole as EventData[Type] }));
  if (!isRunEvent(event)) throw new Error(`${type} is not an event of a run`);
  return { sequence, digest, event };
}

export const submitted = (sequence: number): StoredRunEvent =>
  stored(sequence, 'dev.dome.run.submitted.v1', releaseSubmitted(runId));

type Purpose = 'check' | 'remedy' | 'promote';

export const iteration = (sequence: number, round: number): StoredRunEvent =>
  stored(sequence, 'dev.dome.run.iteration-started.v1', { iteration: round });

export const wave = (sequence: number, of: { round: number; wave: number; purpose: Purpose; tasks: string[] }) =>
  stored(sequence, 'dev.dome.run.wave-started.v1', {
    iteration: of.round,
    wave: of.wave,
    purpose: of.purpose,
    tasks: of.tasks,
  });

export const dispatched = (sequence: number, taskId: string, round: number): StoredRunEvent => {
  const key = `${runId}_${taskId}_${round}`;
  const clocks = { notAfter: time(600), settleBy: time(900) };
  return stored(sequence, 'dev.dome.run.tasks-dispatched.v1', {
    iteration: round,
    wave: 1,
    tasks: [{ taskId, iteration: round, jobId: key, idempotencyKey: key, input: {}, ...clocks }],
  });
};

export const settled = (sequence: number, taskId: string, round: number, result: 'success' | 'failure' = 'success') =>
  stored(sequence, 'dev.dome.run.tasks-settled.v1', {
    tasks: [{ taskId, iteration: round, jobId: `${runId}_${taskId}_${round}`, result }],
  });

export const decided = (sequence: number, round: number, status: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN') =>
  stored(sequence, 'dev.dome.run.gate-decided.v1', {
    gate: 'quality',
    iteration: round,
    decision: releaseDecision(round, status),
  });

export const asked = (sequence: number, round: number): StoredRunEvent =>
  stored(sequence, 'dev.dome.run.approval-requested.v1', {
    gate: 'quality',
    iteration: round,
    required: [{ role: 'release-manager', count: 1 }],
    deadline: time(3_600),
    evidenceDigest: digest,
  });

export const voted = (sequence: number, round: number, user: string, verdict: 'approve' | 'reject') =>
  stored(sequence, 'dev.dome.run.approval-given.v1', {
    gate: 'quality',
    iteration: round,
    by: { ...by, user },
    roles: ['release-manager'],
    accessDigest: digest,
    verdict,
    evidenceDigest: digest,
  });

export const withdrawn = (sequence: number, round: number, user: string): StoredRunEvent =>
  stored(sequence, 'dev.dome.run.approval-withdrawn.v1', { gate: 'quality', iteration: round, by: { ...by, user } });

export const expired = (sequence: number, round: number): StoredRunEvent =>
  stored(sequence, 'dev.dome.run.approval-expired.v1', { gate: 'quality', iteration: round, deadline: time(3_600) });

export const finished = (sequence: number, result: 'success' | 'failure'): StoredRunEvent =>
  stored(sequence, 'dev.dome.run.finished.v1', { result, record: [] });

/** Everything up to the vote in the second round, and the end. */
export const chain: readonly StoredRunEvent[] = [
  submitted(1),
  iteration(2, 1),
  wave(3, { round: 1, wave: 1, purpose: 'check', tasks: ['test'] }),
  dispatched(4, 'test', 1),
  settled(5, 'test', 1, 'failure'),
  decided(6, 1, 'REJECT'),
  wave(7, { round: 1, wave: 2, purpose: 'remedy', tasks: ['fix'] }),
  dispatched(8, 'fix', 1),
  settled(9, 'fix', 1),
  iteration(10, 2),
  wave(11, { round: 2, wave: 1, purpose: 'check', tasks: ['test'] }),
  dispatched(12, 'test', 2),
  settled(13, 'test', 2),
  wave(14, { round: 2, wave: 2, purpose: 'check', tasks: ['pack'] }),
  dispatched(15, 'pack', 2),
  settled(16, 'pack', 2),
  decided(17, 2, 'NEEDS_HUMAN'),
  asked(18, 2),
  voted(19, 2, 'grace', 'approve'),
  decided(20, 2, 'APPROVE'),
  finished(21, 'success'),
];
