// Whether what the broker holds can be used: in a cluster, a stream or a consumer stands once it has a leader and each of
// its copies is as far as that. Pure.

import type { ClusterInfo } from '@nats-io/jetstream';

export interface HeldState {
  readonly copies: number;
  /** As the server reports it; a server that is no cluster reports no more than a leader, if at all. */
  readonly cluster: ClusterInfo | undefined;
}

/** Undefined if it stands. */
export function lackOf({ copies, cluster }: HeldState): string | undefined {
  if (cluster?.name === undefined) return undefined;
  if (cluster.leader === undefined || cluster.leader === '') return 'has no leader yet';
  const others = cluster.replicas ?? [];
  if (others.length + 1 < copies) return `has ${others.length + 1} of ${copies} copies`;
  const behind = others.filter(({ current, offline }) => !current || offline).map(({ name }) => name);
  return behind.length === 0 ? undefined : `has a copy that is behind, on ${behind.join(' and ')}`;
}
