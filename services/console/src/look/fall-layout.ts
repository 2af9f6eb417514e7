// When the tasks of a run waited, were locked out, ran and were tried again, and when people were asked, as stretches of
// time. Pure.
import type { AnyEvent } from '@dome/contracts/portable';
import { isEvent } from '@dome/contracts/portable';
import { jobIdOf, peopleText, taskRecord } from '@dome/runs/portable';
import type { AttemptLine, GateState, JobMessage, RunState, TaskState } from '@dome/runs/portable';

export type StretchKind = 'queued' | 'locked' | 'running' | 'lost' | 'pausing' | 'asked';

export interface Stretch {
  readonly kind: StretchKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** For a person: which attempt and how it ended, or what it waits for. */
  readonly says: string;
}

/** Of a task, or of a gate at which people were asked. */
export interface FallRow {
  readonly task?: TaskState;
  readonly gate?: GateState;
  readonly iteration: number;
  readonly stretches: readonly Stretch[];
}

export interface FallRound {
  readonly iteration: number;
  readonly rows: readonly FallRow[];
}

/** Rounds in order, what is in each by when it began; what has not begun comes last. */
export function fallRounds(
  state: RunState,
  jobs: ReadonlyMap<string, readonly JobMessage[]>,
  nowMs: number,
): FallRound[] {
  const tasks = [...state.tasks.values()].map((task): FallRow => {
    const { iteration } = task.key;
    const events = jobs.get(jobIdOf(task) ?? '') ?? [];
    if (task.state === 'pending') return { task, iteration, stretches: [] };
    const settledMs = task.state === 'settled' ? task.settled.timeMs : undefined;
    const { attempts } = taskRecord(state, task, { events, findings: [], more: 0 });
    const stretches = stretchesOf({
      sentMs: task.dispatched?.timeMs ?? settledMs ?? nowMs,
      endMs: settledMs ?? state.finished?.timeMs ?? nowMs,
      attempts,
      waits: events.flatMap(({ event }) => waitOf(event)),
    });
    return { task, iteration, stretches };
  });
  const rows = [...tasks, ...[...state.gates.values()].flatMap((gate) => askedRow(state, gate, nowMs))];
  const beginOf = ({ stretches }: FallRow): number => stretches[0]?.fromMs ?? Infinity;
  const byRound = Map.groupBy(rows, ({ iteration }) => iteration);
  return [...byRound.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([iteration, some]) => ({ iteration, rows: some.toSorted((a, b) => beginOf(a) - beginOf(b)) }));
}

/** From when people were asked until the gate was decided; nothing, where the policy decided alone. */
function askedRow(state: RunState, gate: GateState, nowMs: number): FallRow[] {
  const requested = gate.state === 'unasked' ? undefined : gate.requested;
  if (requested === undefined) return [];
  const { timeMs: fromMs, value } = requested;
  const endMs = gate.state === 'decided' ? gate.final.timeMs : (state.finished?.timeMs ?? nowMs);
  const stretch = { kind: 'asked', fromMs, toMs: Math.max(fromMs, endMs), says: peopleText(value.required) } as const;
  return [{ gate, iteration: gate.iteration, stretches: [stretch] }];
}

export interface TaskTimes {
  readonly sentMs: number;
  /** Of the task, or now. */
  readonly endMs: number;
  readonly attempts: readonly AttemptLine[];
  readonly waits: readonly LockNote[];
}

interface LockNote {
  readonly timeMs: number;
  readonly lock: string;
}

/** Without a hole, and in order. */
export function stretchesOf({ sentMs, endMs, attempts, waits }: TaskTimes): Stretch[] {
  const stretches: Stretch[] = [];
  let at = sentMs;
  const add = (kind: StretchKind, toMs: number, says: string): void => {
    // Clocks of several machines: what seems to end before it began takes no time.
    if (toMs <= at) return;
    stretches.push({ kind, fromMs: at, toMs, says });
    at = toMs;
  };
  const addWait = (toMs: number, isAgain: boolean): void => {
    const wait = waits.find(({ timeMs }) => timeMs >= at && timeMs < toMs);
    const says = isAgain ? 'before the next attempt' : 'for a daemon';
    add(isAgain ? 'pausing' : 'queued', wait?.timeMs ?? toMs, says);
    if (wait !== undefined) add('locked', toMs, wait.lock);
  };
  for (const [index, attempt] of attempts.entries()) {
    addWait(Date.parse(attempt.startedAt), index > 0);
    add(kindOf(attempt), endOf(attempt, attempts[index + 1]) ?? endMs, attemptSays(attempt));
  }
  if (attempts.length === 0 || attempts.at(-1)?.end === 'retrying') addWait(endMs, attempts.length > 0);
  return stretches;
}

function waitOf(event: AnyEvent): LockNote[] {
  return isEvent(event, 'dev.dome.job.waiting.v1') ? [{ timeMs: Date.parse(event.time), lock: event.data.lock }] : [];
}

const kindOf = ({ end }: AttemptLine): StretchKind => (end === 'retrying' || end === 'lost' ? 'lost' : 'running');

function endOf({ endedAt }: AttemptLine, next: AttemptLine | undefined): number | undefined {
  const time = endedAt ?? next?.startedAt;
  return time === undefined ? undefined : Date.parse(time);
}

function attemptSays({ attempt, end, daemon, problem }: AttemptLine): string {
  const how: Partial<Record<AttemptLine['end'], string>> = {
    lost: 'its daemon went away',
    retrying: 'to be tried again',
  };
  return `attempt ${attempt} on ${daemon}: ${how[end] ?? end}${problem === undefined ? '' : `, ${problem.code}`}`;
}
