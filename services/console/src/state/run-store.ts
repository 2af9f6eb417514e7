// The runs that this page knows, each folded from its events in the order of the stream. The fold is that of the planes.
import { applyRead, isRunEvent, runSummary, shapeOf } from '@dome/runs/portable';
import type { Documents, RunState, StoredRunEvent } from '@dome/runs/portable';
import type { FollowedEvent } from '@dome/client/portable';
import type { Plan, Policy, RunSubmitted, RunSummary } from '@dome/contracts/portable';
import { batch, computed, signal } from '@preact/signals';

import { digestOf } from './digest.ts';

/** Tuning: more than anybody scrolls through; open runs are kept beyond it. */
const RUNS_MAX = 500;

export interface KnownRun {
  readonly state: RunState;
  readonly summary: RunSummary;
  readonly events: readonly StoredRunEvent[];
}

/** By id. */
export const runs = signal<ReadonlyMap<string, KnownRun>>(new Map());
/** Everything that was stored when the page began has been read. */
export const isCaughtUp = signal(false);

/** Newest first. */
export const knownRuns = computed(() =>
  [...runs.value.values()].toSorted((a, b) => b.state.submitted.sequence - a.state.submitted.sequence),
);

/** What comes of runs that are being read from their beginning, by id: it is folded behind that. */
const awaited = new Map<string, StoredRunEvent[]>();

/** From now on nothing of the run is passed over, until it is known or nobody awaits it any more. */
export function awaitRun(runId: string): () => void {
  awaited.set(runId, []);
  return () => void awaited.delete(runId);
}

/** Those of runs that were submitted before the page's first sequence are left out: nothing can be folded without it. */
export async function foldRuns(followed: readonly FollowedEvent[]): Promise<void> {
  const stored = await Promise.all(followed.map(storedOf));
  const next = new Map(runs.value);
  for (const one of stored) if (one !== undefined) foldOne(next, one);
  for (const [runId, behind] of awaited) {
    if (!next.has(runId)) continue;
    for (const one of behind) foldOne(next, one);
    awaited.delete(runId);
  }
  if (next.size > RUNS_MAX) dropOldest(next);
  batch(() => void (runs.value = next));
}

async function storedOf({ event, sequence, payload }: FollowedEvent): Promise<StoredRunEvent | undefined> {
  return isRunEvent(event) ? { sequence, event, digest: await digestOf(payload) } : undefined;
}

function foldOne(known: Map<string, KnownRun>, stored: StoredRunEvent): void {
  const { runId } = stored.event.data;
  const before = known.get(runId);
  if (before === undefined && stored.event.type !== 'dev.dome.run.submitted.v1') {
    awaited.get(runId)?.push(stored);
    return;
  }
  if (before !== undefined && stored.sequence <= before.state.last.sequence) return;
  const state = applyRead(before?.state, stored, documentsOf);
  known.set(runId, { state, summary: runSummary(state), events: [...(before?.events ?? []), stored] });
}

/** They were checked before the event was stored. */
const documentsOf = ({ plan, policy }: RunSubmitted): Documents => ({
  shape: shapeOf(plan as unknown as Plan),
  policy: policy as unknown as Policy | undefined,
});

function dropOldest(known: Map<string, KnownRun>): void {
  const finished = [...known.values()].filter(({ state }) => state.finished !== undefined);
  const oldest = finished.toSorted((a, b) => a.state.submitted.sequence - b.state.submitted.sequence);
  for (const { state } of oldest.slice(0, known.size - RUNS_MAX)) known.delete(state.runId);
}
