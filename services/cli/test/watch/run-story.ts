// A short run of two rounds, as its events: a failing test, a remedy, an approval. Times are seconds after the start.
import { checkEvent, EVENTS } from '@dome/contracts';
import type { AnyEvent, EventData, EventType, RequiredRole } from '@dome/contracts';
import { releaseDecision, releaseSubmitted } from '@dome/testkit';

import type { Message } from '../../src/watch/fold-event.ts';

export const runId = 'release-abcdefgh';
const digest = `sha256:${'a'.repeat(64)}`;
const startMs = Date.UTC(2026, 10, 22, 12, 4, 11);

export const told = (of: AnyEvent, sequence: number): Message => ({
  event: of,
  sequence,
  payload: Buffer.from(JSON.stringify(of)),
});

export function at(seconds: number): number {
  return startMs + seconds * 1_000;
}

/** The event as the wire would carry it, checked against the contract. */
export function event<Type extends EventType>(type: Type, seconds: number, data: EventData[Type]): AnyEvent {
  return checkEvent({
    specversion: '1.0',
    id: `${type}-${seconds}`,
    source: '/dome/test',
    type,
    subject: runId,
    time: new Date(at(seconds)).toISOString(),
    datacontenttype: 'application/json',
    dataschema: EVENTS[type].dataschema,
    correlationid: runId,
    data,
  });
}

export const jobOf = (taskId: string, iteration: number) => ({
  runId,
  taskId,
  iteration,
  jobId: `${runId}_${taskId}_${iteration}`,
});
const by = { user: 'ada', account: 'PEOPLE', attested: true };

export const submitted = event('dev.dome.run.submitted.v1', 0, releaseSubmitted(runId));

export const iteration = (number: number, seconds: number): AnyEvent =>
  event('dev.dome.run.iteration-started.v1', seconds, { runId, iteration: number });

export const dispatched = (taskIds: string[], round: number, seconds: number): AnyEvent =>
  event('dev.dome.run.tasks-dispatched.v1', seconds, {
    runId,
    iteration: round,
    wave: 1,
    tasks: taskIds.map((taskId) => ({
      taskId,
      iteration: round,
      jobId: jobOf(taskId, round).jobId,
      idempotencyKey: jobOf(taskId, round).jobId,
      input: {},
      notAfter: new Date(at(600)).toISOString(),
      settleBy: new Date(at(900)).toISOString(),
    })),
  });

export const wave = (of: {
  tasks: string[];
  round: number;
  purpose: 'check' | 'remedy' | 'promote';
  seconds: number;
  wave?: number;
}) =>
  event('dev.dome.run.wave-started.v1', of.seconds, {
    runId,
    iteration: of.round,
    wave: of.wave ?? 1,
    purpose: of.purpose,
    tasks: of.tasks,
  });

export const started = (taskId: string, round: number, seconds: number, attempt = 1): AnyEvent =>
  event('dev.dome.job.started.v1', seconds, {
    ...jobOf(taskId, round),
    requestDigest: digest,
    commandSequence: 1,
    attempt,
    counted: true,
    deliveryCount: 1,
    skill: { name: 'node-test', version: '1.0.0', descriptorDigest: digest },
    worker: { instance: 'domed-1', host: 'h', version: '0.1.0', guard: 'none' },
  });

export const retrying = (taskId: string, round: number, seconds: number): AnyEvent =>
  event('dev.dome.job.retrying.v1', seconds, {
    ...jobOf(taskId, round),
    requestDigest: digest,
    commandSequence: 1,
    attempt: 1,
    epoch: 1,
    counted: true,
    problem: { code: 'SKILL_FAILED', status: 500, title: 't', detail: 'ECONNREFUSED 127.0.0.1:3000', retryable: true },
    nextAttemptAt: new Date(at(seconds + 2)).toISOString(),
  });

/** The end of a job for which nothing ran: the shortest in the contract. */
export const refused = (taskId: string, round: number, seconds: number): AnyEvent =>
  event('dev.dome.job.refused.v1', seconds, {
    ...jobOf(taskId, round),
    requestDigest: digest,
    commandSequence: 1,
    result: 'error',
    problem: { code: 'DESCRIPTOR_DRIFT', status: 409, title: 't', detail: 'other words', retryable: false },
  });

export const evidenceAt = (sequence: number) => ({
  stream: 'JOB_EVENTS' as const,
  sequence,
  id: `id-${sequence}`,
  digest,
});

export const settled = (
  taskId: string,
  round: number,
  seconds: number,
  more: Partial<EventData['dev.dome.run.tasks-settled.v1']['tasks'][number]> = {},
) =>
  event('dev.dome.run.tasks-settled.v1', seconds, {
    runId,
    tasks: [{ taskId, iteration: round, jobId: jobOf(taskId, round).jobId, result: 'success', ...more }],
  });

export const decided = (status: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN', round: number, seconds: number): AnyEvent =>
  event('dev.dome.run.gate-decided.v1', seconds, {
    runId,
    gate: 'quality',
    iteration: round,
    decision: releaseDecision(round, status),
  });

export const approvalRequested = (round: number, seconds: number, approvals?: RequiredRole[]): AnyEvent =>
  event('dev.dome.run.approval-requested.v1', seconds, {
    runId,
    gate: 'quality',
    iteration: round,
    required: [{ role: 'release-manager', count: 1 }],
    ...(approvals === undefined ? {} : { approvals }),
    deadline: new Date(at(3_600)).toISOString(),
    evidenceDigest: digest,
  });

export const cancelRequested = (seconds: number): AnyEvent =>
  event('dev.dome.run.cancel-requested.v1', seconds, { runId, by });

export const finished = (result: 'success' | 'failure' | 'cancellation', seconds: number, reason?: string): AnyEvent =>
  event('dev.dome.run.finished.v1', seconds, {
    runId,
    result,
    record: [],
    ...(reason === undefined ? {} : { reason }),
  });

/** Everything up to the gate that waits in the second round. */
export function story(): Message[] {
  return [
    submitted,
    iteration(1, 0),
    wave({ tasks: ['test'], round: 1, purpose: 'check', seconds: 0 }),
    dispatched(['test'], 1, 0),
    started('test', 1, 1),
    settled('test', 1, 3, { result: 'failure', summary: '**2 of 48** tests failed\n\nsee below' }),
    decided('REJECT', 1, 3),
    wave({ tasks: ['fix'], round: 1, purpose: 'remedy', seconds: 3 }),
    dispatched(['fix'], 1, 3),
    started('fix', 1, 3),
    settled('fix', 1, 4),
    iteration(2, 4),
    wave({ tasks: ['test'], round: 2, purpose: 'check', seconds: 4 }),
    dispatched(['test'], 2, 4),
    started('test', 2, 4),
    settled('test', 2, 5),
    decided('NEEDS_HUMAN', 2, 5),
    approvalRequested(2, 5),
  ].map((one, index) => told(one, index + 1));
}

/** The check said no, and its job says all there is to say. */
export const failed = (taskId: string, round: number, seconds: number, attempt = 1): AnyEvent =>
  event('dev.dome.job.failed.v1', seconds, {
    ...jobOf(taskId, round),
    requestDigest: digest,
    commandSequence: 1,
    attempt,
    epoch: 1,
    skill: { name: 'node-test', version: '1.0.0', descriptorDigest: digest },
    result: 'failure',
    output: { failed: 2 },
    summary: 'the whole summary',
    exit: { code: 1 },
    problem: { code: 'SKILL_FAILED', status: 500, title: 't', detail: 'it said no', retryable: false },
    timings: { queuedMs: 5, executionMs: 2_000 },
    provenance: {
      descriptorDigest: digest,
      requestDigest: digest,
      inputDigest: digest,
      materials: [{ uri: 'dome:workspace', digest }],
      contractDigest: digest,
      tools: { node: 'v24.0.0' },
      environmentDigest: digest,
      guard: 'none',
      builder: { instance: 'domed-1', version: '0.1.0' },
      startedAt: new Date(at(seconds - 2)).toISOString(),
      finishedAt: new Date(at(seconds)).toISOString(),
      attempts: [{ attempt, epoch: 1, instance: 'domed-1' }],
    },
  });
