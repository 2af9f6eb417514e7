// The words of a job that every stage of its life shares: how it is named, what its command says, what stands on its chain.
import type { Digest, JobId, SkillExecute } from '@dome/contracts';

/** How the chain of a job is named. */
export interface JobRef {
  readonly skill: string;
  readonly runId: string;
  readonly jobId: JobId;
}

/** What every message about a job carries. */
export interface JobIdentity extends JobRef {
  readonly taskId: string;
  readonly iteration: number;
}

/** The message that caused what is written, and the trace it belongs to. */
export interface Cause {
  readonly causationId?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** What identifies a command to the ledger and to the chain. */
export interface CommandIdentity {
  readonly skill: string;
  readonly runId: string;
  readonly requestDigest: Digest;
  /** Its sequence in the stream of commands. */
  readonly commandSequence: number;
}

/** The owner of the key, as the ledger names it. The pool tells where its command waits; it is no part of the chain. */
export interface KeyOwner extends CommandIdentity {
  readonly pool: string;
}

/** A command as this daemon read it; `requestDigest` is what we computed, not what it said. */
export interface Command extends CommandIdentity, JobIdentity {
  readonly pool: string;
  readonly inputDigest: Digest;
  readonly storedAtMs: number;
  readonly request: SkillExecute;
  readonly cause: Cause;
}

interface Written {
  readonly sequence: number;
  /** 0 before the first start. */
  readonly attempt: number;
  /** Absent only where a queued job was cancelled by somebody who never saw the command. */
  readonly commandSequence?: number | undefined;
}
export interface StartedEntry extends Written {
  readonly phase: 'started';
  readonly counted: boolean;
  /** Which delivery of its command it was written under: the broker counts them up. */
  readonly deliveryCount: number;
  /** When the broker stored it, by the clock of `nowMs`. */
  readonly startedAtMs: number;
}
export interface RetryingEntry extends Written {
  readonly phase: 'retrying';
  readonly counted: boolean;
  readonly nextAttemptAtMs: number;
}
export interface TerminalEntry extends Written {
  readonly phase: 'succeeded' | 'failed' | 'refused' | 'canceled' | 'timed-out' | 'parked';
}
export type ChainEntry = StartedEntry | RetryingEntry | TerminalEntry;

export interface AttemptRecord {
  readonly attempt: number;
  readonly epoch: number;
  readonly instance?: string | undefined;
  readonly startedAtMs: number;
  readonly isCounted: boolean;
}

/** What a cancel came to. */
export type CancelOutcome = 'not_started' | 'stopped_clean' | 'killed' | 'finished_first';
