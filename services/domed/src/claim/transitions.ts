// The data of the messages that domed writes about a job before and around an attempt. Pure: the caller has decided
// already.
import { DomeError } from '@dome/contracts';
import type { EventData, Identity, Problem, Provenance, Worker } from '@dome/contracts';

import type { KnownAttempt, Command } from '../job.ts';
import type { JobNotes } from '../ports.ts';
import type { ClaimAction, ClaimProblem } from './claim-view.ts';

type Data<Phase extends string> = EventData[`dev.dome.job.${Phase}.v1` & keyof EventData];

export interface Correlation {
  readonly runId: string;
  readonly taskId: string;
  readonly iteration: number;
  readonly jobId: string;
  readonly requestDigest: string;
  readonly commandSequence: number;
}

export function correlationOf(command: Command): Correlation {
  const { runId, taskId, iteration, jobId, requestDigest, commandSequence } = command;
  return { runId, taskId, iteration, jobId, requestDigest, commandSequence };
}

export function problemOf({ code, fields }: ClaimProblem): Problem {
  return new DomeError(code, fields).toProblem();
}

export interface StartFacts {
  readonly deliveryCount: number;
  readonly worker: Worker;
}

export function startedData(
  command: Command,
  of: { readonly attempt: number; readonly counted: boolean; readonly supersedes?: number },
  { deliveryCount, worker }: StartFacts,
): Data<'started'> {
  return {
    ...correlationOf(command),
    attempt: of.attempt,
    counted: of.counted,
    ...(of.supersedes === undefined ? {} : { supersedes: of.supersedes }),
    deliveryCount,
    skill: command.request.skill,
    worker,
    ...(command.request.rehearsal === undefined ? {} : { rehearsal: command.request.rehearsal }),
  };
}

/** The last attempt on the chain; a job that never started has none. */
function attemptOf(last: KnownAttempt | undefined): { attempt?: number; epoch?: number } {
  return last === undefined ? {} : { attempt: last.attempt, epoch: last.epoch };
}

export function retryingData(
  command: Command,
  last: KnownAttempt,
  of: { readonly counted: boolean; readonly problem: Problem; readonly nextAttemptAtMs: number },
): Data<'retrying'> {
  return {
    ...correlationOf(command),
    attempt: last.attempt,
    epoch: last.epoch,
    counted: of.counted,
    problem: of.problem,
    nextAttemptAt: new Date(of.nextAttemptAtMs).toISOString(),
  };
}

export interface EndFacts {
  readonly command: Command;
  readonly last: KnownAttempt | undefined;
  readonly nowMs: number;
  /** For a job that has started. */
  readonly provenance: Provenance | undefined;
}

type EndAction = Extract<ClaimAction, { kind: 'end' }>;
type EndWrite = {
  [Phase in EndAction['phase']]: { readonly phase: Phase; readonly data: Data<Phase> };
}[EndAction['phase']];

/** A terminal that the claim writes without having run anything itself. */
export function endWrite(action: EndAction, facts: EndFacts): EndWrite {
  const { command, last, nowMs, provenance } = facts;
  const problem = problemOf(action.problem);
  const common = { ...correlationOf(command), ...attemptOf(last), problem };
  switch (action.phase) {
    case 'refused':
      return { phase: 'refused', data: { ...common, result: 'error', skill: command.request.skill } };
    case 'parked':
      return { phase: 'parked', data: { ...common, result: 'error', command: { ...command.request } } };
    case 'timed-out':
      return {
        phase: 'timed-out',
        data: {
          ...common,
          result: 'timeout',
          clock: action.problem.fields['clock'] === 'queue' ? 'queue' : 'total',
          skill: command.request.skill,
          ...(provenance === undefined ? {} : { provenance }),
        },
      };
    case 'failed':
      if (last === undefined || provenance === undefined) return never('failed without an attempt');
      return {
        phase: 'failed',
        data: {
          ...common,
          attempt: last.attempt,
          epoch: last.epoch,
          skill: command.request.skill,
          result: 'error',
          timings: {
            queuedMs: Math.max(0, Math.round(last.startedAtMs - command.storedAtMs)),
            executionMs: Math.max(0, Math.round(nowMs - last.startedAtMs)),
          },
          provenance,
        },
      };
  }
}

/** The claim fails only jobs that have started: its rows say so, and their test. */
function never(detail: string): never {
  throw new DomeError('INTERNAL', { detail });
}

/** A lost attempt with a noted cancel: nothing of it runs any more, and nobody saw it end. */
export function canceledLostData(facts: EndFacts, cancel: JobNotes['cancel']): Data<'canceled'> {
  const { command, last, provenance } = facts;
  return {
    ...correlationOf(command),
    ...attemptOf(last),
    skill: command.request.skill,
    result: 'cancellation',
    outcome: 'killed',
    ...byWhom(cancel),
    ...(provenance === undefined ? {} : { provenance }),
  };
}

export function byWhom(cancel: JobNotes['cancel']): { by?: Identity; reason?: string } {
  if (cancel === undefined) return {};
  return { by: cancel.by, ...(cancel.reason === undefined ? {} : { reason: cancel.reason }) };
}

export function refusedNoteData(command: Command, problem: ClaimProblem): EventData['dev.dome.job.command-refused.v1'] {
  return { ...correlationOf(command), problem: problemOf(problem) };
}
