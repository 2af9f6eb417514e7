// The replica that holds the delivery of an intent publishes its commands, and publishes them again on redelivery,
// which has no effect. Commands that can never be accepted are told apart from those that may be accepted later.
import { forEachAtOnce } from '@dome/bus';
import { toDomeError, traceFields } from '@dome/contracts';
import type { DomeError, ErrorCode } from '@dome/contracts';
import type { OpenTask, RunState } from '@dome/runs';
import type { Logger } from '@dome/runtime';
import type { Tracing } from '@dome/telemetry';

import type { Runtime } from '../ports.ts';
import { skillRequest } from '../chain/request.ts';
import { publishedSpan } from '../tracing/run-spans.ts';
import { taskSpan } from '../tracing/run-trace.ts';

export interface UnpublishedTask {
  readonly task: OpenTask;
  readonly error: DomeError;
}

export interface Unpublished {
  /** The runtime will never accept these. */
  readonly refused: readonly UnpublishedTask[];
  /** Not published yet; worth a retry. */
  readonly later: readonly UnpublishedTask[];
}

export interface Dispatcher {
  publish(state: RunState, tasks: readonly OpenTask[], nowMs: number): Promise<Unpublished>;
}

/** Errors in the request itself: the same command would be refused tomorrow. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['INPUT_INVALID', 'INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'WORKSPACE_MISSING'] as const),
  ...(['MANIFEST_INVALID', 'POLICY_DENIED', 'IDEMPOTENCY_KEY_REUSED'] as const),
]);

/**
 * L6: dome dispatches only what discovery says exists. The locked skill is gone or has changed; a daemon that is being
 * replaced returns within a moment, so dispatch waits that long and no longer.
 */
export const UNSERVED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['CAPABILITY_MISSING', 'DESCRIPTOR_DRIFT']);

/** A task is retried at least this often before its `notAfter`. */
export const RETRY_MS_MAX = 5_000;

/** Bounds memory: a forgotten command is published again, which has no effect. */
const REMEMBERED_MAX = 20_000;
/**
 * Commands built in one turn: each is a digest and a check of its input, and the turns in between belong to other work.
 */
const AT_ONCE_MAX = 32;

export interface DispatcherParts {
  readonly runtime: Pick<Runtime, 'dispatch'>;
  readonly tracing: Tracing;
  /** Wall time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** How long a task waits for a daemon that serves its version. */
  readonly driftGraceMs: number;
  readonly logger: Logger;
}

export function createDispatcher({ runtime, tracing, now, logger, driftGraceMs }: DispatcherParts): Dispatcher {
  const published = new Set<string>();
  const remember = (jobId: string): void => {
    published.add(jobId);
    for (const old of published) {
      if (published.size <= REMEMBERED_MAX) break;
      published.delete(old);
    }
  };
  const publishOne = async (state: RunState, task: OpenTask): Promise<UnpublishedTask | undefined> => {
    const request = skillRequest(state, task);
    const { jobId } = task.dispatched.value;
    const fields = { runId: state.runId, taskId: task.key.taskId, jobId, ...traceFields(taskSpan(state, task.key)) };
    const startMs = now();
    try {
      const command = await runtime.dispatch(request);
      remember(jobId);
      if (tracing.isOn) tracing.tell(publishedSpan(state, task, { command, startMs, endMs: now() }));
      logger.info({ ...fields, skill: request.skill.name }, 'task dispatched');
      return undefined;
    } catch (thrown) {
      const error = toDomeError(thrown);
      logger.warn({ ...fields, err: error }, 'task not dispatched');
      return { task, error };
    }
  };
  return {
    async publish(state, tasks, nowMs) {
      // Nothing is published after notAfter; the task's own timeout settles it.
      const due = tasks.filter(({ dispatched }) => {
        return !published.has(dispatched.value.jobId) && nowMs <= Date.parse(dispatched.value.notAfter);
      });
      const failed: UnpublishedTask[] = [];
      await forEachAtOnce(due, AT_ONCE_MAX, async (task) => {
        const refusal = await publishOne(state, task);
        if (refusal !== undefined) failed.push(refusal);
      });
      const isFinal = ({ task, error }: UnpublishedTask): boolean =>
        FINAL.has(error.code) || (UNSERVED.has(error.code) && nowMs >= unservedAtMs(task, driftGraceMs));
      return { refused: failed.filter(isFinal), later: failed.filter((one) => !isFinal(one)) };
    },
  };
}

/**
 * When to stop waiting for a daemon that serves the task: after the grace, or before the command could be sent at all.
 */
const unservedAtMs = ({ dispatched }: OpenTask, driftGraceMs: number): number =>
  Math.min(dispatched.timeMs + driftGraceMs, Date.parse(dispatched.value.notAfter) - RETRY_MS_MAX);
