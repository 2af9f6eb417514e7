// Does the same with the topology of each plane that is meant, by a connection of its provisioner.

import { declaredTopology } from '@dome/bus/provision';
import type { TopologyDifference } from '@dome/bus/provision';
import { DomeError } from '@dome/contracts';
import { systemClock } from '@dome/runtime';

import { findTarget } from '../connect/find-target.ts';
import { openKeyring } from '../connect/keyring.ts';
import { knownPasswords } from '../connect/known-passwords.ts';
import { connectTo } from '../connect/person-connection.ts';
import { stackAt } from '../connect/stack-facts.ts';
import type { Target } from '../connect/target.ts';
import type { Context } from '../context.ts';
import type { PlaneDifference } from '../render/topology-view.ts';
import { declaredFor } from '../topology/declared-for.ts';
import type { TopologyOptions } from '../topology/declared-for.ts';
import { withPatience } from '../topology/patience.ts';
import type { Tried } from '../topology/patience.ts';
import { provisioningOf } from '../topology/provisioners.ts';
import type { Provisioning } from '../topology/provisioners.ts';

export interface PlaneOptions extends TopologyOptions {
  /** How long to wait for what the broker lacks; undefined: not at all. */
  readonly waitMs?: number;
}

type Connection = Awaited<ReturnType<typeof connectTo>>;
type Declaration = ReturnType<typeof declaredTopology>;
export type PlaneWork = (nc: Connection, declared: Declaration) => Promise<Tried<TopologyDifference[]>>;

export interface PlanesDone {
  readonly differences: readonly PlaneDifference[];
  /** What still lacks when the time is over; undefined: nothing. */
  readonly lacks: string | undefined;
}

/** @throws DomeError INVALID_REQUEST where it is not clear as whom; what the work throws */
export async function eachPlane(context: Context, options: PlaneOptions, work: PlaneWork): Promise<PlanesDone> {
  const { waitMs, ...topology } = options;
  const endsAtMs = waitMs === undefined ? undefined : systemClock.monotonicMs() + waitMs;
  const differences: PlaneDifference[] = [];
  let lacks: string | undefined;
  for (const { account, target } of await planesOf(context, topology)) {
    const stack = await stackAt(context.io.env, target.servers);
    const declared = declaredTopology({ account, ...(await declaredFor(context.io, topology, stack)) });
    const step = stepOf({ target, timeoutMs: context.globals.timeoutMs, work: (nc) => work(nc, declared) });
    const tell = (reason: string): void => context.note(`waiting for ${account}: ${reason}`);
    const done = await withPatience(step, { clock: systemClock, endsAtMs, tell });
    differences.push(...done.result.map((difference) => ({ account, ...difference })));
    lacks ??= done.lacks;
  }
  return { differences, lacks };
}

interface Once {
  readonly target: Target;
  readonly timeoutMs: number;
  readonly work: (nc: Connection) => Promise<Tried<TopologyDifference[]>>;
}

function stepOf({ target, timeoutMs, work }: Once): () => Promise<Tried<TopologyDifference[]>> {
  return async () => {
    const nc = await connectTo(target, { name: 'dome topology', timeoutMs });
    try {
      return await work(nc);
    } finally {
      await nc.close();
    }
  };
}

async function planesOf({ globals, io }: Context, { account }: TopologyOptions): Promise<Provisioning[]> {
  const target = await findTarget(globals, io.env, io.cwd);
  const stack = await stackAt(io.env, target.servers);
  const known = knownPasswords(io.env, io.cwd);
  const isNamed = [globals.user, globals.context, globals.creds].some((flag) => flag !== undefined);
  const keyring = openKeyring({ target, stack, known, timeoutMs: globals.timeoutMs });
  const unheard = target.user === undefined ? io.env['NATS_USER'] || undefined : undefined;
  return provisioningOf({ target, isNamed, unheard, account, keyring });
}

/** @throws DomeError UNAVAILABLE if something still lacks */
export function requireStanding({ lacks }: PlanesDone): void {
  if (lacks === undefined) return;
  const hint = 'Check that at least as many servers as replicas are up, then try again.';
  throw new DomeError('UNAVAILABLE', { detail: `The time is over, and ${lacks}.`, hint });
}
