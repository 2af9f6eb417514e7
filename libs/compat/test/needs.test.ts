// What the contract says an operator must do for a changed setting is what the broker can and cannot do.
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { diffItem } from '../../bus/src/provision/topology-diff.ts';
import { needOf } from '../src/parts/needs.ts';
import { documentIn, draftOf, RELEASED } from './draft.ts';
import { judge } from '../src/judge.ts';

const HERE = documentIn(join(import.meta.dirname, '../../..'));

/** Each setting that the broker holds, two values of it, and what the provisioner calls it. */
const SETTINGS = [
  ['streams', 'storage', 'stream', 'storage', 'file', 'memory'],
  ['streams', 'retention', 'stream', 'retention', 'workqueue', 'limits'],
  ['streams', 'maxAge', 'stream', 'max_age', 1, 2],
  ['streams', 'maxBytes', 'stream', 'max_bytes', 1, 2],
  ['streams', 'discard', 'stream', 'discard', 'new', 'old'],
  ['streams', 'allowDirect', 'stream', 'allow_direct', true, false],
  ['buckets', 'perKeyTtl', 'bucket', 'allow_msg_ttl', true, false],
  ['consumers', 'ackWait', 'consumer', 'ack_wait', 1, 2],
  ['consumers', 'maxDeliver', 'consumer', 'max_deliver', 1, 2],
] as const;

test.each(SETTINGS)('%s.%s is made anew exactly if the broker cannot change it', (table, name, ...rest) => {
  const [kind, field, from, to] = rest;
  const { action } = diffItem({ kind, name: 'tried', config: { [field]: to } }, { [field]: from });
  expect(action).toBe(needOf(HERE, { table, name }) === 'recreation' ? 'refuse' : 'update');
});

test('a finding says what its change needs', () => {
  const draft = draftOf(RELEASED);
  draft.set('asyncapi.yaml#/x-dome-topology/streams/RUN_EVENTS/storage', 'memory');
  draft.push('asyncapi.yaml#/x-dome-topology/consumers/domeRuns/filters', 'dome.evt.job.*.*.*.retrying');
  draft.set('asyncapi.yaml#/x-dome-topology/streams/JOB_LOGS/maxAge', '8d');
  const needs = judge(RELEASED, draft.document).map(({ kind, needs: need }) => [kind, need]);
  expect(needs).toEqual([
    ['storage-changed', 'recreation'],
    ['age-raised', 'apply'],
    ['filters-widened', 'replay'],
  ]);
});
