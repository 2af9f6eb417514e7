// How pods end, and how many may be gone at once.
import { durationMs } from '@dome/contracts';

import { at, containersOf, listOf, podsOf, selects, textOf } from '../manifest.ts';
import type { Manifest, Pod } from '../manifest.ts';
import { environmentOf } from './environment.ts';

/** What a plane still does after its drain: jobs are given back, logs flushed, the connection closed. */
const DRAIN_RESERVE_SECONDS = 25;
const SERVED = new Set(['Deployment', 'StatefulSet']);

export function lifetimeComplaints(manifests: readonly Manifest[]): string[] {
  const pods = podsOf(manifests).filter(({ kind }) => SERVED.has(kind));
  return [
    ...pods.flatMap((pod) => [
      ...graceComplaints(pod, manifests),
      ...spreadComplaints(pod),
      ...budgetComplaints(pod, manifests),
    ]),
    ...manifests.flatMap((manifest) => [...rolloutComplaints(manifest), ...retentionComplaints(manifest)]),
  ];
}

function graceComplaints(pod: Pod, manifests: readonly Manifest[]): string[] {
  const grace = Number(pod.spec['terminationGracePeriodSeconds'] ?? 30);
  return containersOf(pod).flatMap((container) => {
    const drain = environmentOf(container, manifests).get('DOME_DRAIN');
    if (drain === undefined) return [];
    const drainMs = durationMs(drain) ?? Number.POSITIVE_INFINITY;
    return grace >= drainMs / 1000 + DRAIN_RESERVE_SECONDS
      ? []
      : [`${container.title}: drains for ${drain} and is killed after ${grace} s`];
  });
}

function spreadComplaints({ title, spec, labels }: Pod): string[] {
  const spreads = listOf(spec['topologySpreadConstraints']);
  if (spreads.some((spread) => selects(at(spread, 'labelSelector'), labels))) return [];
  return [`${title}: may have all of its pods on one node`];
}

function budgetComplaints({ title, labels }: Pod, manifests: readonly Manifest[]): string[] {
  const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget');
  const own = budgets.filter(({ fields }) => selects(at(fields, 'spec', 'selector'), labels));
  const [budget] = own;
  if (budget !== undefined && own.length === 1) return evictionComplaints(title, budget);
  return [`${title}: ${own.length === 0 ? 'has no disruption budget' : 'has more than one disruption budget'}`];
}

/** Pods of a Deployment that are not ready have nothing to lose, and keep no node from being drained. */
function evictionComplaints(title: string, { fields }: Manifest): string[] {
  const isReplaceable = title.startsWith('Deployment ');
  const policy = at(fields, 'spec', 'unhealthyPodEvictionPolicy');
  if (!isReplaceable || policy === 'AlwaysAllow') return [];
  return [`${title}: holds a node back while it is not ready`];
}

/** What was kept stays until somebody deletes it, whatever becomes of the pods. */
function retentionComplaints({ kind, name, fields }: Manifest): string[] {
  if (kind !== 'StatefulSet') return [];
  const policy = at(fields, 'spec', 'persistentVolumeClaimRetentionPolicy');
  const isKept = ['whenDeleted', 'whenScaled'].every((member) => at(policy, member) === 'Retain');
  return isKept ? [] : [`StatefulSet ${name}: its volumes may go with its pods`];
}

function rolloutComplaints({ kind, name, fields }: Manifest): string[] {
  const atOnce = at(fields, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable');
  if (kind !== 'Deployment' || atOnce === 0) return [];
  return [`Deployment ${name}: an update takes ${textOf(atOnce) || 'pods'} away before others are ready`];
}
