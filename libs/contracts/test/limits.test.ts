import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { CLOCKS, LANES, LIMITS, RETRY_DEFAULT, TOPOLOGY } from '../src/index.ts';

const schema = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas', path), 'utf8')) as Record<string, unknown>;

function memberOf(path: string, pointer: string): unknown {
  let node: unknown = schema(path);
  for (const token of pointer.split('/').slice(1)) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Reflect.get(node, token);
  }
  return node;
}

describe('limits that relate to each other', () => {
  test('a document that may be sent fits into one message with its envelope', () => {
    const parts = [
      LIMITS.inputBytes,
      LIMITS.outputBytes,
      LIMITS.planBytes * 2,
      LIMITS.logChunkBytes,
      LIMITS.artifactChunkBytes,
    ];
    for (const bytes of parts) expect(bytes).toBeLessThan(LIMITS.messageBytes);
    expect(LIMITS.outputBytes + LIMITS.summaryBytes).toBeLessThan(LIMITS.messageBytes);
  });

  test('the first event of a run has space for plan, policy and inputs, and for a lock of 900 bytes each task', () => {
    const lockBytes = (LIMITS.tasksPerPlan + 1) * 900;
    expect(LIMITS.planValueBytes + LIMITS.inputBytes + lockBytes).toBeLessThan(LIMITS.messageBytes);
    expect(LIMITS.planBytes * 2).toBeLessThanOrEqual(LIMITS.planValueBytes);
  });

  test('every stream accepts the largest message', () => {
    for (const { maxMessageBytes } of Object.values(TOPOLOGY.streams))
      expect(maxMessageBytes).toBeGreaterThanOrEqual(LIMITS.messageBytes);
  });

  test('a projection is smaller than an output, a line smaller than a chunk', () => {
    expect(LIMITS.projectionBytes).toBeLessThan(LIMITS.outputBytes);
    expect(LIMITS.logLineBytes).toBeLessThanOrEqual(LIMITS.logChunkBytes);
  });

  test('a runner can send its longest verdict, even with every character escaped', () => {
    expect(LIMITS.runnerFramesPerSecond).toBeGreaterThan(60 * 20);
    expect(LIMITS.outputBytes * 2 + LIMITS.problemDetailChars * 6 + 1_024).toBeLessThanOrEqual(LIMITS.runnerFrameBytes);
  });

  test('a log at its limit takes a small part of its stream, and of its skill’s time', () => {
    const streamBytes = TOPOLOGY.streams.JOB_LOGS.maxBytes;
    expect(LIMITS.logBytes * 100).toBeLessThan(streamBytes);
    expect(LIMITS.logBytesMax * 8).toBeLessThanOrEqual(streamBytes);
    expect((LIMITS.logBytes / LIMITS.logBytesPerSecond) * 1_000).toBeLessThanOrEqual(CLOCKS.executionMs / 10);
    expect(LIMITS.logChunkBytes + LIMITS.logRecordBytes).toBeLessThan(LIMITS.logBytesPerSecond);
  });

  test('an alarm comes before work is refused, and clears above the point where work is accepted again', () => {
    const { spaceHighPercent, spaceFullPercent, spaceClearPercent } = LIMITS;
    expect(spaceHighPercent).toBeLessThan(spaceFullPercent - spaceClearPercent);
    expect(spaceFullPercent).toBeLessThan(100);
    // The remaining space then holds the end of everything that may be running.
    const leftBytes = (TOPOLOGY.streams.JOB_EVENTS.maxBytes * (100 - spaceFullPercent)) / 100;
    expect(leftBytes).toBeGreaterThan(256 * LIMITS.messageBytes);
  });

  test('the longest subject is shorter than the limit', () => {
    const longest = `dome.evt.job.${'s'.repeat(LIMITS.nameChars)}.${'r'.repeat(64)}.${'j'.repeat(64)}.note.cancel-requested`;
    expect(longest.length).toBeLessThan(LIMITS.subjectBytes);
  });

  test('no clock is longer than what contains it', () => {
    const { queueMs, executionMs, totalMs } = CLOCKS;
    expect([executionMs <= totalMs, queueMs <= totalMs]).toEqual([true, true]);
  });

  test('the ledger outlives every total clock and dies before the events', () => {
    const ledgerMs = TOPOLOGY.buckets.domed_idempotency.maxAgeMs;
    expect(memberOf('common.json', '/$defs/timeouts/properties/totalMs/maximum')).toBeLessThan(ledgerMs);
    expect(ledgerMs).toBeLessThan(TOPOLOGY.streams.JOB_EVENTS.maxAgeMs);
    expect(TOPOLOGY.streams.SKILL_COMMANDS.maxAgeMs).toBeLessThanOrEqual(ledgerMs);
  });

  test('one person never has all of a lane, and all lanes together fit into the memory of a plane', () => {
    for (const lane of Object.values(LANES)) {
      expect(lane.inHandEachMax).toBeLessThan(lane.inHandMax);
      expect(lane.queuedEachMax * 4).toBeLessThanOrEqual(lane.queuedMax);
      expect(lane.heldBytesEachMax * 4).toBeLessThanOrEqual(lane.heldBytesMax);
      expect(lane.heldBytesEachMax).toBeGreaterThan(LIMITS.messageBytes);
    }
    const heldBytes = Object.values(LANES).reduce((sum, { heldBytesMax }) => sum + heldBytesMax, 0);
    expect(heldBytes).toBeLessThanOrEqual(128 * 1_048_576);
  });

  test('one person never has all uploads of a daemon, and can still upload the largest artifact', () => {
    expect(LIMITS.uploadsOpenEach * 4).toBeLessThanOrEqual(LIMITS.uploadsOpen);
    expect(LIMITS.uploadBytesEach * 4).toBeLessThanOrEqual(LIMITS.uploadBytes);
    expect(LIMITS.uploadBytesEach).toBeGreaterThan(LIMITS.artifactBytes);
    expect(CLOCKS.uploadIdleMs).toBeGreaterThan(CLOCKS.askMs * 3);
    expect(CLOCKS.uploadIdleMs).toBeLessThan(CLOCKS.uploadMs);
  });

  test('the table of a lock fits into a message, with the tickets of sixteen daemons', () => {
    expect(LIMITS.lockTicketsPerDaemon * 16 * 512).toBeLessThan(LIMITS.messageBytes);
    expect(LIMITS.lockTicketsPerDaemon).toBeLessThan(LIMITS.lockWaitsPerDaemon);
    // A lock of a killed daemon is free before its job is taken over.
    expect(CLOCKS.lockLeaseMs).toBeLessThan(TOPOLOGY.consumers.skillIntake.ackWaitMs);
  });

  test('a request is dropped when its sender has given up, and not before', () => {
    const { prompt, stored, waiting, heavy } = LANES;
    for (const lane of [prompt, stored, waiting]) expect(lane.patienceMs).toBe(CLOCKS.askMs);
    expect(heavy.patienceMs).toBe(CLOCKS.askLongMs);
  });

  test('a pattern is a part of a schema, and a check may go once through the largest input', () => {
    expect(LIMITS.schemaPatterns).toBeLessThan(LIMITS.schemaParts);
    expect(LIMITS.schemaParts).toBeLessThan(LIMITS.schemaRules);
    expect(LIMITS.schemaPatternChars).toBeLessThanOrEqual(LIMITS.schemaPatternSize);
    expect(LIMITS.schemaPatternSize).toBeLessThan(LIMITS.schemaPatternsSize);
    expect(LIMITS.schemaSteps).toBeGreaterThan(2 * Math.max(LIMITS.inputBytes, LIMITS.outputBytes));
  });

  test('the records of a run and of its tasks fit into a message, and one plan fits into all iterations', () => {
    expect(LIMITS.taskRunsPerPlan).toBeGreaterThanOrEqual(LIMITS.tasksPerPlan);
    // A settled task in a view has its name, its result, its job and a sentence.
    expect(LIMITS.taskRunsPerPlan * 512).toBeLessThanOrEqual(LIMITS.messageBytes);
    expect(LIMITS.parkedCommandBytes * 2).toBeLessThan(LIMITS.messageBytes);
    expect(LIMITS.deliveriesInHand * 2).toBeLessThanOrEqual(LIMITS.publishWindow);
  });

  test('an expression over all that it may read is still cut off, and one gate cannot use up a plan', () => {
    expect(LIMITS.expressionSteps).toBeGreaterThan(LIMITS.projectionBytes);
    expect(LIMITS.expressionChars * LIMITS.rulesPerGate).toBeLessThanOrEqual(LIMITS.planBytes);
  });

  test('one person never has all downloads of a daemon', () => {
    expect(LIMITS.downloadsOpenEach * 4).toBeLessThanOrEqual(LIMITS.downloadsOpen);
    expect(CLOCKS.downloadIdleMs).toBeGreaterThan(CLOCKS.askMs * 3);
  });

  test('the files of a skill are an archive, and a name in it is a part of its path', () => {
    expect(LIMITS.skillEntries).toBeLessThan(LIMITS.archiveEntries);
    expect(LIMITS.skillBytes).toBeLessThan(LIMITS.archiveBytes);
    expect(LIMITS.archiveNameBytes).toBeLessThan(LIMITS.archivePathBytes);
  });

  test('a clock that is set is no longer than the longest, and a stop is a part of the shortest', () => {
    for (const ms of [CLOCKS.queueMs, CLOCKS.executionMs, CLOCKS.totalMs])
      expect(ms).toBeLessThanOrEqual(LIMITS.taskClockMs);
    expect(CLOCKS.approvalMs).toBeLessThanOrEqual(LIMITS.approvalClockMs);
    expect(CLOCKS.graceMs).toBeLessThan(CLOCKS.executionMs);
    expect(CLOCKS.machineProbeMs).toBeLessThanOrEqual(CLOCKS.capabilityLeaseMs);
  });

  test('an input is in its file, and only a small part of it in a variable', () => {
    // execve refuses one string of 128 KiB.
    expect(LIMITS.inputVariableBytes).toBeLessThan(131_072 / 2);
    expect(LIMITS.inputVariableBytes).toBeLessThan(LIMITS.inputBytes);
  });

  test('the cursors of one person, at their largest, take a small part of their bucket', () => {
    const largestBytes = LIMITS.cursorReads * LIMITS.cursorReadChars + LIMITS.cursorStreams * 96;
    expect(LIMITS.cursorsEach * largestBytes * 10).toBeLessThan(TOPOLOGY.buckets.domed_cursors.maxBytes);
    expect(LIMITS.cursorsEach).toBeLessThanOrEqual(LIMITS.listMax);
    // A reader's position is kept often enough for its requests, and rarely enough for everybody's.
    expect(LIMITS.cursorMoveMs).toBeLessThan(CLOCKS.askMs);
  });

  test('retries grow and end', () => {
    const { initialIntervalMs, maximumIntervalMs, backoffCoefficient, maximumAttempts } = RETRY_DEFAULT;
    expect(initialIntervalMs).toBeLessThanOrEqual(maximumIntervalMs);
    expect([backoffCoefficient >= 1, maximumAttempts >= 1]).toEqual([true, true]);
  });
});

describe('the schemas have the same limits', () => {
  test.each([
    ['common.json', '/$defs/pageLimit/maximum', LIMITS.listMax],
    ['common.json', '/$defs/name/pattern', `^[a-z0-9][a-z0-9-]{0,${LIMITS.nameChars - 1}}$`],
    ['common.json', '/$defs/runId/pattern', `^[A-Za-z0-9_-]{1,${LIMITS.idChars}}$`],
    ['common.json', '/$defs/iteration/maximum', LIMITS.iterationsMax],
    ['common.json', '/$defs/labels/maxProperties', LIMITS.labelsPerRun],
    ['common.json', '/$defs/reason/maxLength', LIMITS.reasonChars],
    ['log/log.v1.json', '/properties/text/maxLength', LIMITS.logChunkBytes],
    ['job/outcome.json', '/$defs/summary/maxLength', LIMITS.summaryBytes],
    ['job/outcome.json', '/$defs/artifacts/maxItems', LIMITS.artifactsPerJob],
    ['skill-manifest.json', '/properties/locks/maxItems', LIMITS.locksPerSkill],
    ['descriptor.json', '/properties/locks/maxItems', LIMITS.locksPerSkill],
    ['skill-manifest.json', '/properties/locks/items/properties/waitMs/maximum', LIMITS.taskClockMs],
    ['common.json', '/$defs/lockKey/maxLength', LIMITS.lockKeyBytes],
    ['job/waiting.v1.json', '/properties/heldBy/maxItems', LIMITS.lockHoldersTold],
    ['skill-manifest.json', '/properties/secrets/maxItems', LIMITS.secretsPerSkill],
    ['descriptor.json', '/properties/secrets/maxItems', LIMITS.secretsPerSkill],
    ['provenance.json', '/properties/secrets/maxItems', LIMITS.secretsPerSkill],
    // Those of the skill, and that of the task's concurrency.
    ['provenance.json', '/properties/locks/maxItems', LIMITS.locksPerSkill + 1],
    ['provenance.json', '/properties/locks/items/properties/waitedMs/maximum', LIMITS.taskClockMs],
    ['plan.json', '/properties/tasks/maxProperties', LIMITS.tasksPerPlan],
    ['plan.json', '/properties/gates/maxProperties', LIMITS.gatesPerPlan],
    ['plan.json', '/properties/loop/properties/maxIterations/maximum', LIMITS.iterationsMax],
    ['policy.json', '/properties/gates/additionalProperties/properties/rules/maxItems', LIMITS.rulesPerGate],
    ['service/run-submit-request.json', '/properties/plan/maxLength', LIMITS.planBytes],
    ['service/law-apply-request.json', '/properties/documents/maxItems', LIMITS.lawDocumentsPerChange],
    ['service/law-apply-request.json', '/properties/documents/items/properties/text/maxLength', LIMITS.planBytes],
    ['service/law-apply-reply.json', '/properties/changes/items/properties/touches/maxItems', LIMITS.touchedRuns],
    ['problem.json', '/properties/reasons/maxItems', LIMITS.problemReasons],
    ['problem.json', '/properties/reasons/items/properties/detail/maxLength', LIMITS.problemReasonChars],
    ['problem.json', '/properties/faults/maxItems', LIMITS.problemFaults],
    ['problem.json', '/properties/faults/items/properties/message/maxLength', LIMITS.faultChars],
    ['problem.json', '/properties/faults/items/properties/pointer/maxLength', LIMITS.problemPointerChars],
    ['problem.json', '/properties/faults/items/properties/hint/maxLength', LIMITS.faultChars],
    ['skill/execute.v1.json', '/properties/idempotencyKey/maxLength', LIMITS.idempotencyKeyBytes],
    ['problem.json', '/properties/detail/maxLength', LIMITS.problemDetailChars],
    ['problem.json', '/properties/pointer/maxLength', LIMITS.problemPointerChars],
    ['problem.json', '/properties/hint/maxLength', LIMITS.problemHintChars],
    ['decision.json', '/properties/rules/items/properties/detail/maxLength', LIMITS.ruleDetailChars],
    ['decision.json', '/properties/notes/maxItems', LIMITS.notesPerDecision],
    ['log/log-annotation.v1.json', '/properties/message/maxLength', LIMITS.annotationChars],
    ['log/log-annotation.v1.json', '/properties/file/maxLength', LIMITS.annotationFileChars],
    ['log/log-annotation.v1.json', '/properties/title/maxLength', LIMITS.annotationTitleChars],
    ['log/log-progress.v1.json', '/properties/text/maxLength', LIMITS.progressChars],
    ['announcement.json', '/properties/summary/maxLength', LIMITS.capabilitySummaryChars],
    ['common.json', '/$defs/timeouts/properties/totalMs/maximum', LIMITS.taskClockMs],
    ['cursor-entry.json', '/properties/cursors/maxItems', LIMITS.cursorStreams],
    ['service/cursor-move-request.json', '/properties/cursors/maxItems', LIMITS.cursorStreams],
    ['service/cursor-move-request.json', '/properties/reads/maxItems', LIMITS.cursorReads],
    ['service/cursor-move-request.json', '/properties/reads/items/maxLength', LIMITS.cursorReadChars],
  ])('%s %s', (path, pointer, limit) => {
    expect(memberOf(path, pointer)).toBe(limit);
  });
});
