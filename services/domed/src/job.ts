// The types of a job that every stage of its life shares: its name, its command, its chain.
import type { Digest, JobId, JobRef, SkillExecute, WrittenTrace } from '@dome/contracts';

/** What every message about a job carries. */
export interface JobIdentity extends JobRef {
  readonly jobId: JobId;
  readonly taskId: string;
  readonly iteration: number;
}

/** The message that caused a write, and the trace it belongs to. */
export interface Cause extends WrittenTrace {
  readonly causationId?: string | undefined;
}

/** What identifies a command to the ledger and to the chain. */
export interface CommandIdentity {
  readonly skill: string;
  readonly runId: string;
  readonly requestDigest: Digest;
  /** Its sequence in the stream of commands. */
  readonly commandSequence: number;
}

/** The owner of the key, as the ledger names it. The pool says where its command waits; it is not part of the chain. */
export interface KeyOwner extends CommandIdentity {
  readonly pool: string;
}

/** A command as this daemon read it; `requestDigest` is what we computed, not what it claims. */
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
  /** Undefined only if a queued job was canceled by someone who never saw the command. */
  readonly commandSequence?: number | undefined;
}
export interface StartedEntry extends Written {
  readonly phase: 'started';
  readonly counted: boolean;
  /** The number of the delivery it was written under. */
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
export type ChainStep = StartedEntry | RetryingEntry | TerminalEntry;

export interface KnownAttempt {
  readonly attempt: number;
  readonly epoch: number;
  readonly instance?: string | undefined;
  readonly startedAtMs: number;
  readonly isCounted: boolean;
}

/** The outcome of a cancel. */
export type CancelOutcome = 'not_started' | 'stopped_clean' | 'killed' | 'finished_first';
