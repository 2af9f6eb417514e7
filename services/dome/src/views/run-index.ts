// The runs that lists show without a read. For an open run it keeps everything that its line and its gates show, and
// nothing that only its execution needs; for a finished one the summary is enough, and the oldest of those are dropped
// beyond the limit. Apart from open runs it holds nothing older than itself, so that the age of an installation costs
// neither start-up time nor memory (L11).
import { LIMITS } from '@dome/contracts';
import type { DispatchedTask, LawRef, OpenGate, RunSummary, SettledTask } from '@dome/contracts';
import { documentId } from '@dome/planning';
import { applyEvent, isoTime, openGates, runSummary, taskKeyOf } from '@dome/runs';
import type { Recorded, RunState, StoredRunEvent, TaskState, WaitingGate } from '@dome/runs';

import { tallyView } from './approvals.ts';
import { paged, sequenceOf } from './page.ts';
import type { ListPage } from './page.ts';
import { lockedTasks, openRunTasks } from './skill-needs.ts';
import type { LockedTask, OpenRunTasks } from './skill-needs.ts';

export interface ListedRun {
  /** The sequence of `submitted`: the order of the list and its cursor. */
  readonly sequence: number;
  readonly planName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: RunSummary;
}

export const listedRun = (state: RunState): ListedRun => ({
  sequence: state.submitted.sequence,
  planName: state.shape.document.name,
  labels: state.submitted.value.labels,
  summary: runSummary(state),
});

export interface RunIndex {
  /** Of the runs submitted up to here only the open ones are known. */
  startAfter(sequence: number): void;
  apply(stored: StoredRunEvent): void;
  readonly openCount: number;
  /** A gate that waits for people, each with its plan and since when it waits. */
  waits(): { readonly plan: string; readonly sinceMs: number }[];
  /** Every run submitted after this sequence is here; of the earlier ones, all that are open. */
  readonly completeAfter: number;
  /** Newest first. */
  runs(): ListedRun[];
  run(runId: string): ListedRun | undefined;
  /** Open runs that rest on a document of law: by its policy, by where they promote, or because people vote on them. */
  touching(document: Pick<LawRef, 'kind' | 'name'>): string[];
  /** What each open run needs of the runtime. */
  needing(): OpenRunTasks[];
  /** Gates waiting for people, oldest first. */
  gates(request: GatesAsked): ListPage<OpenGate>;
}

interface GatesAsked {
  readonly runId?: string;
  readonly limit?: number;
  readonly after?: string;
  /** By default every gate is. */
  readonly isListed?: (state: RunState, gate: WaitingGate) => boolean;
}

/** What an open run keeps of its first event. */
interface Origin {
  /** The documents of law that it rests on, by their ids. */
  readonly law: readonly string[];
  readonly lock: readonly LockedTask[];
}

export function createRunIndex(finishedMax: number = LIMITS.finishedRunsKept): RunIndex {
  const open = new Map<string, RunState>();
  const entries = new Map<string, ListedRun>();
  const origins = new Map<string, Origin>();
  let finished = 0;
  let completeAfter = 0;

  const inOrder = (): ListedRun[] => [...entries.values()].toSorted((a, b) => b.sequence - a.sequence);
  const forgetOldest = (): void => {
    const over = inOrder().filter(({ summary }) => summary.state === 'finished');
    for (const { sequence, summary } of over.slice(finishedMax)) {
      entries.delete(summary.runId);
      finished -= 1;
      completeAfter = Math.max(completeAfter, sequence);
    }
  };
  return {
    startAfter(sequence) {
      completeAfter = sequence;
    },
    apply(stored) {
      const { runId } = stored.event.data;
      const before = open.get(runId);
      if (before === undefined && (stored.event.type !== 'dev.dome.run.submitted.v1' || entries.has(runId))) return;
      // Events of a run that was read whole come again.
      if (before !== undefined && stored.sequence <= before.last.sequence) return;
      const whole = applyEvent(before, stored);
      const state = withoutWork(whole);
      entries.set(runId, listedRun(state));
      if (state.finished === undefined) {
        open.set(runId, state);
        if (before === undefined) origins.set(runId, { law: lawOf(whole), lock: lockedTasks(whole) });
        return;
      }
      open.delete(runId);
      origins.delete(runId);
      finished += 1;
      // Sorting is expensive, so up to an eighth more than the limit may accumulate before it is done again.
      if (finished > finishedMax + finishedMax / 8) forgetOldest();
    },
    get openCount() {
      return open.size;
    },
    waits: () => [...open.values()].flatMap(waitsOf),
    get completeAfter() {
      return completeAfter;
    },
    runs: inOrder,
    run: (runId) => entries.get(runId),
    touching: (document) => touchedRuns([...open.values()], document, origins),
    needing: () => [...open.values()].map((state) => openRunTasks(state, origins.get(state.runId)?.lock ?? [])),
    gates({ runId, limit, after, isListed = () => true }) {
      const from = sequenceOf(after) ?? 0;
      const waiting = [...open.values()]
        .filter((state) => runId === undefined || state.runId === runId)
        .flatMap(waitingGates)
        .filter(({ state, gate, sequence }) => sequence > from && isListed(state, gate))
        .toSorted((a, b) => a.sequence - b.sequence);
      return paged(waiting, limit, openGate);
    },
  };
}

function waitsOf(state: RunState): { plan: string; sinceMs: number }[] {
  const plan = state.shape.document.name;
  return openGates(state).map(({ requested }) => ({ plan, sinceMs: requested.timeMs }));
}

function touchedRuns(
  open: readonly RunState[],
  { kind, name }: Pick<LawRef, 'kind' | 'name'>,
  origins: ReadonlyMap<string, Origin>,
): string[] {
  const id = documentId({ kind, name });
  const isTouched = (state: RunState): boolean =>
    kind === 'access' ? openGates(state).length > 0 : origins.get(state.runId)?.law.includes(id) === true;
  return open
    .filter(isTouched)
    .map(({ runId }) => runId)
    .slice(0, LIMITS.touchedRuns);
}

/** As it was submitted. */
function lawOf({ submitted, policy, shape }: RunState): string[] {
  const { promotion } = shape.document;
  return [
    ...(policy !== undefined && submitted.value.policyOrigin === 'law'
      ? [documentId({ kind: 'policy', name: policy.name })]
      : []),
    ...(promotion === undefined ? [] : [documentId({ kind: 'environment', name: promotion.to })]),
  ];
}

/** Plan, inputs and outputs make up most of a run, and no list shows them. */
function withoutWork(state: RunState): RunState {
  const { shape, submitted, tasks } = state;
  const { apiVersion, kind, name, version } = shape.document;
  const small = { plan: {}, planLock: [], inputs: {} };
  return {
    ...state,
    submitted: { ...submitted, value: { ...submitted.value, ...small, policy: {} } },
    shape: { ...shape, document: { apiVersion, kind, name, version, tasks: {} }, tasks: new Map() },
    policy: undefined,
    lock: new Map(),
    tasks: new Map([...tasks].map(([key, task]) => [key, taskWithoutWork(task)])),
  };
}

function taskWithoutWork(task: TaskState): TaskState {
  switch (task.state) {
    case 'pending':
      return task;
    case 'dispatched':
      return { ...task, dispatched: withoutInput(task.dispatched) };
    case 'settled': {
      const dispatched = task.dispatched === undefined ? undefined : withoutInput(task.dispatched);
      return { ...task, dispatched, settled: { ...task.settled, value: endOnly(task.settled.value) } };
    }
  }
}

const withoutInput = (dispatched: Recorded<DispatchedTask>): Recorded<DispatchedTask> => ({
  ...dispatched,
  value: { ...dispatched.value, input: {} },
});

const endOnly = (end: SettledTask): SettledTask => ({ ...taskKeyOf(end), result: end.result });

interface Waiting {
  readonly state: RunState;
  readonly gate: WaitingGate;
  readonly sequence: number;
}

const waitingGates = (state: RunState): Waiting[] =>
  openGates(state).map((gate) => ({ state, gate, sequence: gate.requested.sequence }));

function openGate({ state, gate }: Waiting): OpenGate[] {
  const { requested, decided } = gate;
  const approvals = tallyView(gate);
  // Members of a request are never empty.
  const [first] = approvals?.missing ?? [];
  const { name, version } = state.shape.document;
  return [
    {
      runId: state.runId,
      plan: `${name}@${version}`,
      gate: gate.gate,
      iteration: gate.iteration,
      role: first?.role ?? '',
      ...(approvals === undefined ? {} : { approvals }),
      deadline: isoTime(requested.value.deadlineMs),
      evidenceDigest: requested.value.evidenceDigest,
      decision: decided.value,
      submittedBy: state.submitted.value.submittedBy.user,
      requestedAt: isoTime(requested.timeMs),
    },
  ];
}
