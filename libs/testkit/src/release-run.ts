// The data of a short run as its events carry it: a release with one test, one build, a gate that asks people, a remedy and
// a promotion. Tests of code that reads runs write events with it and check them against the contract.
import { sha256Digest } from '@dome/contracts';
import type { EventData } from '@dome/contracts';

import { evenRetry } from './even-retry.ts';

const DIGEST = sha256Digest('something');

type Submitted = EventData['dev.dome.run.submitted.v1'];
type LockEntry = Submitted['planLock'][number];
type Decision = EventData['dev.dome.run.gate-decided.v1']['decision'];

/** The task `pack` makes the artifact `app` after `test`; `fix` is the remedy, `promote` the promotion. */
export function releaseSubmitted(runId: string): Submitted {
  return {
    runId,
    idempotencyKey: 'k',
    submitDigest: DIGEST,
    planDigest: DIGEST,
    policyDigest: DIGEST,
    inputs: {},
    plan: {
      apiVersion: 'dome/v1',
      kind: 'Plan',
      name: 'release',
      version: '3.0.0',
      title: 'Ship it',
      tasks: { test: { uses: 'node-test@^1' }, pack: { uses: 'pack@^1', needs: ['test'] } },
      gates: { quality: {} },
      loop: { maxIterations: 2, remedy: { tasks: { fix: { uses: 'apply-patch@^1' } } } },
      promotion: {
        task: { id: 'promote', uses: 'promote@^1' },
        subject: { task: 'pack', artifact: 'app' },
        from: 'build',
        to: 'production',
      },
    },
    policy: {
      apiVersion: 'dome/v1',
      kind: 'Policy',
      name: 'release',
      version: '1.0.0',
      gates: { quality: { human: { role: 'release-manager' } } },
    },
    planLock: [
      lockEntry('test', 'node-test', 'check'),
      lockEntry('pack', 'pack', 'check'),
      lockEntry('fix', 'apply-patch', 'remedy'),
      lockEntry('promote', 'promote', 'promote'),
    ],
    submittedBy: { user: 'ada', account: 'PEOPLE', attested: true },
    labels: {},
  };
}

/** What the policy decides of the gate `quality`. */
export function releaseDecision(iteration: number, status: Decision['status']): Decision {
  return {
    decisionId: DIGEST,
    gate: 'quality',
    iteration,
    status,
    riskScore: 60,
    confidence: 1,
    reasonCodes: status === 'REJECT' ? ['TESTS_FAILED'] : [],
    policy: { name: 'release', version: '1.0.0', digest: DIGEST },
    accessDigest: DIGEST,
    inputsDigest: DIGEST,
    rules: [],
    evidence: [],
    evidenceDigest: DIGEST,
    notes: [],
    decidedBy: { kind: 'policy' },
  };
}

function lockEntry(taskId: string, skill: string, purpose: LockEntry['purpose']): LockEntry {
  return {
    taskId,
    skill,
    purpose,
    pool: 'default',
    version: '1.0.0',
    descriptorDigest: DIGEST,
    timeouts: { queueMs: 1, executionMs: 1, heartbeatMs: 1, totalMs: 1 },
    retry: evenRetry(1),
    needsWorkspace: 'none',
  };
}
