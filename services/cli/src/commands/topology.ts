// What the broker must hold, compared with what it holds, for each plane, with its provisioner's credentials. Nothing
// is ever deleted.

import { applyTopology, diffTopology, topologyLack } from '@dome/bus/provision';
import type { TopologyDifference } from '@dome/bus/provision';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { topologyText } from '../render/topology-view.ts';
import type { PlaneDifference } from '../render/topology-view.ts';
import { eachPlane, requireStanding } from './each-plane.ts';
import type { PlaneOptions } from './each-plane.ts';

export async function topologyDiff(context: Context, options: PlaneOptions): Promise<number> {
  const { differences } = await eachPlane(context, options, async (nc, declared) => {
    const result = await diffTopology(nc, declared);
    return { result, lacks: differs(result) ? 'the topology is not as declared' : undefined };
  });
  showDifferences(context, differences);
  return differs(differences) ? EXIT.checkFailed : EXIT.success;
}

export async function topologyApply(context: Context, options: PlaneOptions): Promise<number> {
  // What one attempt makes is unchanged to the next.
  const made = new Map<string, TopologyDifference>();
  const onChange = (difference: TopologyDifference): void => {
    if (difference.action !== 'unchanged' && !made.has(keyOf(difference))) made.set(keyOf(difference), difference);
  };
  const done = await eachPlane(context, options, async (nc, declared) => {
    const result = await applyTopology(nc, declared, { onChange });
    return {
      result: result.map((one) => made.get(keyOf(one)) ?? one),
      lacks: options.waitMs === undefined ? undefined : await topologyLack(nc, declared),
    };
  });
  requireStanding(done);
  showDifferences(context, done.differences);
  return EXIT.success;
}

const keyOf = ({ kind, name }: TopologyDifference): string => `${kind} ${name}`;

const differs = (found: readonly TopologyDifference[]): boolean => found.some(({ action }) => action !== 'unchanged');

function showDifferences(context: Context, found: readonly PlaneDifference[]): void {
  const { columns } = context.io.out;
  context.show({ value: found, items: found, text: () => topologyText(found, columns) });
}
