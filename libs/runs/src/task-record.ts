// All that is recorded of one task in one iteration: what its run says, what its job says, and the findings in its log.
// Pure over what was read. The run keeps a projection of the end, and the job's own event the whole; if the event is no
// longer stored, the projection is shown.
import { endsJob, isEvent } from '@dome/contracts/portable';
import type { AnyEvent, Evidence, JobFailed, JobLogAnnotation, SettledTask } from '@dome/contracts/portable';

import { tasksOfRound } from './rounds.ts';
import { plannedTask } from './state.ts';
import type { RunState } from './state.ts';
import type { TaskKey } from './task-key.ts';
import type { TaskState } from './task-state.ts';

/** A message of JOB_EVENTS. */
export interface JobMessage {
  readonly event: AnyEvent;
  readonly sequence: number;
}

/** What the events that end a job may hold; each holds what there was. */
type Ended = Partial<Omit<JobFailed, 'result'>> & { readonly result?: SettledTask['result'] };

export interface AttemptLine {
  readonly attempt: number;
  readonly epoch: number;
  readonly daemon: string;
  readonly startedAt: string;
  /** Absent: it is running, or nobody saw its end. */
  readonly endedAt?: string;
  /** `lost`: its daemon went away, and a later attempt took over. */
  readonly end: 'running' | 'retrying' | 'lost' | SettledTask['result'];
  readonly problem?: SettledTask['problem'];
}

export type TaskFinding = Pick<
  JobLogAnnotation,
  'attempt' | 'line' | 'level' | 'file' | 'startLine' | 'title' | 'message'
>;

export interface TaskRecord extends TaskKey {
  readonly runId: string;
  readonly purpose: TaskState['purpose'];
  readonly wave: number;
  readonly state: TaskState['state'];
  /** As the plan lock has it. */
  readonly skill: { readonly name: string; readonly version: string; readonly descriptorDigest: string };
  readonly result?: SettledTask['result'];
  readonly jobId?: string;
  readonly dispatchedAt?: string;
  readonly settledAt?: string;
  readonly timings?: Ended['timings'];
  readonly input?: Record<string, unknown>;
  /** The tree that it worked on. */
  readonly workspace?: SettledTask['workspace'];
  readonly attempts: readonly AttemptLine[];
  readonly output?: Ended['output'];
  readonly outputDigest?: string;
  readonly summary?: string;
  readonly problem?: SettledTask['problem'];
  readonly exit?: Ended['exit'];
  readonly findings: readonly TaskFinding[];
  /** How many findings there are besides. */
  readonly moreFindings?: number;
  readonly artifacts: NonNullable<SettledTask['artifacts']>;
  /** The tree that it left, if it changed its workspace. */
  readonly leftWorkspace?: SettledTask['workspace'];
  readonly logs?: Ended['logs'];
  readonly provenance?: Ended['provenance'];
  /** The event that the run took as the end of the job. */
  readonly evidence?: Evidence;
}

export interface JobFindings {
  readonly findings: readonly TaskFinding[];
  /** How many there are besides. */
  readonly more: number;
}

export interface JobStory extends JobFindings {
  readonly events: readonly JobMessage[];
}

/** The last iteration in which the task has started, if none is named; undefined if there is no such task. */
export function findTask(state: RunState, taskId: string, iteration?: number): TaskState | undefined {
  const rounds = Array.from({ length: Math.max(1, state.iteration) }, (_, before) => before + 1);
  const found = rounds
    .filter((round) => iteration === undefined || round === iteration)
    .flatMap((round) => tasksOfRound(state, round))
    .filter(({ key }) => key.taskId === taskId);
  return found.findLast((task) => task.state !== 'pending') ?? found.at(-1);
}

export const jobIdOf = (task: TaskState): string | undefined => {
  if (task.state === 'pending') return undefined;
  return task.dispatched?.value.jobId ?? (task.state === 'settled' ? task.settled.value.jobId : undefined);
};

export function taskRecord(state: RunState, task: TaskState, job: JobStory): TaskRecord {
  const { lock } = plannedTask(state, task.key.taskId);
  const dispatched = task.state === 'pending' ? undefined : task.dispatched;
  const settled = task.state === 'settled' ? task.settled : undefined;
  const end = endOf(job.events);
  const jobId = jobIdOf(task);
  return defined({
    runId: state.runId,
    ...task.key,
    purpose: task.purpose,
    wave: task.wave,
    state: task.state,
    skill: { name: lock.skill, version: lock.version, descriptorDigest: lock.descriptorDigest },
    result: settled?.value.result ?? end?.result,
    jobId,
    dispatchedAt: timeOf(dispatched?.timeMs),
    settledAt: timeOf(settled?.timeMs),
    timings: end?.timings,
    input: dispatched?.value.input,
    workspace: dispatched?.value.workspace,
    attempts: attemptsOf(job.events),
    output: end?.output ?? settled?.value.output,
    outputDigest: end?.provenance?.outputDigest ?? settled?.value.outputDigest,
    summary: end?.summary ?? settled?.value.summary,
    problem: end?.problem ?? settled?.value.problem,
    exit: end?.exit,
    findings: job.findings,
    moreFindings: job.more === 0 ? undefined : job.more,
    artifacts: end?.artifacts ?? settled?.value.artifacts ?? [],
    leftWorkspace: end?.workspace ?? settled?.value.workspace,
    logs: end?.logs,
    provenance: end?.provenance,
    evidence: settled?.value.evidence,
  });
}

function endOf(events: readonly JobMessage[]): Ended | undefined {
  const data = events.findLast(({ event }) => endsJob(event))?.event.data;
  return data !== undefined && 'jobId' in data && 'result' in data ? data : undefined;
}

function attemptsOf(events: readonly JobMessage[]): AttemptLine[] {
  return events.reduce<AttemptLine[]>((attempts, { event, sequence }) => {
    if (isEvent(event, 'dev.dome.job.started.v1')) {
      const { attempt, worker } = event.data;
      const before = attempts.map((one): AttemptLine => (one.end === 'running' ? { ...one, end: 'lost' } : one));
      return [
        ...before,
        { attempt, epoch: sequence, daemon: worker.instance, startedAt: event.time, end: 'running' as const },
      ];
    }
    const ends = attemptEnd(event);
    if (ends === undefined) return attempts;
    return attempts.map((one) => (one.attempt === ends.attempt ? { ...one, ...ends } : one));
  }, []);
}

function attemptEnd(event: AnyEvent): Pick<AttemptLine, 'attempt' | 'end' | 'endedAt'> | undefined {
  const { type, data, time } = event;
  if (!('attempt' in data) || data.attempt === undefined) return undefined;
  const { attempt } = data;
  const problem = 'problem' in data && data.problem !== undefined ? { problem: data.problem } : {};
  if (type === 'dev.dome.job.retrying.v1') return { attempt, end: 'retrying', endedAt: time, ...problem };
  if (!endsJob(event) || !('result' in data)) return undefined;
  return { attempt, end: data.result, endedAt: time, ...problem };
}

const timeOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the members that are unknown. */
function defined<T extends object>(of: T): Defined<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Defined<T>;
}
