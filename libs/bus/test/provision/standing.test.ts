import { expect, test } from 'vitest';

import { lackOf } from '../../src/provision/standing.ts';

const copy = (name: string, of: { current?: boolean; offline?: boolean } = {}) => ({
  name,
  current: of.current ?? true,
  offline: of.offline ?? false,
  active: 0,
  lag: 0,
});
const clusterOf = (leader: string, ...replicas: ReturnType<typeof copy>[]) => ({ name: 'C', leader, replicas });

test('a server alone always stands', () => {
  expect(lackOf({ copies: 1, cluster: undefined })).toBeUndefined();
  expect(lackOf({ copies: 1, cluster: { leader: 'n1' } })).toBeUndefined();
});

test('in a cluster it takes a leader, every copy, and that none is behind', () => {
  expect(lackOf({ copies: 3, cluster: clusterOf('') })).toBe('has no leader yet');
  expect(lackOf({ copies: 3, cluster: clusterOf('n1', copy('n2')) })).toBe('has 2 of 3 copies');
  const behind = clusterOf('n1', copy('n2', { current: false }), copy('n3', { offline: true }));
  expect(lackOf({ copies: 3, cluster: behind })).toBe('has a copy that is behind, on n2 and n3');
  expect(lackOf({ copies: 3, cluster: clusterOf('n1', copy('n2'), copy('n3')) })).toBeUndefined();
  expect(lackOf({ copies: 1, cluster: clusterOf('n1') })).toBeUndefined();
});
