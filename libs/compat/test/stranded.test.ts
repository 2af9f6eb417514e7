import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { strandedBy } from '@dome/compat';

import { draftOf, RELEASED } from './draft.ts';

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/examples', `${name}.json`), 'utf8'));

const started = { owner: 'job j', name: 'dev.dome.job.started.v1', value: example('dev.dome.job.started.v1') };
const STARTED = 'schemas/job/started.v1.json#';

test('nothing is stranded by the contract under which it was written', () => {
  expect(strandedBy(RELEASED, [started])).toEqual([]);
});

test('what a tighter limit refuses is named, with the member', () => {
  const draft = draftOf(RELEASED);
  draft.set(`${STARTED}/properties/worker`, { type: 'object', properties: { host: { type: 'integer' } } });
  expect(strandedBy(draft.document, [started, started])).toEqual([
    { owner: 'job j', name: 'dev.dome.job.started.v1', pointer: '/data/worker/host' },
  ]);
});

test('a member that is missing is refused in the object that requires it', () => {
  const draft = draftOf(RELEASED);
  draft.push(`${STARTED}/required`, 'zone');
  expect(strandedBy(draft.document, [started])).toMatchObject([{ pointer: '/data' }]);
});

test('a message or document that the contract no longer has strands whatever there is of it', () => {
  const draft = draftOf(RELEASED);
  draft.remove('asyncapi.yaml#/x-dome-documents/Plan');
  expect(strandedBy(draft.document, [{ owner: 'run r', name: 'Plan', value: {} }])).toEqual([
    { owner: 'run r', name: 'Plan' },
  ]);
});

test('values of buckets are tried, too', () => {
  const value = { requestDigest: 'sha256:', skill: 'lint' };
  expect(strandedBy(RELEASED, [{ owner: 'key k', name: 'domed_idempotency', value }])).toMatchObject([
    { owner: 'key k', pointer: '/requestDigest' },
  ]);
});
