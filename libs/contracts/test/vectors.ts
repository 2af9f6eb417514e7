// The vectors by which other languages check themselves, as data for our own tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RequestIdentity } from '../src/index.ts';

const SCHEMAS = join(import.meta.dirname, '../../../schemas');

interface DigestVectors {
  readonly canonical: readonly { name: string; json: string; canonical: string; digest: string }[];
  readonly refused: readonly { name: string; json: string; pointer: string }[];
  readonly bytes: readonly { name: string; base64: string; digest: string }[];
  readonly requestDigests: readonly { name: string; request: RequestIdentity; digest: string }[];
  readonly commandMessageIds: readonly {
    name: string;
    command: { jobId: string; requestDigest: string; runId: string; pool: string };
    id: string;
  }[];
  readonly jobIds: readonly { name: string; key: string; jobId: string }[];
  readonly keysRefused: readonly { name: string; key: string }[];
  readonly runIds: readonly {
    submission: { submitter: string; plan: string; idempotencyKey: string; n: number };
    runId: string;
  }[];
}

interface EventVectors {
  readonly headerValues: readonly { name: string; value: string; encoded: string; readOnly?: boolean }[];
  readonly events: readonly { name: string; headers: Record<string, string>; payload: string; event: unknown }[];
  readonly refused: readonly { name: string; headers: Record<string, string>; payload: string; pointer: string }[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8'));

export const digestVectors = read('vectors/digests.json') as DigestVectors;
export const eventVectors = read('vectors/cloudevents.json') as EventVectors;

/** The example of a message, parsed anew for each test. */
export const example = (message: string): unknown => read(`examples/${message}.json`);
