// What the outcome of an attempt means for its job: one terminal, or another attempt. Pure, and the only place where
// the result of an execution becomes a message of the contract.
import { DomeError } from '@dome/contracts';
import type { EventData, LogTotals, Problem, Provenance } from '@dome/contracts';

import type { ExecutionOutcome } from '../execution.ts';
import type { KnownAttempt, Command } from '../job.ts';
import type { JobNotes } from '../ports.ts';
import { STOP_REASONS } from '../stop-reasons.ts';
import type { StopReason } from '../stop-reasons.ts';
import { nextAfterMachineFault, nextAttemptAt } from './retry.ts';
import { byWhom, correlationOf } from '../claim/transitions.ts';

export interface EndingView {
  readonly command: Command;
  readonly outcome: ExecutionOutcome;
  /** Why it was stopped from outside, if it was. */
  readonly stop: StopReason | undefined;
  /** Attempts that counted, this one included. */
  readonly spent: number;
  /** Attempts that did not count. */
  readonly uncounted: number;
  readonly nowMs: number;
  readonly totalUntilMs: number;
  readonly chance: number;
}

export type Ending =
  | {
      readonly kind: 'retrying';
      readonly counted: boolean;
      readonly problem: Problem;
      readonly nextAttemptAtMs: number;
    }
  | {
      readonly kind: 'terminal';
      readonly phase: 'succeeded' | 'failed' | 'canceled' | 'timed-out';
      /** In place of that of the outcome. */
      readonly problem?: Problem;
    };

/** @throws DomeError INTERNAL for an attempt that no longer belongs to the job */
export function endingOf(view: EndingView): Ending {
  const { outcome, stop, nowMs } = view;
  const isCut = outcome.result === 'cancellation' || outcome.result === 'error';
  if (isCut && stop !== undefined && STOP_REASONS[stop].ends === 'failed') return cutEnding(view, stop);
  switch (outcome.result) {
    case 'success':
    case 'skip':
      return { kind: 'terminal', phase: 'succeeded' };
    case 'failure':
      return { kind: 'terminal', phase: 'failed' };
    case 'timeout':
      return { kind: 'terminal', phase: 'timed-out' };
    case 'cancellation':
      return stopEnding(stop ?? 'cancel', nowMs);
    case 'error': {
      const problem = problemOf(outcome);
      const { command, spent, uncounted, totalUntilMs, chance } = view;
      const policy = command.request.retry;
      if (outcome.isOfMachine === true) {
        const due = nextAfterMachineFault({ policy, spent, uncounted, nowMs, totalUntilMs, chance });
        if (due !== undefined) return { kind: 'retrying', counted: false, problem, nextAttemptAtMs: due };
      }
      const at = nextAttemptAt({ policy, problem, spent, nowMs, totalUntilMs, chance });
      if (at === undefined) return { kind: 'terminal', phase: 'failed' };
      return { kind: 'retrying', counted: true, problem, nextAttemptAtMs: at };
    }
  }
}

/** The attempt was killed for what it had lost, and what it says itself does not count. */
function cutEnding(view: EndingView, reason: StopReason): Ending {
  const { command, spent, nowMs, totalUntilMs, chance } = view;
  const { isCounted, detail } = STOP_REASONS[reason];
  const problem = new DomeError('LOCK_CONFLICT', { detail: `The attempt was killed: ${detail}.` }).toProblem();
  if (!isCounted) return { kind: 'retrying', counted: false, problem, nextAttemptAtMs: nowMs };
  const policy = command.request.retry;
  const at = nextAttemptAt({ policy, problem, spent, nowMs, totalUntilMs, chance });
  if (at === undefined) return { kind: 'terminal', phase: 'failed', problem };
  return { kind: 'retrying', counted: true, problem, nextAttemptAtMs: at };
}

function stopEnding(reason: StopReason, nowMs: number): Ending {
  const { ends, isCounted, detail } = STOP_REASONS[reason];
  switch (ends) {
    case 'canceled':
      return { kind: 'terminal', phase: 'canceled' };
    case 'handed-back': {
      const problem = new DomeError('UNAVAILABLE', { detail: `${detail}; another daemon takes the job` }).toProblem();
      return { kind: 'retrying', counted: isCounted, problem, nextAttemptAtMs: nowMs };
    }
    case 'failed':
    case 'silent':
      throw new DomeError('INTERNAL', { detail: `an attempt settles although ${detail}` });
  }
}

/** Every result but success has a problem; one without would be a bug of ours, and this says so. */
function problemOf({ problem }: ExecutionOutcome): Problem {
  return problem ?? new DomeError('INTERNAL', { detail: 'the outcome names no problem' }).toProblem();
}

export interface TerminalFacts {
  readonly command: Command;
  readonly last: KnownAttempt;
  readonly outcome: ExecutionOutcome;
  readonly provenance: Provenance;
  readonly logs: LogTotals | undefined;
  readonly cancel: JobNotes['cancel'];
}

type Phase = Extract<Ending, { kind: 'terminal' }>['phase'];
type TerminalWrite = {
  [P in Phase]: { readonly phase: P; readonly data: EventData[`dev.dome.job.${P}.v1`] };
}[Phase];

export function terminalWrite(phase: Phase, facts: TerminalFacts): TerminalWrite {
  const common = commonOf(facts);
  const { outcome } = facts;
  switch (phase) {
    case 'succeeded':
      return { phase, data: { ...common, result: outcome.result === 'skip' ? 'skip' : 'success' } };
    case 'failed': {
      const result = outcome.result === 'failure' ? 'failure' : 'error';
      return { phase, data: { ...common, result, problem: problemOf(outcome) } };
    }
    case 'timed-out':
      return {
        phase,
        data: { ...common, result: 'timeout', clock: outcome.clock ?? 'total', problem: problemOf(outcome) },
      };
    case 'canceled':
      return {
        phase,
        data: {
          ...common,
          result: 'cancellation',
          outcome: outcome.cancelOutcome ?? 'killed',
          ...byWhom(facts.cancel),
        },
      };
  }
}

function commonOf({ command, last, outcome, provenance, logs }: TerminalFacts) {
  const { output, artifacts, workspace, summary, exit, timings } = outcome;
  return {
    ...correlationOf(command),
    attempt: last.attempt,
    epoch: last.epoch,
    skill: command.request.skill,
    ...(output === undefined ? {} : { output: { ...output } }),
    ...(artifacts.length === 0
      ? {}
      : { artifacts: artifacts.map(({ name, digest, size, mediaType }) => ({ name, digest, size, mediaType })) }),
    ...(workspace === undefined ? {} : { workspace: { digest: workspace.digest, size: workspace.size } }),
    ...(summary === undefined ? {} : { summary }),
    ...(exit.code === undefined && exit.signal === undefined ? {} : { exit: { ...exit } }),
    ...(logs === undefined ? {} : { logs }),
    timings: {
      queuedMs: Math.max(0, Math.round(timings.startedAtMs - command.storedAtMs)),
      executionMs: Math.max(0, Math.round(timings.executionMs)),
    },
    provenance,
  };
}

/** Replaces a terminal that fits into no message: the same end, without what made it too large. */
export function tooLargeOutcome(outcome: ExecutionOutcome, error: DomeError): ExecutionOutcome {
  const { summary: _summary, output: _output, ...rest } = outcome;
  return {
    ...rest,
    result: 'error',
    problem: error.toProblem(),
    artifacts: outcome.artifacts,
    [Symbol.asyncDispose]: () => outcome[Symbol.asyncDispose](),
  };
}
