// The record of a run, made for a test: `build` makes a package out of a workspace, `put` promotes it once `quality`
// approves. A change in the data is made before the digests are taken, so that the rest of the record is consistent with
// it.
import { eventOf, requestDigestOf, sha256Digest, structureDigest } from '@dome/contracts';
import type { EventData, EventType, RequiredRole } from '@dome/contracts';

import type { RunRecord, StoredEvent } from '../src/record.ts';

export const RUN = 'ship-aaaaaaaa';
export const PACKAGE = sha256Digest('package');
export const TREE = sha256Digest('tree');
export const MENDED = sha256Digest('mended');
export const DESCRIPTOR = { name: 'make', version: '1.0.0', contentDigest: sha256Digest('code') };

export interface Shape {
  /** A remedy of the first round returns another tree. */
  readonly mends?: boolean;
  /** Who voted on `quality`; if nobody did, the policy decided it. */
  readonly voters?: readonly string[];
  readonly verdict?: 'APPROVE' | 'REJECT';
  /** Whom the policy of `quality` asks; by default as many of one role as voted. */
  readonly approvals?: readonly RequiredRole[];
  /** By voter; by default the role that is asked for. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  /** Who took the vote back, once all had voted. */
  readonly withdrawn?: readonly string[];
  /** The deadline passed, and what the policy says follows. */
  readonly expired?: 'REJECT' | 'APPROVE';
  /** Whom the decision names; by default all who voted. */
  readonly people?: readonly string[];
}

/** Only the members that an audit reads. */
export function stored<Type extends EventType>(type: Type, data: object, sequence: number): StoredEvent<Type> {
  const source = { id: `${type}.${sequence}`, source: '/test', subject: RUN, timeMs: sequence, runId: RUN };
  const event = eventOf<EventType>({ ...source, type, data: { runId: RUN, ...data } as EventData[EventType] });
  const payload = Buffer.from(JSON.stringify(event));
  return { stream: 'S', sequence, payload, event } as unknown as StoredEvent<Type>;
}

interface Job {
  readonly taskId: string;
  readonly iteration: number;
  readonly epoch: number;
  readonly more: object;
}

function jobOf({ taskId, iteration, epoch, more }: Job, requestDigest: string): StoredEvent[] {
  const same = { taskId, iteration, jobId: `${RUN}_${taskId}_${iteration}`, requestDigest, commandSequence: epoch };
  const start = { ...same, attempt: 1, counted: true, worker: { instance: 'domed-1' } };
  const end = { ...same, attempt: 1, epoch, result: 'success', ...more };
  return [stored('dev.dome.job.started.v1', start, epoch), stored('dev.dome.job.succeeded.v1', end, epoch + 1)];
}

function policyOf({ voters = [], verdict = 'APPROVE', approvals, expired }: Shape) {
  const count = verdict === 'APPROVE' ? Math.max(1, voters.length) : 1;
  const required = approvals ?? [{ role: 'release-manager', count }];
  const gates = { quality: { human: { approvals: required, always: true, onExpiry: expired ?? 'REJECT' } } };
  return { apiVersion: 'dome/v1', kind: 'Policy', name: 'release', version: '1.0.0', gates };
}

/** The question, the votes, the withdrawals, the end of the time. */
function ballot(shape: Shape, of: { gate: string; iteration: number; evidenceDigest: string }): StoredEvent[] {
  const { voters = [], verdict = 'APPROVE', roles = {}, withdrawn = [], expired } = shape;
  const { approvals, onExpiry } = policyOf(shape).gates.quality.human;
  const choice = verdict === 'APPROVE' ? 'approve' : 'reject';
  const own = approvals.map(({ role }) => role);
  const by = (user: string) => ({ user, attested: true });
  const requested = { ...of, required: approvals.slice(0, 1), approvals, deadline: '2026-03-03T09:00:00Z', onExpiry };
  const events: [EventType, object][] = [
    ['dev.dome.run.approval-requested.v1', requested],
    ...voters.map((user): [EventType, object] => [
      'dev.dome.run.approval-given.v1',
      { ...of, by: by(user), roles: roles[user] ?? own, verdict: choice },
    ]),
    ...withdrawn.map((user): [EventType, object] => ['dev.dome.run.approval-withdrawn.v1', { ...of, by: by(user) }]),
    ...(expired === undefined ? [] : [['dev.dome.run.approval-expired.v1', of] satisfies [EventType, object]]),
  ];
  return events.map(([type, data], at) => stored(type, data, 4 + at));
}

export function recordedRun(shape: Shape = {}): RunRecord {
  const { mends = false, voters = [], verdict = 'APPROVE', expired, people: named = voters } = shape;
  const iteration = mends ? 2 : 1;
  const tree = mends ? MENDED : TREE;
  const skill = { name: 'make', version: '1.0.0', descriptorDigest: structureDigest(DESCRIPTOR) };
  const lockOf = (taskId: string, purpose: string) => ({ taskId, purpose, skill: skill.name, ...skill });
  const input = { target: 'all' };
  const inputDigest = structureDigest(input);
  const requestDigest = requestDigestOf({ skill, inputDigest, workspaceDigest: tree });
  const provenance = {
    requestDigest,
    inputDigest,
    descriptorDigest: skill.descriptorDigest,
    outputDigest: structureDigest({}),
    materials: [{ uri: 'dome:workspace', digest: tree }],
  };
  const artifacts = [{ name: 'package', digest: PACKAGE }];
  const build = { taskId: 'build', iteration, epoch: 11, more: { output: {}, artifacts, provenance } };
  const [started, made] = jobOf(build, requestDigest);
  if (started === undefined || made === undefined) throw new Error('a job starts and ends');
  const evidence = { stream: 'S', sequence: made.sequence, digest: sha256Digest(made.payload) };
  const settled = { taskId: 'build', iteration, jobId: `${RUN}_build_${iteration}`, result: 'success', evidence };
  const asks = voters.length > 0 || expired !== undefined;
  const policy = policyOf(shape);
  const byPeople = voters.length > 0 && expired === undefined;
  const people = byPeople ? { kind: 'people', people: named } : { kind: 'policy' };
  const evidenceDigest = structureDigest([evidence]);
  const decide = (gate: string, status: string, decidedBy: object) => {
    const reasonCodes = expired === undefined ? [] : ['APPROVAL_EXPIRED'];
    const ref = { name: policy.name, version: policy.version, digest: structureDigest(policy) };
    const decision = { gate, iteration, status, reasonCodes, policy: ref, decidedBy, evidenceDigest };
    return { ...decision, decisionId: structureDigest(decision) };
  };
  const promotion = decide('promotion', 'APPROVE', { kind: 'policy' });
  const put = {
    taskId: 'put',
    iteration,
    epoch: 13,
    more: { provenance: { authorizedBy: { decisionId: promotion.decisionId, sequence: 20 } } },
  };
  const fix = { taskId: 'fix', iteration: 1, epoch: 9, more: { workspace: { digest: MENDED } } };
  const sent = (taskId: string, round: number) => ({
    taskId,
    iteration: round,
    jobId: `${RUN}_${taskId}_${round}`,
    input,
    workspace: { digest: tree },
  });
  return {
    run: [
      stored(
        'dev.dome.run.submitted.v1',
        {
          planLock: [lockOf('build', 'check'), lockOf('fix', 'remedy'), lockOf('put', 'promote')],
          submittedBy: { user: 'ada' },
          workspace: { digest: TREE },
          policy,
        },
        1,
      ),
      stored(
        'dev.dome.run.tasks-dispatched.v1',
        { tasks: [...(mends ? [sent('fix', 1)] : []), sent('build', iteration), sent('put', iteration)] },
        2,
      ),
      stored('dev.dome.run.tasks-settled.v1', { tasks: [{ ...settled, artifacts }] }, 3),
      ...(asks ? ballot(shape, { gate: 'quality', iteration, evidenceDigest }) : []),
      stored(
        'dev.dome.run.gate-decided.v1',
        { gate: 'quality', iteration, decision: decide('quality', expired ?? verdict, people) },
        10,
      ),
      stored(
        'dev.dome.run.promotion-decided.v1',
        { decision: promotion, subject: { name: 'package', digest: PACKAGE }, from: 'build', to: 'staging' },
        20,
      ),
    ],
    jobs: [...(mends ? jobOf(fix, requestDigest) : []), started, made, ...jobOf(put, requestDigest)],
    logs: [],
  };
}
