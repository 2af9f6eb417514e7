// A gate that waits in the second iteration of a release, with a rule that could not be evaluated and one that is false.
import type { GateAsking, GateDetail } from '@dome/contracts';
import { sha256Digest } from '@dome/contracts';

import type { GateStory } from '../../src/inspect/gate-story.ts';

export const gateRunId = 'release-abcdefgh';
export const nowMs = Date.UTC(2026, 2, 2, 9, 30);

const ago = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();
const evidence = (sequence: number) => ({
  stream: 'JOB_EVENTS',
  sequence,
  id: `${gateRunId}.${sequence}`,
  digest: sha256Digest(String(sequence)),
});

export const asking: GateAsking = {
  required: [
    { role: 'release-manager', count: 2 },
    { role: 'security', count: 1 },
  ],
  missing: [{ role: 'security', count: 1 }],
  requestedAt: ago(25),
  deadline: new Date(nowMs + 3_600_000).toISOString(),
  onExpiry: 'REJECT',
  remindEveryMs: 600_000,
  reminders: 2,
  votes: [
    {
      by: 'grace',
      roles: ['release-manager'],
      verdict: 'approve',
      reason: 'read the report',
      at: ago(20),
      sequence: 151,
    },
    { by: 'rob', roles: ['developer', 'release-manager'], verdict: 'approve', at: ago(3), sequence: 153 },
  ],
  withdrawals: [{ by: 'linus', at: ago(10), reason: 'the wrong tree' }],
  voters: [
    { role: 'release-manager', users: ['linus'] },
    { role: 'security', users: ['margaret', 'olga'] },
  ],
};

const check = (taskId: string, sequence: number) => ({
  taskId,
  iteration: 2,
  purpose: 'check' as const,
  skill: taskId === 'test' ? 'node-test' : taskId,
  version: '1.2.0',
  state: 'settled' as const,
  result: 'success' as const,
  jobId: `${gateRunId}_${taskId}_2`,
  evidence: evidence(sequence),
});

export const detail: GateDetail = {
  runId: gateRunId,
  gate: 'release',
  iteration: 2,
  title: 'May it go to staging?',
  state: 'waiting',
  iterations: [1, 2],
  run: {
    plan: {
      name: 'release',
      version: '1.0.0',
      digest: sha256Digest('plan'),
      title: 'Release a service',
      description: 'Checks a tree, packs it, asks the policy and a person, and promotes the archive by its digest.',
    },
    state: 'waiting',
    submittedBy: { user: 'ada', account: 'PEOPLE', attested: true },
    submittedAt: ago(30),
    iteration: 2,
    maxIterations: 2,
    labels: { team: 'checkout' },
    inputs: { environments: '/srv/environments', base: null },
    inputsBytes: 50,
  },
  promotion: {
    task: 'pack',
    artifact: 'package',
    subject: { name: 'package', digest: sha256Digest('package'), size: 9_751, mediaType: 'application/gzip' },
    from: 'build',
    to: 'staging',
    environmentTitle: 'What customers try first',
    environmentVersion: '1.0.0',
    state: 'undecided',
    replaces: { digest: sha256Digest('before'), runId: 'release-bcdefghi', since: ago(10_080), decidedBy: ['grace'] },
  },
  policy: { name: 'release', version: '1.0.0', digest: sha256Digest('policy') },
  rules: [
    {
      id: 'contents-known',
      title: 'The package is built, and its contents are listed.',
      expression: 'tasks.sbom.result == "success" && tasks.pack.result == "success"',
      value: 'true',
      reasonCode: 'CONTENTS_UNKNOWN',
      otherwise: 'REJECT',
      risk: 40,
    },
    {
      id: 'small-change',
      title: 'The change is small: at most 2000 lines.',
      expression: 'tasks.diff.output.insertions + tasks.diff.output.deletions <= 2000',
      value: 'false',
      reasonCode: 'LARGE_CHANGE',
      otherwise: 'NEEDS_HUMAN',
      risk: 20,
      note: 'Somebody should have read it whole.',
    },
    {
      id: 'covered',
      expression: 'tasks.test.output.coverage >= 80',
      value: 'error',
      detail: 'no such key: coverage',
      reasonCode: 'NOT_COVERED',
      otherwise: 'NEEDS_HUMAN',
      risk: 10,
    },
  ],
  decision: {
    decisionId: sha256Digest('decision'),
    status: 'NEEDS_HUMAN',
    reasonCodes: ['LARGE_CHANGE', 'NOT_COVERED', 'RULE_ERROR'],
    reasons: [{ code: 'RULE_ERROR', says: 'A rule could not be evaluated, which counts as not true.' }],
    riskScore: 30,
    confidence: 0.75,
    decidedBy: { kind: 'policy' },
    notes: ['Somebody should have read it whole.'],
    inputsDigest: sha256Digest('inputs'),
    accessDigest: sha256Digest('access'),
    lawSequence: 12,
    evidenceDigest: sha256Digest('evidence'),
    at: ago(25),
    sequence: 149,
  },
  gates: [
    {
      gate: 'quality',
      title: 'Do the checks hold?',
      state: 'decided',
      status: 'APPROVE',
      reasonCodes: [],
      rules: [
        {
          id: 'tests-pass',
          title: 'Every test passes, and there is at least one.',
          expression: 'tasks.test.output.failed == 0',
          value: 'true',
          reasonCode: 'TESTS_FAILED',
          otherwise: 'REJECT',
          risk: 60,
        },
      ],
    },
  ],
  tasks: [
    { ...check('diff', 117), summary: '11 files, +2100 −0' },
    { ...check('test', 121), title: 'The unit tests', summary: '6 passed, 0 failed' },
    {
      ...check('pack', 125),
      summary: 'checkout-1.5.0.tgz',
      artifacts: [{ name: 'package', digest: sha256Digest('package'), size: 9_751, mediaType: 'application/gzip' }],
    },
  ],
  before: {
    iteration: 1,
    gates: [{ gate: 'quality', status: 'REJECT', reasonCodes: ['TESTS_FAILED'] }],
    rules: [{ id: 'small-change', before: 'true', now: 'false' }],
    tasks: [{ taskId: 'test', before: 'failure', now: 'success' }],
    remedy: [
      {
        taskId: 'fix',
        iteration: 1,
        purpose: 'remedy',
        skill: 'apply-patch',
        version: '1.0.0',
        state: 'settled',
        result: 'success',
        jobId: `${gateRunId}_fix_1`,
        summary: 'patched src/discount.js',
      },
    ],
    workspaceBefore: { digest: sha256Digest('tree 1'), size: 4_096 },
    workspaceNow: { digest: sha256Digest('tree 2'), size: 4_100 },
  },
  asking,
  you: { user: 'margaret', roles: ['security'], approve: { allowed: true }, reject: { allowed: true } },
  sequence: 153,
};

export const story: GateStory = {
  detail,
  records: [],
  outputs: [
    {
      taskId: 'test',
      members: [
        { pointer: '/failed', from: 2, to: 0 },
        { pointer: '/slowest', to: 'adds up' },
      ],
      artifacts: [],
    },
  ],
  findings: new Map([[`${gateRunId}_test_2`, { error: 0, warning: 2, notice: 1, debug: 0 }]]),
  files: [
    { path: 'src/discount.js', change: 'changed', lines: { added: 1, removed: 1 } },
    { path: 'src/logo.png', change: 'added', lines: undefined },
    { path: 'src/old.js', change: 'removed', lines: { added: 0, removed: 12 } },
  ],
};
