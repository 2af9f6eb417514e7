// Commands and skills as values, for tests that need no broker.
import { jobIdFor, requestDigestOf, sealEvent, sha256Digest, structureDigest } from '@dome/contracts';
import type { Descriptor, SkillExecute } from '@dome/contracts';
import { evenRetry } from '@dome/testkit';
import { LOG_LIMIT_DEFAULT } from '@dome/skills';

import type { LoadedSkill } from '../../src/catalogue/skill.ts';
import type { CommandMessage } from '../../src/intake/command.ts';

export const nowMs = Date.UTC(2026, 0, 1);
export const skillRef = { name: 'echo', version: '1.0.0', descriptorDigest: sha256Digest('the words of echo') };

export function execute(over: Partial<SkillExecute> = {}): SkillExecute {
  const input = over.input ?? { text: 'hello' };
  const skill = over.skill ?? skillRef;
  return {
    runId: 'run-1',
    taskId: 'task',
    iteration: 1,
    jobId: jobIdFor('run-1_task_1'),
    idempotencyKey: 'run-1_task_1',
    requestDigest: requestDigestOf({
      skill,
      inputDigest: structureDigest(input),
      workspaceDigest: over.workspace?.digest,
    }),
    skill,
    pool: 'default',
    input,
    timeouts: { queueMs: 10_000, executionMs: 5_000, heartbeatMs: 5_000, totalMs: 60_000 },
    notAfter: new Date(nowMs + 30_000).toISOString(),
    retry: {
      initialIntervalMs: 1_000,
      backoffCoefficient: 2,
      maximumIntervalMs: 5_000,
      maximumAttempts: 3,
      nonRetryable: [],
    },
    submittedBy: { user: 'ada', account: 'PEOPLE', attested: true },
    ...over,
  };
}

export function messageOf(data: SkillExecute): CommandMessage {
  const { jobId: subject, runId } = data;
  const payload = sealEvent({
    type: 'dev.dome.skill.execute.v1',
    id: 'id-1',
    source: '/dome/test',
    subject,
    timeMs: nowMs,
    runId,
    data,
  });
  return { pool: 'default', skill: 'echo', payload, header: undefined, streamSequence: 7, storedAtMs: nowMs };
}

export function loadedSkill(over: Partial<Descriptor> = {}): LoadedSkill {
  const descriptor: Descriptor = {
    name: 'echo',
    version: '1.0.0',
    title: 'Echo',
    description: 'Says it again.',
    inputSchema: {},
    outputSchema: {},
    permissions: [],
    sideEffects: [],
    hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    needs: { workspace: 'none' },
    timeouts: { queueMs: 1, executionMs: 1, heartbeatMs: 1, totalMs: 1 },
    retry: evenRetry(1),
    contentDigest: sha256Digest('the code of echo'),
    ...over,
  };
  const accept: LoadedSkill['acceptInput'] = (value) => ({ ok: true, value: { ...Object(value) } });
  return {
    descriptor,
    descriptorDigest: skillRef.descriptorDigest,
    contentDigest: sha256Digest('the code of echo'),
    leftOut: [],
    snapshotDir: '/nowhere',
    renewSnapshot: () => Promise.resolve(false),
    graceMs: 0,
    run: { using: 'process', command: ['true'] },
    logs: LOG_LIMIT_DEFAULT,
    materials: [],
    artifacts: [],
    examples: [],
    acceptInput: accept,
    acceptOutput: accept,
  };
}
