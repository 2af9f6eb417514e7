// The state of this daemon, as checks that a person can act on.
import { spaceCheck } from '@dome/bus';
import { LIMITS } from '@dome/contracts';
import type { HealthReply, StoreSpace } from '@dome/contracts';
import type { ProcessFacts } from '@dome/runtime';

export interface HealthView {
  readonly instance: string;
  readonly version: string;
  readonly isConnected: boolean;
  readonly isDraining: boolean;
  readonly served: readonly string[];
  /** For want of a durable. */
  readonly unserved: readonly string[];
  /** What the daemon lacks for skills that it therefore does not serve. */
  readonly lacking: ReadonlyMap<string, string>;
  /** Folders of the catalogue without a usable skill. */
  readonly refused: readonly string[];
  readonly guard: string;
  readonly slots: { readonly total: number; readonly free: number };
  readonly inHand: number;
  readonly process: ProcessFacts;
  /** The space of everything that this plane stores on the broker. */
  readonly space: readonly StoreSpace[];
  /** Why the machine takes no work, if it does not. */
  readonly machineFault: string | undefined;
}

export function healthOf(view: HealthView): HealthReply {
  const { instance, version, served, refused, slots, guard, machineFault, lacking, unserved } = view;
  const isBound = unserved.length === 0 || machineFault !== undefined;
  const checks = [
    { name: 'broker', ok: view.isConnected, detail: view.isConnected ? 'connected' : 'not connected' },
    {
      name: 'durables',
      ok: isBound,
      detail: isBound ? `${served.length} skills are served` : `no durable yet for ${unserved.join(', ')}`,
    },
    {
      name: 'machine',
      ok: machineFault === undefined,
      detail: machineFault ?? 'work folder, disk space and guard are whole',
    },
    {
      name: 'catalogue',
      ok: refused.length === 0,
      detail: refused.length === 0 ? 'every skill was loaded' : refused.join('; '),
    },
    {
      name: 'secrets',
      ok: lacking.size === 0,
      detail:
        lacking.size === 0
          ? 'every skill has the secrets that it needs'
          : Object.entries(lackingOf(lacking))
              .map(([name, lack]) => `${name}: ${lack}`)
              .join('; '),
    },
    spaceCheck(view.space),
    { name: 'guard', ok: guard !== 'process-group', detail: `${guard} holds the processes of skills` },
  ];
  const isWell = checks.every(({ ok, name }) => ok || name === 'guard');
  return {
    instance,
    version,
    status: view.isDraining ? 'draining' : isWell ? 'ok' : 'degraded',
    checks: checks.map((check) => ({ ...check, detail: check.detail.slice(0, LIMITS.healthDetailChars) })),
    counts: { slots: slots.total, free: slots.free, inHand: view.inHand, skills: served.length },
    lacking: lackingOf(lacking),
    space: [...view.space],
    ...view.process,
  };
}

/** By name, so that the same lack gives the same answer. */
function lackingOf(lacking: ReadonlyMap<string, string>): Record<string, string> {
  const sorted = [...lacking].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, LIMITS.healthLackingMax);
  return Object.fromEntries(sorted.map(([name, lack]) => [name, lack.slice(0, LIMITS.healthDetailChars)]));
}
