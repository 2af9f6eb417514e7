// An attempt and its parts, as spans, told when the attempt has ended: by the daemon that ran it or, of one that was lost, by
// the daemon that finds it lost. Pure.
import { skillDurable } from '@dome/bus';
import { subjects } from '@dome/contracts';
import type { SpanAttributes, ToldSpan } from '@dome/telemetry';

import type { ExecutionOutcome } from '../execution.ts';
import type { Command, KnownAttempt } from '../job.ts';
import { attemptSpan, jobTrace, waitingSpan, settlingSpan, skillSpan } from './job-trace.ts';

export interface EndedAttempt {
  readonly command: Command;
  /** Oldest first; the last is the one that ended. */
  readonly attempts: readonly KnownAttempt[];
  readonly outcome: Pick<ExecutionOutcome, 'result' | 'problem' | 'exit' | 'guard' | 'timings'>;
  /** When its end was stored, wall time. */
  readonly endedAtMs: number;
  readonly isRetried: boolean;
}

export interface AttemptLoss extends Pick<EndedAttempt, 'command' | 'attempts'> {
  /** Wall time. */
  readonly noticedAtMs: number;
}

export function attemptSpans(ended: EndedAttempt): ToldSpan[] {
  const { command, attempts, outcome, endedAtMs } = ended;
  const last = attempts.at(-1);
  if (last === undefined) return [];
  const { result, problem, exit, guard, timings } = outcome;
  const whole = wholeAttempt(command, attempts, {
    endMs: endedAtMs,
    failure: failureOf(outcome),
    attributes: {
      'cicd.pipeline.task.run.result': result,
      'error.type': failureOf(outcome) === undefined ? undefined : (problem?.code ?? result),
      'dome.attempt.retried': ended.isRetried,
    },
  });
  const within = { parentSpanId: attemptSpan(command, last.epoch).spanId, kind: 'internal' as const };
  return [
    ...waited(command, attempts),
    whole,
    {
      ...within,
      context: skillSpan(command, last.epoch),
      name: `skill ${command.skill}`,
      startMs: timings.startedAtMs,
      endMs: timings.finishedAtMs,
      attributes: {
        ...skillOf(command),
        'dome.guard': guard,
        'process.exit.code': exit.code,
        'dome.process.exit_signal': exit.signal,
      },
      failure: failureOf(outcome),
    },
    {
      ...within,
      context: settlingSpan(command, last.epoch),
      name: 'settling',
      startMs: timings.finishedAtMs,
      endMs: endedAtMs,
      attributes: {},
    },
  ];
}

/** Nobody saw when it stopped: it ends where its loss was noticed. */
export function lostAttemptSpans({ command, attempts, noticedAtMs }: AttemptLoss): ToldSpan[] {
  const failure = 'the attempt stopped reporting';
  const attributes = { 'cicd.pipeline.task.run.result': 'error', 'error.type': 'ATTEMPT_LOST' };
  return [...waited(command, attempts), wholeAttempt(command, attempts, { endMs: noticedAtMs, failure, attributes })];
}

interface Whole extends Pick<ToldSpan, 'endMs' | 'failure'> {
  readonly attributes: SpanAttributes;
}

function wholeAttempt(command: Command, attempts: readonly KnownAttempt[], of: Whole): ToldSpan {
  const [before, last] = [attempts.at(-2), attempts.at(-1)];
  const subject = subjects.skillExecute({ pool: command.pool, skill: command.skill });
  const epoch = last?.epoch ?? 0;
  return {
    context: attemptSpan(command, epoch),
    parentSpanId: jobTrace(command).parentSpanId,
    name: `process ${subject}`,
    kind: 'consumer',
    startMs: last?.startedAtMs ?? of.endMs,
    endMs: of.endMs,
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': subject,
      'messaging.consumer.group.name': skillDurable(command),
      'messaging.message.id': command.cause.causationId,
      'cicd.pipeline.run.id': command.runId,
      'cicd.pipeline.task.name': command.taskId,
      'cicd.pipeline.task.run.id': command.jobId,
      'cicd.worker.id': last?.instance,
      ...skillOf(command),
      'dome.attempt': last?.attempt,
      'dome.epoch': epoch,
      ...of.attributes,
    },
    // The attempt that it replaces or repeats.
    relations: before === undefined ? [] : [{ to: attemptSpan(command, before.epoch) }],
    failure: of.failure,
  };
}

/** A job waits once: before its first attempt. */
function waited(command: Command, attempts: readonly KnownAttempt[]): ToldSpan[] {
  const [first, second] = attempts;
  if (first === undefined || second !== undefined) return [];
  return [
    {
      context: waitingSpan(command),
      parentSpanId: jobTrace(command).parentSpanId,
      name: `queue ${command.pool}`,
      kind: 'internal',
      startMs: command.storedAtMs,
      endMs: first.startedAtMs,
      attributes: { ...skillOf(command), 'dome.pool': command.pool },
    },
  ];
}

const skillOf = ({ request: { skill } }: Command): SpanAttributes => ({
  'dome.skill.name': skill.name,
  'dome.skill.version': skill.version,
});

/** A skill that was stopped for somebody, or found nothing to do, has not failed. */
function failureOf({ result, problem }: EndedAttempt['outcome']): string | undefined {
  if (result === 'success' || result === 'skip' || result === 'cancellation') return undefined;
  return problem?.title ?? result;
}
