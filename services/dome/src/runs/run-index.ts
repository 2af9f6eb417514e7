// Lists are answered from memory: an index that follows RUN_EVENTS from its first event on. An open run is kept whole, because
// its gates are listed; of a finished one the summary is enough, and the oldest of those are forgotten beyond the bound.
import { LIMITS } from '@dome/contracts';
import type { OpenGate, RunListRequest, RunSummary } from '@dome/contracts';

import type { StoredRunEvent } from '../ports.ts';
import { applyEvent } from './fold.ts';
import type { GateRecord, RunState } from './state.ts';
import { takeWithin } from './take-within.ts';
import { isoTime, openGates, runSummary } from './view.ts';

const FINISHED_MAX = 10_000;
const PAGE_BYTES_MAX = LIMITS.messageBytes - 65_536;

export interface Page<T> {
  readonly items: T[];
  /** Asks for the rest; absent after the last. */
  readonly next?: string;
}

export interface RunIndex {
  apply(stored: StoredRunEvent): void;
  readonly openCount: number;
  /** Newest first. */
  runs(request: RunListRequest): Page<RunSummary>;
  /** Gates that wait for people, oldest first. */
  gates(request: { runId?: string; limit?: number; after?: string }): Page<OpenGate>;
}

interface Entry {
  /** Of `submitted`: the order of the list and its cursor. */
  readonly sequence: number;
  readonly planName: string;
  readonly summary: RunSummary;
}

export function createRunIndex(finishedMax = FINISHED_MAX): RunIndex {
  const open = new Map<string, RunState>();
  /** In the order of submission. */
  const entries = new Map<string, Entry>();
  let finished = 0;

  const forgetOldest = (): void => {
    for (const [runId, { summary }] of entries) {
      if (finished <= finishedMax) return;
      if (summary.state !== 'finished') continue;
      entries.delete(runId);
      finished -= 1;
    }
  };
  return {
    apply(stored) {
      const { runId } = stored.event.data;
      const before = open.get(runId);
      if (before === undefined && stored.event.type !== 'dev.dome.run.submitted.v1') return;
      if (before === undefined && entries.has(runId)) return;
      const state = applyEvent(before, stored);
      const planName = state.shape.document.name;
      entries.set(runId, { sequence: state.submitted.sequence, planName, summary: runSummary(state) });
      if (state.finished === undefined) {
        open.set(runId, state);
        return;
      }
      open.delete(runId);
      finished += 1;
      forgetOldest();
    },
    get openCount() {
      return open.size;
    },
    runs({ plan, state, limit, after }) {
      const before = after === undefined ? Number.POSITIVE_INFINITY : Number(after);
      const matching = [...entries.values()].toReversed().filter(({ sequence, planName, summary }) => {
        return sequence < before && (plan ?? planName) === planName && (state ?? summary.state) === summary.state;
      });
      return paged(matching, limit, ({ summary }) => [summary]);
    },
    gates({ runId, limit, after }) {
      const from = after === undefined ? 0 : Number(after);
      const waiting = [...open.values()]
        .filter((state) => runId === undefined || state.runId === runId)
        .flatMap(waitingGates)
        .filter(({ sequence }) => sequence > from)
        .toSorted((a, b) => a.sequence - b.sequence);
      return paged(waiting, limit, openGate);
    },
  };
}

interface Waiting {
  readonly state: RunState;
  readonly gate: GateRecord;
  readonly sequence: number;
}

function waitingGates(state: RunState): Waiting[] {
  return openGates(state).flatMap((gate) =>
    gate.requested === undefined ? [] : [{ state, gate, sequence: gate.requested.sequence }],
  );
}

function openGate({ state, gate }: Waiting): OpenGate[] {
  const { requested, decided } = gate;
  if (requested === undefined || decided === undefined) return [];
  const { name, version } = state.shape.document;
  return [
    {
      ...{ runId: state.runId, plan: `${name}@${version}`, gate: gate.gate, iteration: gate.iteration },
      role: requested.value.role,
      deadline: isoTime(requested.value.deadlineMs),
      evidenceDigest: requested.value.evidenceDigest,
      decision: decided.value,
      submittedBy: state.submitted.value.submittedBy.user,
      requestedAt: isoTime(requested.timeMs),
    },
  ];
}

/** The first of them, as many as the limit and a message allow; `next` names the last that was taken. */
function paged<Item extends { sequence: number }, Shown>(
  items: readonly Item[],
  limit: number | undefined,
  show: (item: Item) => Shown[],
): Page<Shown> {
  const wanted = items.slice(0, Math.min(limit ?? LIMITS.listDefault, LIMITS.listMax));
  const shown = takeWithin(
    wanted.map((item) => ({ sequence: item.sequence, shown: show(item) })),
    PAGE_BYTES_MAX,
  );
  const last = shown.at(-1);
  const more = last !== undefined && shown.length < items.length ? { next: String(last.sequence) } : {};
  return { items: shown.flatMap((one) => one.shown), ...more };
}
