// The examples tell one story, and its ids and digests are real: a reader may follow them and compute them again.
import { expect, test } from 'vitest';

import {
  checkEvent,
  commandMessageId,
  isEvent,
  jobIdFor,
  requestDigestOf,
  runIdFor,
  sha256Digest,
  structureDigest,
} from '../src/index.ts';
import type { DomeEvent, EventType } from '../src/index.ts';
import { example } from './vectors.ts';

function event<Type extends EventType>(type: Type): DomeEvent<Type> {
  const value = checkEvent(example(type));
  if (!isEvent(value, type)) throw new Error(`${type} is shown by another event`);
  return value;
}

const bytesOf = (value: unknown): string => JSON.stringify(value);

test('the run is named after who submitted it, and holds its documents by digest', () => {
  const { runId, plan, policy, planDigest, policyDigest, submittedBy, idempotencyKey } =
    event('dev.dome.run.submitted.v1').data;
  expect(runId).toBe(runIdFor({ submitter: submittedBy.user, plan: 'release', idempotencyKey, n: 0 }));
  expect([planDigest, policyDigest]).toEqual([structureDigest(plan), structureDigest(policy)]);
});

test('the command carries the id and the digest of its work', () => {
  const { id, data } = event('dev.dome.skill.execute.v1');
  const { skill, input, workspace, idempotencyKey, jobId, runId, pool, requestDigest } = data;
  expect(jobId).toBe(jobIdFor(idempotencyKey));
  expect(requestDigest).toBe(
    requestDigestOf({ skill, inputDigest: structureDigest(input), workspaceDigest: workspace?.digest }),
  );
  expect(id).toBe(commandMessageId({ jobId, requestDigest, runId, pool }));
});

test('the end marker counts and digests the exact lines', () => {
  const { text, lineCount } = event('dev.dome.job.log.v1').data;
  const lines = text.split('\n').map((line) => `${line}\n`);
  const bytes = Buffer.from(lines.join(''));
  expect(lineCount).toBe(lines.length);
  const marker = event('dev.dome.job.log-ended.v1').data;
  expect(marker).toMatchObject({ lines: lines.length, bytes: bytes.byteLength, digest: sha256Digest(bytes) });
  expect(event('dev.dome.job.failed.v1').data.logs).toMatchObject({
    lines: marker.lines,
    bytes: marker.bytes,
    digest: marker.digest,
  });
});

test('the decision is the digest of the rest of itself, and rests on the stored bytes', () => {
  const { decision } = event('dev.dome.run.gate-decided.v1').data;
  const { decisionId, ...rest } = decision;
  expect(decisionId).toBe(structureDigest(rest));
  const { gate, iteration, inputsDigest, evidence, evidenceDigest } = decision;
  expect(evidenceDigest).toBe(structureDigest({ gate, iteration, inputsDigest, evidence }));
  const failed = event('dev.dome.job.failed.v1');
  expect(evidence).toEqual([
    {
      stream: 'JOB_EVENTS',
      sequence: evidence[0]?.sequence,
      id: failed.id,
      digest: sha256Digest(bytesOf(example(failed.type))),
    },
  ]);
});

test('the vote is on the evidence that was shown', () => {
  const { evidenceDigest } = event('dev.dome.run.approval-requested.v1').data;
  expect(event('dev.dome.run.approval-given.v1').data.evidenceDigest).toBe(evidenceDigest);
  expect(event('dev.dome.run.promotion-decided.v1').data.decision.evidenceDigest).toBe(evidenceDigest);
});

test('the descriptor is found under its digest', () => {
  const { descriptor, descriptorDigest } = example('CapabilityGetReply') as {
    descriptor: object;
    descriptorDigest: string;
  };
  expect(descriptorDigest).toBe(structureDigest(descriptor));
  expect(event('dev.dome.skill.execute.v1').data.skill.descriptorDigest).toBe(descriptorDigest);
});
