// How pods end and what outlives them, as the policy of the manifests has it: each fault is planted alone.
import { expect, test } from 'vitest';

import { complaintsOf, planted } from './manifests/planted.ts';
import type { Fault } from './manifests/planted.ts';

const DOME = 'Deployment dome, container dome';

const FAULTS: readonly Fault[] = [
  {
    fault: 'a drain that is cut short',
    from: 'DOME_DRAIN: 10s',
    to: 'DOME_DRAIN: 11s',
    complaint: `${DOME}: drains for 11s and is killed after 35 s`,
  },
  {
    fault: 'an update with a gap',
    from: 'maxUnavailable: 0, maxSurge: 1',
    to: 'maxUnavailable: 50%',
    complaint: 'Deployment dome: an update takes 50% away before others are ready',
  },
  {
    fault: 'a spread of other pods',
    from: 'labelSelector:\n            matchLabels: { component: dome }',
    to: 'labelSelector:\n            matchLabels: { component: domed }',
    complaint: 'Deployment dome: may have all of its pods on one node',
  },
  {
    fault: 'a pod without work that holds a node back',
    from: '  unhealthyPodEvictionPolicy: AlwaysAllow\n',
    to: '',
    complaint: 'Deployment dome: holds a node back while it is not ready',
  },
  {
    fault: 'a budget of other pods',
    from: 'AlwaysAllow\n  selector:\n    matchLabels: { component: dome }',
    to: 'AlwaysAllow\n  selector:\n    matchLabels: { component: domed }',
    complaint: 'Deployment dome: has no disruption budget',
  },
];

test.each(FAULTS)('refuses $fault', ({ from, to, complaint }) => {
  expect(complaintsOf(planted(from, to))).toContain(complaint);
});

const SERVED = 'kind: Deployment\nmetadata: { name: dome }\nspec:\n';
const stateful = (...lines: string[]): string =>
  [SERVED.trimEnd().replace('Deployment', 'StatefulSet'), ...lines, ''].join('\n');

test.each([
  { policy: 'none', lines: [], isKept: false },
  { policy: 'half of one', lines: ['  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain }'], isKept: false },
  {
    policy: 'one that deletes',
    lines: ['  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: Delete }'],
    isKept: false,
  },
  {
    policy: 'one that keeps',
    lines: ['  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: Retain }'],
    isKept: true,
  },
])('volumes are kept by the policy of a StatefulSet: $policy', ({ lines, isKept }) => {
  const lost = complaintsOf(planted(SERVED, stateful(...lines))).filter((complaint) => complaint.includes('volumes'));
  expect(lost).toEqual(isKept ? [] : ['StatefulSet dome: its volumes may go with its pods']);
});
