// What the core needs from outside. Adapters speak NATS; tests provide an in-memory stream with the same rules.
import type {
  Announcement,
  Authorization,
  Cursor,
  Decision,
  Descriptor,
  Digest,
  DomeEvent,
  DrainSetReply,
  DrainSetRequest,
  EventData,
  EventType,
  JobRef,
} from '@dome/contracts';
import type {
  Concurrency,
  Identity,
  ListedSkill,
  ListedStream,
  LockTakeReply,
  LockTakeRequest,
  LockView,
  RetryPolicy,
  Timeouts,
  WorkspaceRef,
  WrittenTrace,
} from '@dome/contracts';
import type { RunEventType, RunRef, StoredRunEvent, TaskKey } from '@dome/runs';

import type { LawDraft } from './law/judge-change.ts';
import type { LawState } from './law/law-state.ts';

/** A consequence not yet on the chain: what happened, without id and time. */
export type RunDraft = {
  [Type in RunEventType]: { readonly type: Type; readonly data: EventData[Type] };
}[RunEventType];

export type TerminalType = Extract<
  EventType,
  `dev.dome.job.${'succeeded' | 'failed' | 'canceled' | 'timed-out' | 'refused' | 'parked'}.v1`
>;
export type TerminalEvent = { [Type in TerminalType]: DomeEvent<Type> }[TerminalType];

/** A terminal event of a job as the stream holds it. */
export interface StoredTerminal {
  readonly sequence: number;
  readonly digest: Digest;
  readonly event: TerminalEvent;
  /** The skill in its subject. */
  readonly skill: string;
}

/** The chains of runs, read from the leader and written by compare-and-set. */
export interface RunStore {
  /** Events of the run from the cursor on, oldest first, none left out. */
  read(run: RunRef, from: Cursor): Promise<StoredRunEvent[]>;
  /**
   * Stores the event if `expectedLast` is still the sequence of the run's last event (0: it has none).
   * @returns undefined when somebody else wrote first.
   */
  append(run: RunRef, draft: RunDraft, at: AppendAt): Promise<StoredRunEvent | undefined>;
}

export interface AppendAt extends WriteCause {
  readonly expectedLast: number;
}

/** What led to an event, and the trace that it belongs to. */
export interface WriteCause extends WrittenTrace {
  readonly causationId?: string | undefined;
}

/** The law, kept by its stream. */
export interface LawStore {
  /** As far as this replica has seen: a whole law, which may be a moment old. */
  readonly law: LawState;
  /** As the leader of the stream has it now. @throws DomeError UNAVAILABLE */
  refresh(): Promise<LawState>;
  /**
   * Stores the event if `expectedLast` is still the sequence of the law (0: there is none). The law is refreshed then.
   * @returns its sequence, or undefined when somebody else wrote first.
   */
  append(draft: LawDraft, expectedLast: number): Promise<number | undefined>;
}

/** One promotion at a time into an environment. */
export interface PromotionTurns {
  /** @returns the id of the run that has the turn: this one, or one that is not over. */
  take(environment: string, run: RunRef): Promise<string>;
  /** Undefined: nobody has it. */
  holder(environment: string): Promise<string | undefined>;
}

/** Runs by submission time, for lists; it may lag. */
export interface RunHistory {
  /** The newest runs whose first event is before the sequence, newest first. */
  before(sequence: number, page: { readonly plan?: string | undefined; readonly limit: number }): Promise<PastRuns>;
}

export interface PastRuns {
  readonly runs: readonly PastRun[];
  /** There may be older ones. */
  readonly more: boolean;
}

export interface PastRun {
  readonly runId: string;
  /** Of `submitted`. */
  readonly sequence: number;
  /** Its first event and, if the run is over, its last. */
  readonly events: readonly StoredRunEvent[];
}

/** Decisions on gates, for lists; it may lag. */
export interface DecisionHistory {
  /** The newest before the sequence, newest first, of one run or of all; undefined: the newest of all. */
  before(
    sequence: number | undefined,
    page: { readonly run: RunRef | undefined; readonly limit: number },
  ): Promise<PastDecisions>;
}

export interface PastDecisions {
  readonly decisions: readonly PastDecision[];
  /** Everything from here on was read. */
  readonly reached: number;
  /** There may be older ones. */
  readonly more: boolean;
}

export interface PastDecision {
  readonly run: RunRef;
  readonly sequence: number;
  readonly timeMs: number;
  readonly decision: Decision;
}

export interface Discovery {
  /** Everything that the fleet announces. */
  announcements(): Promise<readonly Announcement[]>;
  /** The announcements of one skill in one pool; the answer may be a moment old. */
  announced(of: { readonly name: string; readonly pool: string }): Promise<readonly Announcement[]>;
  descriptor(digest: string): Promise<Descriptor>;
}

/** What waits for the fleet. */
export interface RuntimeBacklogs {
  /** Of every skill in every pool; parked jobs may be half a minute old. @throws DomeError UNAVAILABLE */
  backlogs(): Promise<readonly WaitingCommands[]>;
}

export interface WaitingCommands extends Pick<ListedSkill, 'pool' | 'waiting' | 'inHand' | 'redelivered' | 'parked'> {
  readonly skill: string;
}

/** The streams whose history anybody may read who may look at all. */
export interface ReadableStreams {
  /** As their leaders know them. @throws DomeError UNAVAILABLE */
  ends(): Promise<readonly ListedStream[]>;
}

/** The locks of the runtime. */
export interface RuntimeLocks {
  /** Those for which jobs of the run wait. @throws DomeError UNAVAILABLE */
  locksOf(runId: string): Promise<readonly LockView[]>;
  /** For whoever may break it. @throws DomeError NOT_FOUND, UNAVAILABLE */
  takeLock(request: LockTakeRequest): Promise<LockTakeReply>;
}

/** Which versions new runs may choose, as the runtime keeps it. */
export interface RuntimeDrains {
  /** For whoever may. @throws DomeError CAPABILITY_MISSING, UNAVAILABLE */
  setDrain(request: DrainSetRequest): Promise<DrainSetReply>;
}

/** The job of one task, as requested from the runtime. */
export interface SkillRequest extends TaskKey {
  readonly runId: string;
  readonly idempotencyKey: string;
  readonly skill: { readonly name: string; readonly version: string; readonly descriptorDigest: string };
  readonly pool: string;
  readonly input: Record<string, unknown>;
  readonly workspace?: WorkspaceRef;
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
  readonly concurrency?: Concurrency;
  readonly notAfterMs: number;
  readonly authorizedBy?: Authorization;
  /** A skill that promotes is tried. */
  readonly rehearsal?: true;
  readonly submittedBy: Identity;
  readonly causationId: string;
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

export interface JobCancel extends JobRef, TaskKey {
  readonly reason: string;
  /** Who asked for it; undefined for a timeout. */
  readonly by?: Identity;
}

/** Where a command is now. */
export interface PublishedCommand {
  readonly subject: string;
  readonly messageId: string;
}

export interface Runtime {
  /** Checks against discovery and publishes the command; repeating it has no effect. @throws DomeError */
  dispatch(request: SkillRequest): Promise<PublishedCommand>;
  /** Idempotent. @throws DomeError UNAVAILABLE when no daemon answers. */
  cancel(job: JobCancel): Promise<void>;
  /** The terminal event of the job, or undefined while it has none. */
  terminal(job: JobRef): Promise<StoredTerminal | undefined>;
  /** Whether a daemon has taken the job, that is, its chain is not empty. */
  hasBegun(job: JobRef): Promise<boolean>;
}
