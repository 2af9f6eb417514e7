// Carries one command through: read, admitted, claimed, run, ended, and only then acked (L8). An error along the way
// leaves the command to the broker.
import type { Worker } from '@dome/contracts';

import type { LoadedSkill } from '../catalogue/skill.ts';
import { lockedVersion } from '../catalogue/skill-set.ts';
import type { GuardName } from '../execution.ts';
import type { Command } from '../job.ts';
import type { Directory } from '../ports.ts';
import { admit, deadlinesOf, DRIFT_RETRY_MS_MAX } from './admission.ts';
import type { Admission } from './admission.ts';
import { runAttempt } from '../attempt/attempt.ts';
import type { AttemptLocks, AttemptPorts } from '../attempt/attempt.ts';
import { claimJob } from '../claim/claiming.ts';
import type { Claimed, ClaimPorts, ClaimRequest } from '../claim/claiming.ts';
import type { JobLocks } from '../locks/job-locks.ts';
import { fieldsOf, fieldsOfAttempt } from '../tracing/log-fields.ts';
import { readCommand } from './command.ts';
import { claimLocked } from './locked-claim.ts';
import type { LockedClaim, LockedClaimPorts, Slot } from './locked-claim.ts';
import type { ForeignCommands } from './foreign-commands.ts';
import { holdLocks } from './held-locks.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { JobInHand } from './job-in-hand.ts';
import { PARKED_RUN, undecodableData } from './undecodable.ts';
import type { UndecodableCommand } from './undecodable.ts';

export interface CarryPorts extends LockedClaimPorts, AttemptPorts {
  readonly directory: Pick<Directory, 'elsewhere' | 'freshen'>;
  /** The versions of a skill that this daemon can run. */
  readonly usableVersions: (name: string) => readonly LoadedSkill[];
  readonly worker: Omit<Worker, 'guard' | 'confined'>;
  readonly driftGraceMs: number;
}

export interface Carrying {
  readonly job: JobInHand;
  readonly jobs: JobsInHand;
  readonly slot: Slot;
  /** How often this daemon failed on this command. */
  readonly breakdowns: number;
  readonly foreign: ForeignCommands;
}

export async function carry(carrying: Carrying, ports: CarryPorts): Promise<void> {
  const { job, jobs, slot, breakdowns, foreign } = carrying;
  const reading = readCommand(job.message);
  if (reading.kind === 'undecodable') return await park(job, reading.undecodable, ports);
  const { command, fault } = reading;
  job.command = command;
  jobs.name(job);
  const locked = lockedVersion(ports.usableVersions(command.skill), command);
  if (!locked.ok) await freshen(ports);
  const nowMs = ports.clock.now();
  const admission = admit({
    command,
    fault,
    breakdowns,
    nowMs,
    locked,
    deliveryCount: job.deliveryCount,
    elsewhere: () => ports.directory.elsewhere({ ...command.request.skill, pool: command.pool }),
    driftGraceMs: ports.driftGraceMs,
    foreign: foreign.count(ports.clock.monotonicMs()),
    chance: ports.chance(),
  });
  const { validity } = admission;
  if (validity.state === 'unserved') foreign.note(command.commandSequence, ports.clock.monotonicMs());
  // Whether it is canceled or a duplicate is for the daemon that can run it: a queue that waits for others costs no read here.
  if (validity.state === 'unserved' && 'isForOthers' in admission && admission.isForOthers)
    return putBack(job, { delayMs: validity.retryInMs, why: ANOTHER_SERVES }, ports);
  const opening = { validity, deadlines: deadlinesOf(command), nowMs, ackWaitMs: job.ackWaitMs };
  const worker: Worker = { ...ports.worker, ...guardOf(admission, ports.executor.guard) };
  const wishes = 'skill' in admission ? admission.locks : [];
  const { claimed, locks } =
    wishes.length === 0
      ? await claimWithout({ command, opening, deliveryCount: job.deliveryCount, worker }, ports)
      : await claimLocked({ job, slot, command, wishes, opening, worker }, ports);
  switch (claimed.kind) {
    case 'ack':
      ports.logger.debug({ ...fieldsOf(command), why: claimed.why }, 'command settled by the claim');
      return job.hold.ack();
    case 'nak':
      return putBack(job, claimed, ports);
    case 'letGo':
      ports.logger.warn(
        { ...fieldsOf(command), why: claimed.why, deliveryCount: job.deliveryCount },
        'stale delivery let go',
      );
      return job.hold.letGo();
    case 'run':
      if (!('skill' in admission)) throw new Error('the claim runs only what was admitted');
      return await run({ carrying, claimed, admission, command, locks }, ports);
  }
}

const ANOTHER_SERVES = 'another daemon serves it';

function putBack(
  job: JobInHand,
  { delayMs, why }: { readonly delayMs: number; readonly why: string },
  { logger }: Pick<CarryPorts, 'logger'>,
): void {
  logger.debug({ ...fieldsOf(job.command), why, delayMs }, 'command put back');
  job.hold.nak(delayMs);
}

const claimWithout = async (request: ClaimRequest, ports: ClaimPorts): Promise<LockedClaim> => ({
  claimed: await claimJob(request, ports),
  locks: undefined,
});

interface Run {
  readonly carrying: Carrying;
  readonly claimed: Extract<Claimed, { kind: 'run' }>;
  readonly admission: Extract<Admission, { skill: LoadedSkill }>;
  readonly command: Command;
  readonly locks: JobLocks | undefined;
}

async function run(of: Run, ports: CarryPorts): Promise<void> {
  using held = of.locks === undefined ? undefined : holdLocks(of.locks, of.carrying.job);
  await runClaimed(of, held, ports).finally(() => held?.release());
}

async function runClaimed(
  { carrying, claimed, admission, command }: Run,
  locks: AttemptLocks | undefined,
  ports: CarryPorts,
): Promise<void> {
  const { job, jobs } = carrying;
  job.startRunning(claimed.epoch);
  if (claimed.attempts.length > 1) await jobs.ask(job);
  if (job.isSilenced) return job.hold.letGo();
  if (locks === undefined && admission.locks.length > 0 && !job.signal.aborted)
    throw new Error('a job that needs locks runs only while it holds them');
  const ended = await runAttempt(
    {
      command,
      skill: admission.skill,
      input: admission.input,
      attempts: claimed.attempts,
      totalUntilMs: deadlinesOf(command).totalUntilMs,
      locks,
      signal: job.signal,
      isSilenced: () => job.isSilenced,
      isEnding: () => job.isEnding,
      cancel: () => job.cancel,
      onSettling: () => job.startSettling(),
    },
    ports,
  );
  const { attempt, epoch } = claimed;
  const fields = { ...fieldsOf(command), attempt, epoch };
  switch (ended.kind) {
    case 'ended':
      ports.logger.debug({ ...fields, phase: ended.phase }, 'job ended');
      return job.hold.ack();
    case 'again':
      ports.logger.info(
        { ...fields, ...fieldsOfAttempt(command, epoch), delayMs: ended.delayMs },
        'attempt ended, another follows',
      );
      return job.hold.nak(ended.delayMs);
    case 'silent':
      ports.logger.warn(
        { ...fields, ...fieldsOfAttempt(command, epoch), why: ended.why },
        'attempt given up without a word',
      );
      return job.hold.letGo();
  }
}

async function park(job: JobInHand, undecodable: UndecodableCommand, ports: CarryPorts): Promise<void> {
  const { skill, jobId, commandSequence, error } = undecodable;
  ports.logger.warn({ err: error, skill, commandSequence }, 'undecodable command parked');
  await ports.jobs.append({
    phase: 'parked',
    data: undecodableData(undecodable),
    job: { skill, runId: PARKED_RUN, jobId },
    attempt: 0,
    expectedSequence: 0,
    cause: {},
  });
  // On a conflict, an earlier delivery of the same message was parked before its ack was lost.
  job.hold.ack();
}

/** A command is refused by the leader's recent answer; if the leader does not answer, by what was heard before. */
async function freshen({ directory, logger }: CarryPorts): Promise<void> {
  await directory
    .freshen(DRIFT_RETRY_MS_MAX)
    .catch((err: unknown) => logger.warn({ err }, 'announcements cannot be read now'));
}

/**
 * The guard of the skill's processes, as far as it is known before the start. Readers of the first version know three
 * values for it, so a mount namespace is reported in a separate field.
 */
function guardOf(admission: Admission, guard: GuardName): Pick<Worker, 'guard' | 'confined'> {
  const how = 'skill' in admission ? admission.skill.run : undefined;
  if (how?.using === 'node' && how.isolation === 'none') return { guard: 'none' };
  return guard === 'mount-namespace' ? { guard: 'pid-namespace', confined: true } : { guard };
}
