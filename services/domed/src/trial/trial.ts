// Runs the examples of one skill, one after the other, as jobs run: by the same executor, with the same guard, limits and
// folders. There is no broker, so there is one attempt, and nothing is recorded.
import { PROMOTION_MEMBER, toDomeError, lockKeyFor } from '@dome/contracts';
import type { Clock } from '@dome/runtime';
import type { TrialEnd, TrialMessage } from '@dome/skills';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { ExecutionOutcome, ExecutionRequest, Executor } from '../execution.ts';
import type { LogSinks } from '../logs/sinks.ts';
import type { TrialContent } from './trial-content.ts';

export interface Trial {
  readonly skill: LoadedSkill;
  /** By name; empty: all of them. */
  readonly only: readonly string[];
  readonly executor: Executor;
  readonly content: TrialContent;
  readonly clock: Clock;
  /** Aborted with a StopReason. */
  readonly signal: AbortSignal;
  /** Settles when more may be told. */
  readonly tell: (message: TrialMessage) => Promise<void>;
}

/** Never rejects: what goes wrong is told. */
export async function tryExamples(trial: Trial): Promise<void> {
  const { skill, only, signal, tell } = trial;
  const chosen = skill.examples.filter(({ name }) => only.length === 0 || only.includes(name));
  for (const [index, example] of chosen.entries()) {
    if (signal.aborted) return;
    await tell({ kind: 'example', name: example.name });
    try {
      const request = await requestFor(trial, example, index + 1);
      await using outcome = await trial.executor.execute(request, sinksOf(tell), signal);
      await tell({ kind: 'ended', ...endOf(outcome) });
    } catch (thrown) {
      await tell({ kind: 'broken', problem: toDomeError(thrown).toProblem() });
      return;
    }
  }
}

async function requestFor(
  { skill, content, clock }: Trial,
  { input, workspace }: LoadedSkill['examples'][number],
  number: number,
): Promise<ExecutionRequest> {
  const { timeouts, needs, locks = [], sideEffects } = skill.descriptor;
  const accepted = skill.acceptInput(input);
  if (!accepted.ok) throw accepted.error;
  return {
    skill,
    input: accepted.value,
    runId: 'trial',
    taskId: skill.descriptor.name,
    jobId: `trial-${number}`,
    attempt: 1,
    epoch: number,
    executionMs: timeouts.executionMs,
    heartbeatMs: timeouts.heartbeatMs,
    deadlineMs: clock.now() + timeouts.totalMs,
    // No decision allows it: what promotes gets the secrets of rehearsals.
    isRehearsal: sideEffects.includes(PROMOTION_MEMBER),
    ...(needs.workspace === 'none' ? {} : { workspace: await content.workspaceOf(workspace) }),
    ...(locks.length === 0
      ? {}
      : { locks: locks.map(({ key }) => ({ key: lockKeyFor(key, accepted.value), token: number })) }),
  };
}

function sinksOf(tell: Trial['tell']): LogSinks {
  return {
    line: ({ stream, text }) => tell({ kind: 'line', stream, text }),
    annotation: (annotation) => void tell({ kind: 'annotation', ...annotation }),
    progress: (progress) => void tell({ kind: 'progress', ...progress }),
  };
}

function endOf(outcome: ExecutionOutcome): TrialEnd {
  const { result, exit, output, summary, artifacts, workspace, problem, timings, guard } = outcome;
  return {
    result,
    exit,
    artifacts: artifacts.map(({ name, digest, size, mediaType }) => ({ name, digest, size, mediaType })),
    executionMs: timings.executionMs,
    guard,
    ...(output === undefined ? {} : { output }),
    ...(summary === undefined ? {} : { summary }),
    ...(workspace === undefined ? {} : { workspace: { digest: workspace.digest, size: workspace.size } }),
    ...(problem === undefined ? {} : { problem }),
  };
}
