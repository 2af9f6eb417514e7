import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { diffItem, updateOf } from '../../src/provision/topology-diff.ts';
import { topologyItems } from '../../src/provision/topology.ts';

const value = fc.oneof(fc.boolean(), fc.nat(5), fc.constantFrom('a', 'b', ''), fc.array(fc.constantFrom('x', 'y')));
const config = fc.dictionary(fc.constantFrom('subjects', 'max_age', 'max_bytes', 'discard', 'description'), value);
const item = (declared: Record<string, unknown>) => ({ kind: 'stream' as const, name: 'S', config: declared });

test('a merged update leaves no difference, and every key that is not declared', () => {
  fc.assert(
    fc.property(config, config, (declared, held) => {
      const merged: Record<string, unknown> = { ...held, ...updateOf(declared, held) };
      expect(diffItem(item(declared), merged).action).toBe('unchanged');
      for (const key of Object.keys(held)) if (!(key in declared)) expect(merged[key]).toEqual(held[key]);
    }),
  );
});

test('only declared keys make a difference', () => {
  fc.assert(
    fc.property(config, config, (declared, held) => {
      const { changes } = diffItem(item(declared), held);
      for (const { field } of changes) expect(declared).toHaveProperty(field);
    }),
  );
});

test('metadata of the server is neither compared nor sent back', () => {
  const held = { metadata: { '_nats.level': '1', theirs: 'x' } };
  expect(diffItem(item({ metadata: { theirs: 'x' } }), held).action).toBe('unchanged');
  expect(updateOf({ metadata: { ours: 'y' } }, held).metadata).toEqual({ theirs: 'x', ours: 'y' });
  expect(updateOf({}, { metadata: { '_nats.level': '1' } }).metadata).toEqual({});
});

test.each([
  { field: 'storage', from: 'file', to: 'memory', action: 'refuse' },
  { field: 'retention', from: 'limits', to: 'workqueue', action: 'refuse' },
  { field: 'retention', from: 'workqueue', to: 'limits', action: 'refuse' },
  { field: 'retention', from: 'limits', to: 'interest', action: 'update' },
  { field: 'allow_msg_ttl', from: true, to: false, action: 'refuse' },
  { field: 'allow_msg_ttl', from: false, to: true, action: 'update' },
  { field: 'deny_delete', from: true, to: false, action: 'refuse' },
  { field: 'max_age', from: 1, to: 2, action: 'update' },
])('a change of $field from $from to $to: $action', ({ field, from, to, action }) => {
  expect(diffItem(item({ [field]: to }), { [field]: from }).action).toBe(action);
});

test('durations are declared in milliseconds and sent in nanoseconds', () => {
  const [stream] = topologyItems({ streams: [{ name: 'S', subjects: ['s.>'], maxAgeMs: 1_500 }] });
  expect(stream?.config).toEqual({ name: 'S', subjects: ['s.>'], max_age: 1_500_000_000 });
});
