// What the core needs from outside, in terms of jobs and not of the wire. The adapters keep these promises on
// JetStream; the core decides with them and never sees a subject, a header or a socket.
import type {
  Announcement,
  CursorEntry,
  Descriptor,
  Digest,
  DrainList,
  EventData,
  Identity,
  JobId,
  JobPhase,
  JobRef,
  LedgerEntry,
  LogTotals,
  LockTable,
} from '@dome/contracts';
import type { LogLimit } from '@dome/skills';

import type { ContentSource } from './workspace/ports.ts';
import type { CancelOutcome, Cause, ChainStep, JobIdentity, KeyOwner } from './job.ts';
import type { LogSinks } from './logs/sinks.ts';

type PhaseData = {
  [Phase in JobPhase]: { readonly phase: Phase; readonly data: EventData[`dev.dome.job.${Phase}.v1`] };
};

/** One step of a chain, written only if `expectedSequence` is still its last message (0: it has none). */
export type Transition = PhaseData[JobPhase] & {
  readonly job: JobRef;
  /** 0 before the first start. */
  readonly attempt: number;
  readonly expectedSequence: number;
  readonly cause: Cause;
};

export type Appended = { readonly status: 'stored'; readonly sequence: number } | { readonly status: 'conflict' };

export interface ChainMessage {
  readonly sequence: number;
  readonly id: string;
  readonly timeMs: number;
  readonly phase: JobPhase;
  readonly entry: ChainStep & { readonly outcome?: CancelOutcome | undefined };
  /** For a `started`: who runs it. */
  readonly instance?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface JobNotes {
  readonly cancel: { readonly by: Identity; readonly reason?: string | undefined } | undefined;
  /** Sequences of the commands whose refusal is noted. */
  readonly refusedCommands: readonly number[];
}

export interface JobRecord {
  /** Oldest first. */
  readonly chain: readonly ChainMessage[];
  readonly notes: JobNotes;
}

export type Note =
  | { readonly note: 'cancel-requested'; readonly data: EventData['dev.dome.job.cancel-requested.v1'] }
  | { readonly note: 'refused'; readonly data: EventData['dev.dome.job.command-refused.v1'] }
  | { readonly note: 'waiting'; readonly data: EventData['dev.dome.job.waiting.v1'] }
  | { readonly note: 'lock-broken'; readonly data: EventData['dev.dome.job.lock-broken.v1'] };

/** Every read goes to the leader of the stream, because decisions rest on it. */
export interface JobStore {
  /** @throws DomeError UNAVAILABLE (with `ambiguous` when it may be stored), PAYLOAD_TOO_LARGE */
  append(transition: Transition): Promise<Appended>;
  note(job: JobRef, note: Note, cause: Cause): Promise<void>;
  read(job: JobRef): Promise<JobRecord>;
  /** The chain of a job whose run or skill is not known, or no message at all. */
  find(job: {
    readonly jobId: JobId;
    readonly skill?: string;
    readonly runId?: string;
  }): Promise<readonly FoundMessage[]>;
  /**
   * The sequence of the last transition (0: none) and whether a cancel is noted: what a running attempt needs to know.
   */
  glance(job: JobRef): Promise<{ readonly lastSequence: number; readonly cancel: JobNotes['cancel'] }>;
}

export interface FoundMessage extends ChainMessage {
  readonly job: JobRef;
}

export interface Ledger {
  /** Creates the entry, or returns the existing one. */
  create(jobId: JobId, entry: LedgerEntry): Promise<KeyOwner>;
  read(jobId: JobId): Promise<KeyOwner | undefined>;
}

/** The tables of locks, each changed by compare-and-set on its revision. */
export interface LockStore {
  /** As the leader of the bucket has it; empty if nobody wants the lock. @throws DomeError UNAVAILABLE */
  read(key: string): Promise<{ readonly revision: number; readonly table: LockTable }>;
  /** @throws DomeError UNAVAILABLE, OUT_OF_SPACE */
  write(table: LockTable, of: { readonly expected: number; readonly deadlineMs: number }): Promise<LockWritten>;
  /** Every lock that is wanted, as of some moment after the call. */
  list(): Promise<readonly LockTable[]>;
  /** Hints: a lock has changed. `onGap` when some may have been missed. */
  listen(heard: { readonly onChange: (of: LockChange) => void; readonly onGap: () => void }): Disposable;
}

export type LockWritten = { readonly status: 'stored'; readonly revision: number } | { readonly status: 'conflict' };

export interface LockChange {
  /** See `lockHash`. */
  readonly hash: string;
  readonly revision: number;
}

/** Live messages about jobs. They are only hints: decisions read the chain. */
export interface LiveJobs {
  onTransition(listener: (of: LiveTransition) => void): Disposable;
  onCancel(listener: (of: LiveCancel) => void): Disposable;
  /** Called after a reconnect, because messages may have been missed. */
  onGap(listener: () => void): Disposable;
}

export interface LiveCancel {
  readonly skill: string;
  readonly runId: string;
  readonly jobId: string;
  readonly cancel: NonNullable<JobNotes['cancel']>;
}

export interface LiveTransition {
  readonly skill: string;
  readonly runId: string;
  readonly jobId: string;
  readonly phase: string;
  /** Its sequence in the stream, read from the message on demand. */
  sequence(): number;
}

/** Bytes by digest, shared by the fleet. */
export interface ContentStore extends ContentSource {
  open(digest: Digest, fromByte?: number): AsyncIterable<Uint8Array>;
  /**
   * Stores a file under the measured digest of its bytes.
   * @throws DomeError UNAVAILABLE, DIGEST_MISMATCH
   */
  putFile(path: string, of: { readonly digest: Digest; readonly size: number }): Promise<void>;
  /** The size, or undefined when it is not stored. */
  sizeOf(digest: Digest): Promise<number | undefined>;
}

export interface DescriptorStore {
  put(digest: Digest, descriptor: Descriptor, signal: AbortSignal): Promise<void>;
  get(digest: Digest): Promise<Descriptor | undefined>;
}

/** Which versions of the skills new runs do not choose. */
export interface DrainStore {
  /** As the leader has it; empty if none is drained. @throws DomeError UNAVAILABLE */
  read(of: { readonly pool: string; readonly name: string }): Promise<KeptDrains>;
  /** Only if the list still has that revision; false if somebody else wrote first. @throws DomeError UNAVAILABLE, OUT_OF_SPACE */
  write(list: DrainList, revision: number): Promise<boolean>;
}

export interface KeptDrains {
  /** 0 if there is none. */
  readonly revision: number;
  readonly list: DrainList;
}

/** One cursor: its person and its name. */
export interface CursorRef {
  /** The broker's user. */
  readonly person: string;
  readonly name: string;
}

export interface KeptCursor {
  /** The revision that the next write must follow; 0 if there is none. */
  readonly revision: number;
  readonly entry: CursorEntry | undefined;
  readonly movedAtMs: number;
}

/** Where readers resume. Every read goes to the leader, and every write expects the revision that was read. */
export interface CursorStore {
  read(of: CursorRef): Promise<KeptCursor>;
  write(of: CursorRef, entry: CursorEntry, revision: number): Promise<Appended>;
  erase(of: CursorRef, revision: number): Promise<Appended>;
  /** By name. */
  list(person: string): Promise<readonly NamedCursor[]>;
}

export interface NamedCursor extends KeptCursor {
  readonly name: string;
  readonly entry: CursorEntry;
}

/** Whether other daemons serve the requested skill. */
export interface ServedElsewhere {
  readonly isServed: boolean;
  /** Wall time at which a daemon that does was last heard, or since when this daemon listens. */
  readonly lastMs: number;
}

/** The announcements of the fleet, as this daemon last heard them. */
export interface Directory {
  /** Ordered by key, each with whether its version is drained. */
  list(): readonly { readonly key: string; readonly announcement: Announcement }[];
  /** What is known of other daemons that announce this descriptor. */
  elsewhere(of: { readonly pool: string; readonly name: string; readonly descriptorDigest: string }): ServedElsewhere;
  /**
   * Asks the leader, unless the copy is at most this old. While the bucket has no leader, a copy no older than a lease
   * will do, because a daemon that is gone stays announced that long; but with an age of 0 none does.
   * @throws DomeError UNAVAILABLE
   */
  freshen(ageMsMax: number): Promise<void>;
}

/** The log of one attempt on its way to the readers. */
export interface AttemptLog extends LogSinks {
  /**
   * What the terminal says about the log, once its end marker is durable or cannot be stored; undefined if there were
   * no lines. Never rejects: a terminal does not wait for a log without space.
   */
  end(): Promise<LogTotals | undefined>;
}

export type OpenLog = (of: {
  readonly job: JobIdentity;
  readonly attempt: number;
  readonly epoch: number;
  readonly cause: Cause;
  readonly limit: LogLimit;
  /** True once the attempt no longer belongs to the job: what it still prints is not recorded. */
  readonly isSilenced: () => boolean;
}) => AttemptLog;
