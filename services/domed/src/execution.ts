// What domed needs of an execution, and what it gets back. An execution ends in exactly one outcome whatever the skill
// does: everything that must finish races each thing that may end it. Nothing here knows the wire.
import type { Digest, JsonObject, ProblemBody, SecretRecord, WrittenTrace } from '@dome/contracts';

import type { LoadedSkill } from './catalogue/skill.ts';
import type { LogSinks } from './logs/sinks.ts';
import type { Lease } from './lease.ts';
import type { StopReason } from './stop-reasons.ts';

/** What confines the processes of a skill and their writes, strongest first: see docs/process-protocol.md. */
export const PROCESS_GUARDS = ['mount-namespace', 'pid-namespace', 'process-group'] as const;
export type GuardName = (typeof PROCESS_GUARDS)[number] | 'none';

export interface ExecutionRequest {
  readonly skill: LoadedSkill;
  /** Already accepted by the input schema of the skill. */
  readonly input: JsonObject;
  readonly runId: string;
  readonly taskId: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly epoch: number;
  readonly executionMs: number;
  readonly heartbeatMs: number;
  /** When the total timeout of the job expires, wall time in milliseconds. */
  readonly deadlineMs: number;
  readonly workspace?: { readonly digest: Digest; readonly size: number };
  /** The trace that the skill's own spans belong to. */
  readonly trace?: WrittenTrace;
  readonly authorizedBy?: { readonly decisionId: string; readonly sequence: number };
  /** A skill that promotes is tried: it is given no secret of a real environment. */
  readonly isRehearsal?: boolean;
  /** In the order of the manifest. The tokens of one lock grow from holder to holder. */
  readonly locks?: readonly { readonly key: string; readonly token: number }[];
  /** Nothing of it may run when this is over. */
  readonly lease?: Lease;
}

/** What ended a skill before it ended itself: a stop from outside, or one of three timeouts. */
export type Ender =
  | { readonly kind: 'stop'; readonly reason: StopReason }
  | { readonly kind: 'clock'; readonly clock: 'execution' | 'heartbeat' | 'total'; readonly limitMs: number };

/** The result awaited, or the thing that came first. */
export type OrEnder<Value> = { readonly kind: 'done'; readonly value: Value } | Ender;

export type ExecutionResult = 'success' | 'failure' | 'error' | 'skip' | 'timeout' | 'cancellation';

/** A file that the skill produced; it exists until the outcome is disposed. */
export interface LeftFile {
  readonly path: string;
  readonly digest: Digest;
  readonly size: number;
}

export interface ArtifactFile extends LeftFile {
  readonly name: string;
  readonly mediaType: string;
}

export interface ExecutionOutcome extends AsyncDisposable {
  readonly result: ExecutionResult;
  /** Empty when no process of its own ran. */
  readonly exit: { readonly code?: number; readonly signal?: string };
  readonly output?: JsonObject;
  /** The digest of the output, if there is one. */
  readonly outputDigest?: Digest;
  readonly summary?: string;
  readonly artifacts: readonly ArtifactFile[];
  /** The packed tree of a skill that needs `workspace: rw` and succeeded. */
  readonly workspace?: LeftFile;
  /** For every result but success and skip. */
  readonly problem?: ProblemBody;
  /** The daemon's machine is to blame, not the skill: see machine-fault.ts. */
  readonly isOfMachine?: true;
  /** For a timeout. */
  readonly clock?: 'execution' | 'heartbeat' | 'total';
  readonly guard: GuardName;
  /** For every stop from outside: cancellation and timeout. */
  readonly cancelOutcome?: 'stopped_clean' | 'killed';
  readonly materials: readonly { readonly uri: string; readonly digest: Digest }[];
  /** Those that the skill was given; undefined if none. */
  readonly secrets?: readonly SecretRecord[];
  readonly timings: { readonly startedAtMs: number; readonly finishedAtMs: number; readonly executionMs: number };
}

/** Runs one attempt to its outcome. It never rejects: a failure is a result `error` with its problem. */
export interface Executor extends AsyncDisposable {
  readonly guard: GuardName;
  /** `signal` aborts with a StopReason; the result is then `cancellation`, unless the skill ended first. */
  execute(request: ExecutionRequest, sinks: LogSinks, signal: AbortSignal): Promise<ExecutionOutcome>;
}
