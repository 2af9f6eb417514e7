// Every event of a run is delivered here once it is stored, and acked when its consequence is on the chain, so a crash
// between any two steps leads to a redelivery. Two deliveries are held instead of acked, because they are the timers of
// the run: an intent until its tasks are settled, a request for approval until the gate is decided.
import type { SettledTask } from '@dome/contracts';
import { isOpen, isSettled, taskAt } from '@dome/runs';
import type { OpenTask, RunRef, RunState } from '@dome/runs';
import type { Logger } from '@dome/runtime';
import type { Tracing } from '@dome/telemetry';

import { RETRY_MS_MAX, UNSERVED } from './dispatcher.ts';
import type { Dispatcher, UnpublishedTask } from './dispatcher.ts';
import { jobOf } from '../chain/request.ts';
import type { TaskWithJob } from '../chain/request.ts';
import type { JobCancel, Runtime } from '../ports.ts';
import { advance } from './advance.ts';
import type { Advancing, Rest } from './advance.ts';
import type { RunCache, CachedRun } from './run-cache.ts';
import { EVENT_BYTES_MAX } from '../chain/dispatch-step.ts';
import { silentAtMs } from '../chain/next.ts';
import { takeWithin } from '../chain/take-within.ts';
import { spansEndedBy } from '../tracing/run-spans.ts';
import { runFields, runTrace } from '../tracing/run-trace.ts';

/** How a delivery ends: for good, or to be redelivered after the given time. */
export type Outcome = { readonly kind: 'done' } | { readonly kind: 'hold'; readonly ms: number };

export interface DeliveredRunEvent {
  readonly run: RunRef;
  readonly phase: string;
  readonly sequence: number;
  readonly deliveryCount: number;
}

export interface Engine {
  /** @throws DomeError when nothing could be done: the delivery must come again. */
  handle(event: DeliveredRunEvent): Promise<Outcome>;
}

export interface EngineParts extends Advancing {
  readonly cache: RunCache;
  readonly dispatcher: Dispatcher;
  readonly runtime: Runtime;
  readonly tracing: Tracing;
  readonly logger: Logger;
}

const DONE: Outcome = { kind: 'done' };
/** A fold that has not reached the delivered event is stale, because a read lagged. */
const STALE_MS = 250;
const RETRY_MS = 1_000;
/** How often a run asks whether it is its turn to promote. */
const TURN_MS = 1_000;
/** A held delivery comes back at least this often, in case a clock was moved. */
const HOLD_MS_MAX = 3_600_000;
/** How long cancelling a silent job is retried while no daemon answers. */
const SILENT_CANCEL_MS = 600_000;

interface Standing {
  readonly state: RunState;
  readonly rest: Rest;
}

export function createEngine(parts: EngineParts): Engine {
  return {
    async handle(event) {
      const standing = await parts.cache.open(event.run, (cached) => stand(cached, event, parts));
      if (standing === undefined) return { kind: 'hold', ms: STALE_MS };
      if (standing.rest.kind === 'turn') return { kind: 'hold', ms: TURN_MS };
      switch (event.phase) {
        case 'tasks-dispatched':
          return await holdIntent(event, standing, parts);
        case 'approval-requested':
          return holdApproval(event, standing, parts);
        case 'cancel-requested':
          return await cancelJobs(event, standing, parts);
        default:
          tellEnded(standing.state, event, parts.tracing);
          return DONE;
      }
    },
  };
}

/** A held delivery comes again and again, and ends nothing itself. */
function tellEnded(state: RunState, { sequence }: DeliveredRunEvent, tracing: Tracing): void {
  if (!tracing.isOn || !tracing.records(runTrace(state).run)) return;
  for (const span of spansEndedBy(state, sequence)) tracing.tell(span);
}

async function stand(cached: CachedRun, event: DeliveredRunEvent, parts: EngineParts): Promise<Standing | undefined> {
  if (!reaches(cached.state, event)) await cached.reload();
  if (!reaches(cached.state, event)) return undefined;
  const rest = await advance(cached, parts);
  return cached.state === undefined ? undefined : { state: cached.state, rest };
}

const reaches = (state: RunState | undefined, event: DeliveredRunEvent): boolean =>
  state !== undefined && state.last.sequence >= event.sequence;

async function holdIntent(event: DeliveredRunEvent, standing: Standing, parts: EngineParts): Promise<Outcome> {
  const { nowMs } = parts.conditions();
  const open = openTasks(standing.state, event.sequence);
  if (open.length === 0) return await cancelGivenUp(event, standing.state, parts);
  // A canceled run publishes nothing more; its open jobs are cancelled by the handler of the cancel.
  if (standing.state.cancel !== undefined) return holdUntil(Math.min(...open.map(silentAtMs)), nowMs);
  const { refused, later } = await parts.dispatcher.publish(standing.state, open, nowMs);
  const never = await withoutBegun(standing.state, refused, parts);
  if (never.length > 0) {
    const settled = await parts.cache.open(event.run, (cached) => settleRefused(cached, never, parts));
    if (settled !== undefined && openTasks(settled, event.sequence).length === 0) {
      return await cancelGivenUp(event, settled, parts);
    }
  }
  if (later.length > 0) return { kind: 'hold', ms: Math.min(RETRY_MS * event.deliveryCount, RETRY_MS_MAX) };
  return holdUntil(Math.min(...open.map(silentAtMs)), nowMs);
}

const openTasks = (state: RunState, sequence: number): OpenTask[] =>
  [...state.tasks.values()].filter(isOpen).filter(({ dispatched }) => dispatched.sequence === sequence);

function holdUntil(atMs: number, nowMs: number): Outcome {
  return { kind: 'hold', ms: Math.min(HOLD_MS_MAX, Math.max(1, atMs - nowMs)) };
}

/**
 * Another replica may have sent the command while the skill was still served; a job that a daemon has begun is waited
 * for.
 */
async function withoutBegun(
  state: RunState,
  refused: readonly UnpublishedTask[],
  { runtime }: EngineParts,
): Promise<UnpublishedTask[]> {
  const hasBegun = async ({ task, error }: UnpublishedTask): Promise<boolean> =>
    UNSERVED.has(error.code) && (await runtime.hasBegun(jobOf(state, task)));
  const begun = await Promise.all(refused.map(hasBegun));
  return refused.filter((_, index) => begun[index] !== true);
}

/** The runtime refuses these for good: they are settled with its problem, without a job. */
async function settleRefused(
  cached: CachedRun,
  refused: readonly UnpublishedTask[],
  parts: EngineParts,
): Promise<RunState | undefined> {
  for (;;) {
    const { state } = cached;
    if (state === undefined) return undefined;
    const tasks = refused.flatMap(({ task, error }): SettledTask[] => {
      const now = taskAt(state, task.key);
      if (now === undefined || !isOpen(now)) return [];
      return [{ ...task.key, result: 'error', problem: error.toProblem() }];
    });
    if (tasks.length === 0) break;
    const data = { runId: state.runId, tasks: takeWithin(tasks, EVENT_BYTES_MAX) };
    await cached.append({ type: 'dev.dome.run.tasks-settled.v1', data });
  }
  await advance(cached, parts);
  return cached.state;
}

function holdApproval(event: DeliveredRunEvent, { state, rest }: Standing, parts: EngineParts): Outcome {
  const asked = [...state.gates.values()].find(
    (gate) => gate.state === 'waiting' && gate.requested.sequence === event.sequence,
  );
  const approvals = rest.kind === 'wait' ? rest.approvals : [];
  const open = approvals.find(({ gate, iteration }) => gate === asked?.gate && iteration === asked.iteration);
  return open === undefined ? DONE : holdUntil(open.untilMs, parts.conditions().nowMs);
}

async function cancelJobs(event: DeliveredRunEvent, { state }: Standing, parts: EngineParts): Promise<Outcome> {
  const open = [...state.tasks.values()].filter(isOpen);
  if (state.cancel === undefined) return DONE;
  const { by, reason = '' } = state.cancel.value;
  const why = { reason: reason === '' ? 'the run was canceled' : reason, by };
  const told = await cancelAll(state, open, { parts, why });
  return told ? DONE : { kind: 'hold', ms: Math.min(RETRY_MS * event.deliveryCount, RETRY_MS_MAX) };
}

/**
 * Jobs that were given up on must not continue when their daemon comes back; for those that no daemon served, another
 * replica may have sent the command.
 */
async function cancelGivenUp(event: DeliveredRunEvent, state: RunState, parts: EngineParts): Promise<Outcome> {
  const { nowMs } = parts.conditions();
  const givenUp = [...state.tasks.values()].filter(isSettled).flatMap(({ dispatched, ...task }): TaskWithJob[] => {
    const { evidence, problem } = task.settled.value;
    if (dispatched?.sequence !== event.sequence || evidence !== undefined) return [];
    return problem !== undefined && GIVEN_UP.has(problem.code) ? [{ ...task, dispatched }] : [];
  });
  const due = givenUp.filter((task) => nowMs < silentAtMs(task) + SILENT_CANCEL_MS);
  const told = await cancelAll(state, due, { parts, why: { reason: 'the task was given up' } });
  return told ? DONE : { kind: 'hold', ms: RETRY_MS_MAX };
}

const GIVEN_UP: ReadonlySet<string> = new Set<string>(['RUNTIME_SILENT', ...UNSERVED]);

async function cancelAll(
  state: RunState,
  tasks: readonly TaskWithJob[],
  { parts, why }: { parts: EngineParts; why: Pick<JobCancel, 'reason' | 'by'> },
): Promise<boolean> {
  const told = await Promise.all(
    tasks.map(async (task) => {
      const job = jobOf(state, task);
      try {
        await parts.runtime.cancel({ ...job, ...task.key, ...why });
        return true;
      } catch (err) {
        parts.logger.warn({ err, ...runFields(state), jobId: job.jobId }, 'job not canceled yet');
        return false;
      }
    }),
  );
  return told.every(Boolean);
}
