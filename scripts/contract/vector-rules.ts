// The vectors are the promise to other languages: what they compute is what we compute. If one breaks, stored ids and
// digests lose their meaning.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  DomeError,
  canonicalText,
  commandMessageId,
  jobIdFor,
  openEvent,
  requestDigestOf,
  runIdFor,
  sha256Digest,
  structureDigest,
} from '../../libs/contracts/src/index.ts';
import type { RequestIdentity } from '../../libs/contracts/src/index.ts';

interface DigestVectors {
  readonly canonical: readonly { name: string; json: string; canonical: string; digest: string }[];
  readonly refused: readonly { name: string; json: string; pointer: string }[];
  readonly bytes: readonly { name: string; base64: string; digest: string }[];
  readonly requestDigests: readonly { name: string; request: RequestIdentity; digest: string }[];
  readonly commandMessageIds: readonly { name: string; command: Parameters<typeof commandMessageId>[0]; id: string }[];
  readonly jobIds: readonly { name: string; key: string; jobId: string }[];
  readonly keysRefused: readonly { name: string; key: string }[];
  readonly runIds: readonly { submission: Parameters<typeof runIdFor>[0]; runId: string }[];
}

interface EventVectors {
  readonly events: readonly { name: string; headers: Record<string, string>; payload: string; event: unknown }[];
  readonly refused: readonly { name: string; headers: Record<string, string>; payload: string; pointer: string }[];
}

export function vectorFindings(root: string): string[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, 'schemas/vectors', name), 'utf8'));
  const digests = digestFindings(read('digests.json') as DigestVectors);
  const events = eventFindings(read('cloudevents.json') as EventVectors);
  return [
    ...digests.map((finding) => `schemas/vectors/digests.json: ${finding}`),
    ...events.map((finding) => `schemas/vectors/cloudevents.json: ${finding}`),
  ];
}

function digestFindings(vectors: DigestVectors): string[] {
  const expectations: Expectation[] = [
    ...vectors.canonical.flatMap(({ name, json, canonical, digest }) => [
      { name, expected: canonical, compute: () => canonicalText(JSON.parse(json)) },
      { name, expected: digest, compute: () => structureDigest(JSON.parse(json)) },
    ]),
    ...vectors.refused.map(({ name, json, pointer }) => ({
      name,
      expected: `INPUT_INVALID at ${pointer}`,
      compute: () => canonicalText(JSON.parse(json)),
    })),
    ...vectors.bytes.map(({ name, base64, digest }) => ({
      name,
      expected: digest,
      compute: () => sha256Digest(Buffer.from(base64, 'base64')),
    })),
    ...vectors.requestDigests.map(({ name, request, digest }) => ({
      name,
      expected: digest,
      compute: () => requestDigestOf(request),
    })),
    ...vectors.commandMessageIds.map(({ name, command, id }) => ({
      name,
      expected: id,
      compute: () => commandMessageId(command),
    })),
    ...vectors.jobIds.map(({ name, key, jobId }) => ({ name, expected: jobId, compute: () => jobIdFor(key) })),
    ...vectors.keysRefused.map(({ name, key }) => ({
      name,
      expected: 'INVALID_REQUEST at /idempotencyKey',
      compute: () => jobIdFor(key),
    })),
    ...vectors.runIds.map(({ submission, runId }) => ({
      name: JSON.stringify(submission),
      expected: runId,
      compute: () => runIdFor(submission),
    })),
  ];
  return expectations.flatMap(broken);
}

function eventFindings(vectors: EventVectors): string[] {
  const open = (headers: Record<string, string>, payload: string): string => {
    const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    return canonicalText(openEvent(Buffer.from(payload), (name) => lower.get(name.toLowerCase())));
  };
  return [
    ...vectors.events.map(({ name, headers, payload, event }) => ({
      name,
      expected: canonicalText(event),
      compute: () => open(headers, payload),
    })),
    ...vectors.refused.map(({ name, headers, payload, pointer }) => ({
      name,
      expected: `INVALID_REQUEST at ${pointer}`,
      compute: () => open(headers, payload),
    })),
  ].flatMap(broken);
}

interface Expectation {
  readonly name: string;
  readonly expected: string;
  readonly compute: () => string;
}

function broken({ name, expected, compute }: Expectation): string[] {
  const got = outcome(compute);
  return got === expected ? [] : [`"${name}" no longer holds: ${got}, not ${expected}`];
}

function outcome(compute: () => string): string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DomeError) return `${error.code} at ${error.fields.pointer ?? ''}`;
    throw error;
  }
}
