// One attempt from its epoch to its end. The order is the law (L8): log lines are durable before their end marker,
// files before the terminal that names them, the terminal before the ack. A daemon that lost the attempt in the
// meantime is refused by the broker, because the terminal expects the last message of the chain to be this attempt's.
import { DomeError, isTerminal, toDomeError, tryAgain } from '@dome/contracts';
import type { Digest, ErrorCode, JsonObject, LockRecord, LogTotals, Problem } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock, Logger } from '@dome/runtime';
import type { Tracing } from '@dome/telemetry';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { ExecutionOutcome, ExecutionRequest, Executor } from '../execution.ts';
import type { KnownAttempt, Command } from '../job.ts';
import type { Machine } from '../machine/machine.ts';
import type { Appended, ContentStore, JobNotes, JobStore, OpenLog, Transition } from '../ports.ts';
import { provenanceOf } from '../provenance/record.ts';
import type { ProvenanceBase } from '../provenance/record.ts';
import { spentOf } from '../claim/attempts.ts';
import { stopReasonOf } from '../stop-reasons.ts';
import type { StopReason } from '../stop-reasons.ts';
import { endingOf, terminalWrite, tooLargeOutcome } from './ending.ts';
import type { TerminalFacts } from './ending.ts';
import { retryingData } from '../claim/transitions.ts';
import { fieldsOfAttempt } from '../tracing/log-fields.ts';
import { tellAttempt, traceForSkill } from '../tracing/tell.ts';

export interface AttemptPorts {
  readonly executor: Executor;
  readonly jobs: JobStore;
  readonly openLog: OpenLog;
  readonly content: ContentStore;
  readonly clock: Clock;
  readonly provenance: ProvenanceBase;
  readonly tracing: Tracing;
  readonly logger: Logger;
  readonly machine: Pick<Machine, 'suspect'>;
  /** From 0 to 1. */
  readonly chance: () => number;
}

export interface Attempt {
  readonly command: Command;
  readonly skill: LoadedSkill;
  readonly input: JsonObject;
  /** Oldest first; the last is this one. */
  readonly attempts: readonly KnownAttempt[];
  readonly totalUntilMs: number;
  /** What it holds while it runs; undefined for a skill without locks. */
  readonly locks: AttemptLocks | undefined;
  readonly signal: AbortSignal;
  /** True once the attempt no longer belongs to the job: then nothing is written or sent. */
  readonly isSilenced: () => boolean;
  /** The daemon gives back its jobs. */
  readonly isEnding: () => boolean;
  readonly cancel: () => JobNotes['cancel'];
  /** From here on the chain decides, not live messages. */
  readonly onSettling: () => void;
}

export interface AttemptLocks {
  readonly held: NonNullable<ExecutionRequest['locks']>;
  readonly records: readonly LockRecord[];
  readonly lease: NonNullable<ExecutionRequest['lease']>;
  /** Why one of them is lost. A daemon that was stopped knows it as soon as it goes on. */
  loss(): StopReason | undefined;
  /** Nothing of the attempt runs any more. */
  release(): Promise<void>;
}

export type AttemptEnd =
  | { readonly kind: 'ended'; readonly phase: string }
  | { readonly kind: 'again'; readonly delayMs: number }
  | { readonly kind: 'silent'; readonly why: string };

export async function runAttempt(attempt: Attempt, ports: AttemptPorts): Promise<AttemptEnd> {
  const last = lastOf(attempt);
  const { command } = attempt;
  const { isSilenced } = attempt;
  const log = ports.openLog({
    job: command,
    attempt: last.attempt,
    epoch: last.epoch,
    cause: command.cause,
    limit: attempt.skill.logs,
    isSilenced,
  });
  await using outcome = await ports.executor.execute(executionOf(attempt, last, ports), log, attempt.signal);
  const lockLoss = attempt.locks?.loss();
  // The next job starts while this one is settled.
  void attempt.locks?.release();
  if (isSilenced()) return { kind: 'silent', why: 'the attempt is not the last of its job' };
  // Before the job is given back: it must not come here again until this daemon has checked itself.
  if (outcome.isOfMachine === true) ports.machine.suspect();
  attempt.onSettling();
  const logs = await log.end();
  const stop = stopReasonOf(attempt.signal) ?? lockLoss;
  const end = await settle({ attempt, ports, last, logs, stop }, await withStoredFiles(outcome, ports.content));
  // One that is not ours any more is told by whoever took it over.
  if (end.kind !== 'silent') {
    const ended = { command, attempts: attempt.attempts, outcome, endedAtMs: ports.clock.now() };
    tellAttempt(ports.tracing, { ...ended, isRetried: end.kind === 'again' });
  }
  return end;
}

function lastOf({ attempts }: Attempt): KnownAttempt {
  const last = attempts.at(-1);
  if (last === undefined) throw new DomeError('INTERNAL', { detail: 'an attempt runs without its started event' });
  return last;
}

function executionOf(
  { command, skill, input, totalUntilMs, locks }: Attempt,
  last: KnownAttempt,
  { tracing }: AttemptPorts,
): ExecutionRequest {
  const { request, runId, taskId, jobId } = command;
  return {
    skill,
    input,
    runId,
    taskId,
    jobId,
    attempt: last.attempt,
    epoch: last.epoch,
    executionMs: request.timeouts.executionMs,
    heartbeatMs: request.timeouts.heartbeatMs,
    deadlineMs: totalUntilMs,
    // The digest was checked by the schema of the command.
    ...(request.workspace === undefined
      ? {}
      : { workspace: { digest: request.workspace.digest as Digest, size: request.workspace.size } }),
    trace: traceForSkill(tracing, command, last.epoch),
    ...(request.authorizedBy === undefined ? {} : { authorizedBy: request.authorizedBy }),
    isRehearsal: request.rehearsal !== undefined,
    ...(locks === undefined ? {} : { locks: locks.held, lease: locks.lease }),
  };
}

/**
 * If a file cannot be stored, nobody can fetch the result: the attempt has failed and may be retried, unless the skill
 * changed a file after its end.
 */
async function withStoredFiles(outcome: ExecutionOutcome, content: ContentStore): Promise<ExecutionOutcome> {
  const files = outcome.workspace === undefined ? outcome.artifacts : [...outcome.artifacts, outcome.workspace];
  if (files.length === 0) return outcome;
  try {
    for (const file of files) await content.putFile(file.path, file);
    return outcome;
  } catch (cause) {
    const problem = notStored(cause).toProblem();
    const { workspace: _workspace, ...rest } = outcome;
    return {
      ...rest,
      result: 'error',
      problem,
      artifacts: [],
      [Symbol.asyncDispose]: () => outcome[Symbol.asyncDispose](),
    };
  }
}

function failedOutcome(outcome: ExecutionOutcome, problem: Problem): ExecutionOutcome {
  return { ...outcome, result: 'error', problem, [Symbol.asyncDispose]: () => outcome[Symbol.asyncDispose]() };
}

function notStored(cause: unknown): DomeError {
  const { code } = toDomeError(cause);
  if (code === 'DIGEST_MISMATCH')
    return new DomeError('OUTPUT_INVALID', { detail: 'A file was changed after the skill had ended.' }, { cause });
  const detail = 'A file that the skill left could not be stored.';
  return new DomeError(code === 'OUT_OF_SPACE' ? code : 'UNAVAILABLE', { detail }, { cause });
}

interface Settling {
  readonly attempt: Attempt;
  readonly ports: AttemptPorts;
  readonly last: KnownAttempt;
  readonly logs: LogTotals | undefined;
  /** Why it was stopped from outside, if it was. */
  readonly stop: StopReason | undefined;
}

async function settle(settling: Settling, outcome: ExecutionOutcome): Promise<AttemptEnd> {
  const { attempt, ports, last } = settling;
  const { command } = attempt;
  const nowMs = ports.clock.now();
  const ending = endingOf({
    command,
    outcome,
    nowMs,
    totalUntilMs: attempt.totalUntilMs,
    stop: settling.stop,
    spent: spentOf(attempt.attempts),
    uncounted: attempt.attempts.length - spentOf(attempt.attempts),
    chance: ports.chance(),
  });
  const base = { job: command, attempt: last.attempt, expectedSequence: last.epoch, cause: command.cause };
  if (ending.kind === 'terminal') {
    const ended = ending.problem === undefined ? outcome : failedOutcome(outcome, ending.problem);
    const write = (of: ExecutionOutcome): Transition => ({
      ...base,
      ...terminalWrite(of === ended ? ending.phase : 'failed', terminalFacts(settling, of)),
    });
    const { phase, appended } = await appendFitting((of) => appendLasting(of, settling), ended, write);
    return appended.status === 'stored' ? { kind: 'ended', phase } : await whoEnded(settling);
  }
  const retrying: Transition = { ...base, phase: 'retrying', data: retryingData(command, last, ending) };
  const appended = await appendLasting(retrying, settling);
  if (appended.status === 'conflict') return await whoEnded(settling);
  return { kind: 'again', delayMs: Math.max(0, ending.nextAttemptAtMs - ports.clock.now()) };
}

/** Tuning: how soon storing a terminal is retried when there is no space. */
const BACKOFF = { firstMs: 250, maxMs: 5_000 };
const LASTING: readonly ErrorCode[] = ['OUT_OF_SPACE', 'UNAVAILABLE'];

/**
 * The work is done, and a daemon that took the job over would repeat it. So if a terminal cannot be stored, for lack of
 * space or because the broker does not confirm it, the job waits with its slot for as long as it owns the attempt. A
 * daemon that is shutting down does not wait: the command stays with the broker.
 */
async function appendLasting(transition: Transition, { attempt, ports }: Settling): Promise<Appended> {
  const { jobs, clock, logger } = ports;
  return await tryAgain(() => jobs.append(transition), {
    ...BACKOFF,
    pause: (ms) => pause(clock, ms),
    waits: (err, waitMs) => {
      const isWorthIt = err instanceof DomeError && LASTING.includes(err.code);
      if (!isWorthIt || attempt.isSilenced() || attempt.isEnding()) return false;
      const fields = fieldsOfAttempt(attempt.command, lastOf(attempt).epoch);
      logger.error({ err, ...fields, waitMs }, 'the end of an attempt waits for room in its stream');
      return true;
    },
  });
}

async function appendFitting(
  append: (transition: Transition) => Promise<Appended>,
  outcome: ExecutionOutcome,
  write: (of: ExecutionOutcome) => Transition,
): Promise<{ readonly phase: string; readonly appended: Appended }> {
  const transition = write(outcome);
  try {
    return { phase: transition.phase, appended: await append(transition) };
  } catch (error) {
    if (!(error instanceof DomeError) || error.code !== 'PAYLOAD_TOO_LARGE') throw error;
    const smaller = write(tooLargeOutcome(outcome, error));
    return { phase: smaller.phase, appended: await append(smaller) };
  }
}

function terminalFacts({ attempt, ports, last, logs }: Settling, outcome: ExecutionOutcome): TerminalFacts {
  const { command, attempts, locks } = attempt;
  const { guard, output, materials, secrets, timings } = outcome;
  const workspace = workspaceMaterial(command);
  return {
    command,
    last,
    outcome,
    logs,
    cancel: attempt.cancel(),
    provenance: provenanceOf(ports.provenance, {
      command,
      attempts,
      guard,
      output,
      ...(secrets === undefined ? {} : { secrets }),
      ...(locks === undefined ? {} : { locks: locks.records }),
      materials: materials.some(({ digest }) => digest === workspace?.digest)
        ? materials
        : [...(workspace === undefined ? [] : [workspace]), ...materials],
      startedAtMs: timings.startedAtMs,
      finishedAtMs: timings.finishedAtMs,
    }),
  };
}

function workspaceMaterial({ request }: Command): { uri: string; digest: Digest } | undefined {
  if (request.workspace === undefined) return undefined;
  // Checked by the schema of the command.
  return { uri: 'dome:workspace', digest: request.workspace.digest as Digest };
}

/**
 * The chain moved on without us. A terminal settles the command whoever wrote it; anything else belongs to another
 * attempt.
 */
async function whoEnded({ attempt, ports }: Settling): Promise<AttemptEnd> {
  const { chain } = await ports.jobs.read(attempt.command);
  const phase = chain.at(-1)?.phase;
  if (phase !== undefined && isTerminal(phase)) return { kind: 'ended', phase };
  return { kind: 'silent', why: 'another attempt carries the job' };
}
