// What stands where: a fold over promotion decisions and the ends of the runs that carried them out. Pure; events of a run
// come in order, those of different runs in any.
import type { Decision } from '@dome/contracts';
import { recorded } from '@dome/runs';
import type { Recorded, StoredRunEvent } from '@dome/runs';

/** An artifact in an environment. */
export interface PlacedArtifact {
  readonly environment: string;
  readonly name: string;
  readonly digest: string;
  readonly from: string;
  readonly runId: string;
  /** What allowed it. */
  readonly decision: Recorded<Decision>;
  /** The end of the run, which says that it was done. */
  readonly done: Recorded<{ readonly environment: string }>;
}

export interface Standings {
  /** By environment and artifact name: the newest. */
  readonly standing: ReadonlyMap<string, PlacedArtifact>;
  /** Allowed and not ended yet, by run. */
  readonly underWay: ReadonlyMap<string, Omit<PlacedArtifact, 'done'>>;
}

export const NOTHING_STANDS: Standings = { standing: new Map(), underWay: new Map() };

export function applyToStandings(state: Standings, stored: StoredRunEvent): Standings {
  const { event } = stored;
  if (event.type === 'dev.dome.run.promotion-decided.v1') {
    const { runId, decision, subject, from, to } = event.data;
    if (decision.status !== 'APPROVE') return state;
    const allowed = { environment: to, ...subject, from, runId, decision: recorded(stored, decision) };
    return { ...state, underWay: new Map(state.underWay).set(runId, allowed) };
  }
  if (event.type !== 'dev.dome.run.finished.v1') return state;
  const allowed = state.underWay.get(event.data.runId);
  if (allowed === undefined) return state;
  const underWay = new Map(state.underWay);
  underWay.delete(allowed.runId);
  const { environment, name, digest } = allowed;
  const isDone = (event.data.promoted ?? []).some((one) => one.to === environment && one.digest === digest);
  const key = `${environment} ${name}`;
  const before = state.standing.get(key);
  // A run that ended earlier and is heard of later replaces nothing.
  if (!isDone || (before !== undefined && before.done.sequence >= stored.sequence)) return { ...state, underWay };
  const one: PlacedArtifact = { ...allowed, done: recorded(stored, { environment }) };
  return { underWay, standing: new Map(state.standing).set(key, one) };
}

/** What stands in an environment, by the name of the artifact. */
export const standingIn = ({ standing }: Standings, environment: string): PlacedArtifact[] =>
  [...standing.values()]
    .filter((one) => one.environment === environment)
    .toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

export interface StandingIndex {
  readonly current: Standings;
  apply(stored: StoredRunEvent): void;
}

export function createStandingIndex(): StandingIndex {
  let current = NOTHING_STANDS;
  return {
    get current() {
      return current;
    },
    apply(stored) {
      current = applyToStandings(current, stored);
    },
  };
}
