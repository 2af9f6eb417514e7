// A fleet at work: one daemon drains, one is degraded, one answers nothing; a backlog that nobody serves; a gate that has waited long.
import type { InstanceHealth, SeenFleet } from '@dome/client';
import { DomeError, sha256Digest } from '@dome/contracts';
import type { Announcement, Decision, HealthReply, OpenGate, RunSummary } from '@dome/contracts';

export const topNowMs = Date.UTC(2026, 2, 2, 9, 30);
const ago = (seconds: number): string => new Date(topNowMs - seconds * 1_000).toISOString();

interface Figures {
  readonly status?: HealthReply['status'];
  readonly counts: Readonly<Record<string, number>>;
  readonly check?: string;
  readonly megabytes?: number;
}

function health(instance: string, { status = 'ok', counts, check, megabytes = 96 }: Figures): InstanceHealth {
  const checks = [{ name: 'machine', ok: check === undefined, detail: check ?? 'whole' }];
  const loop = { p99Ms: 3, maxMs: 9, longestMs: 41, over50Ms: 0, over250Ms: 0 };
  const memory = { rssBytes: megabytes * 2 ** 20, heapBytes: 40 * 2 ** 20 };
  const law = { sequence: 12, drift: [] };
  return {
    instance,
    health: { instance, version: '0.1.0', status, checks, counts: { ...counts }, law, eventLoop: loop, memory },
  };
}

const announced = (instance: string, name: string, pool = 'default'): Announcement => ({
  name,
  version: '1.0.0',
  title: name,
  summary: name,
  hints: detailHints,
  descriptorDigest: 'sha256:'.padEnd(71, '0'),
  pool,
  slots: 4,
  instance,
  labels: {},
});
const detailHints: Announcement['hints'] = { readOnly: true, destructive: false, idempotent: true, openWorld: false };

const run = (runId: string, of: Partial<RunSummary>): RunSummary => ({
  runId,
  plan: 'release@3.0.0',
  state: 'executing',
  submittedBy: 'ada',
  submittedAt: ago(90),
  tasksSettled: 1,
  tasksTotal: 5,
  sequence: 7,
  ...of,
});

const evidenceDigest = sha256Digest('evidence');
const decision: Decision = {
  decisionId: sha256Digest('decision'),
  gate: 'release',
  iteration: 1,
  status: 'NEEDS_HUMAN',
  reasonCodes: ['REVIEW'],
  riskScore: 30,
  confidence: 1,
  policy: { name: 'release', version: '1.0.0', digest: sha256Digest('policy') },
  accessDigest: sha256Digest('access'),
  inputsDigest: sha256Digest('inputs'),
  rules: [],
  evidence: [],
  evidenceDigest,
  decidedBy: { kind: 'policy' },
  notes: [],
};

const gate = (runId: string, waitedSeconds: number, of: Partial<OpenGate> = {}): OpenGate => ({
  runId,
  plan: 'release@3.0.0',
  gate: 'release',
  iteration: 1,
  role: 'release-manager',
  deadline: new Date(topNowMs + 3_600_000).toISOString(),
  evidenceDigest,
  decision,
  submittedBy: 'ada',
  requestedAt: ago(waitedSeconds),
  ...of,
});

export const busyFleet: SeenFleet = {
  replicas: [
    health('dome-a', { counts: { openRuns: 7 } }),
    health('dome-b', { status: 'degraded', counts: { openRuns: 7 }, check: 'one run cannot go on' }),
  ],
  daemons: [
    health('domed-1', { counts: { slots: 4, free: 0, inHand: 5 }, megabytes: 153 }),
    health('domed-2', { status: 'draining', counts: { slots: 4, free: 3, inHand: 1 } }),
    health('domed-3', { status: 'degraded', counts: { slots: 8, free: 8, inHand: 0 }, check: 'the disk is full' }),
    { instance: 'domed-4', health: new DomeError('TIMEOUT', { detail: 'No answer in time.' }) },
  ],
  announcements: [
    ...['domed-1', 'domed-2'].flatMap((instance) =>
      ['node-test', 'pack', 'lint'].map((name) => announced(instance, name)),
    ),
    announced('domed-3', 'promote', 'production'),
  ],
  backlog: {
    oldestAt: ago(840),
    skills: [
      { pool: 'default', skill: 'lint', waiting: 0, inHand: 1, redelivered: 0, takenAt: ago(14), parked: 0 },
      { pool: 'default', skill: 'migrate', waiting: 3, inHand: 0, redelivered: 0, takenAt: ago(840), parked: 2 },
      { pool: 'default', skill: 'node-test', waiting: 12, inHand: 4, redelivered: 1, takenAt: ago(2), parked: 0 },
      { pool: 'default', skill: 'pack', waiting: 0, inHand: 0, redelivered: 0, parked: 0 },
      { pool: 'production', skill: 'promote', waiting: 0, inHand: 0, redelivered: 0, takenAt: ago(7_300), parked: 0 },
    ],
  },
  runs: [
    run('release-k3m9x2qa', { waitingFor: 'test, lint', submittedAt: ago(14) }),
    run('release-7hd2pqrs', { state: 'waiting', waitingFor: 'release-manager at release', submittedAt: ago(5_400) }),
    run('nightly-b5c8v1nn', {
      plan: 'nightly@1.4.0',
      submittedBy: 'ci',
      submittedAt: ago(600),
      tasksSettled: 11,
      tasksTotal: 12,
    }),
    run('nightly-z0y7t4ww', {
      plan: 'nightly@1.4.0',
      state: 'pending',
      submittedBy: 'ci',
      submittedAt: ago(2),
      tasksSettled: 0,
    }),
  ],
  gates: [
    gate('release-9qwe4rty', 240, { deadline: new Date(topNowMs + 300_000).toISOString() }),
    gate('release-7hd2pqrs', 5_100, {
      approvals: {
        required: [{ role: 'release-manager', count: 2 }],
        missing: [{ role: 'release-manager', count: 1 }],
        by: ['linus'],
      },
    }),
  ],
  heardAtMs: {},
  faults: {},
};
