// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
/**
 * @maxItems 64
 */
export type Artifacts = Artifact[];

/**
 * Who may do what: broker users and their roles. Its digest stands in every decision.
 */
export interface Access {
  apiVersion: 'dome/v1';
  kind: 'Access';
  /**
   * A semantic version.
   */
  version: string;
  users: {
    [k: string]: AccessUser;
  };
  permissions?: AccessPermissions;
}
export interface AccessUser {
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  roles: string[];
}
/**
 * Which roles may submit, cancel and decide.
 */
export interface AccessPermissions {
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  submit?: string[];
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  cancel?: string[];
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  decide?: string[];
}
/**
 * One daemon says that it serves one skill; it holds while its lease is renewed.
 */
export interface Announcement {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  title: string;
  /**
   * The first sentence of the description.
   */
  summary: string;
  hints: Hints;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool: string;
  /**
   * How many jobs the daemon runs at once.
   */
  slots: number;
  /**
   * The id of one process of dome or domed.
   */
  instance: string;
  labels: Labels;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  announcedAt?: string;
}
export interface Hints {
  /**
   * It changes nothing outside of its workspace.
   */
  readOnly: boolean;
  /**
   * It may remove or overwrite something that others see.
   */
  destructive: boolean;
  /**
   * Twice with the same input has the effect of once.
   */
  idempotent: boolean;
  /**
   * It speaks with things outside of the machine.
   */
  openWorld: boolean;
}
/**
 * Free labels.
 */
export interface Labels {
  [k: string]: string;
}
/**
 * A gate's verdict. It is pure over its inputs: the same events under the same policy give the same bytes; decisionId is the digest of the rest.
 */
export interface Decision {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  decisionId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  status: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN';
  /**
   * @maxItems 128
   *
   * Items: From the catalogue of reason codes or declared by the policy.
   */
  reasonCodes: string[];
  riskScore: number;
  confidence: number;
  policy: PolicyRef;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  accessDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  inputsDigest: string;
  /**
   * @maxItems 64
   */
  rules: RuleOutcome[];
  /**
   * @maxItems 1024
   */
  evidence: Evidence[];
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  decidedBy: DecidedBy;
  /**
   * @maxItems 64
   */
  notes: string[];
}
export interface PolicyRef {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
export interface RuleOutcome {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  id: string;
  /**
   * CEL.
   */
  expression: string;
  value: 'true' | 'false' | 'error';
  reasonCode?: string;
  detail?: string;
}
/**
 * One stored message that a fact rests on, and the digest of its bytes.
 */
export interface Evidence {
  stream: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  id: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * The policy, or the people whose votes closed it.
 */
export interface DecidedBy {
  kind: 'policy' | 'people';
  /**
   * @maxItems 64
   */
  people?: string[];
}
/**
 * The static words of a skill. Its digest is the descriptor digest; the content digest inside it names the very code.
 */
export interface Descriptor {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  title: string;
  /**
   * What it does and when to use it.
   */
  description: string;
  /**
   * @maxItems 32
   */
  tags?: string[];
  /**
   * JSON Schema 2020-12 of the input.
   */
  inputSchema: {
    [k: string]: unknown;
  };
  /**
   * JSON Schema 2020-12 of the output.
   */
  outputSchema: {
    [k: string]: unknown;
  };
  hints: Hints;
  needs: Needs;
  /**
   * @maxItems 64
   */
  permissions: string[];
  /**
   * @maxItems 64
   *
   * Items: What it changes outside its own copy; `promotion` is allowed in a promotion step only.
   */
  sideEffects: string[];
  timeouts: Timeouts;
  retry: RetryPolicy;
  /**
   * @maxItems 64
   */
  materials?: MaterialDeclaration[];
  /**
   * @maxItems 64
   */
  artifacts?: ArtifactDeclaration[];
  /**
   * @maxItems 32
   */
  examples?: SkillExample[];
  /**
   * A file of the skill, for people.
   */
  docs?: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  contentDigest: string;
}
export interface Needs {
  /**
   * rw: it may return a new workspace.
   */
  workspace: 'none' | 'ro' | 'rw';
  network?: 'none' | 'loopback' | 'any';
}
/**
 * The clocks of a job, in milliseconds. totalMs runs from the acceptance to the terminal event.
 */
export interface Timeouts {
  queueMs: number;
  executionMs: number;
  heartbeatMs: number;
  totalMs: number;
}
/**
 * Retries as data; a take-over counts as an attempt.
 */
export interface RetryPolicy {
  initialIntervalMs: number;
  backoffCoefficient: number;
  maximumIntervalMs: number;
  maximumAttempts: number;
  /**
   * @maxItems 64
   */
  nonRetryable: string[];
}
/**
 * An artifact that the daemon places before the start: its digest stands in the input at the pointer.
 */
export interface MaterialDeclaration {
  name: string;
  digestPointer: string;
}
export interface ArtifactDeclaration {
  name: string;
  path: string;
  mediaType: string;
}
export interface SkillExample {
  name: string;
  /**
   * An input that the schema allows.
   */
  input: {
    [k: string]: unknown;
  };
  /**
   * What it gives, where that is fixed.
   */
  output?: {
    [k: string]: unknown;
  };
}
/**
 * A note beside the chain: somebody asks that the job end.
 */
export interface JobCancelRequested {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  by: Identity;
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
}
/**
 * Who asked, as the broker stamped it; unattested where nothing stamps.
 */
export interface Identity {
  user: string;
  account: string;
  attested: boolean;
}
/**
 * It was canceled, before or after its start. Before a command was seen it names none.
 */
export interface JobCanceled {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest?: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence?: number;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt?: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch?: number;
  skill?: SkillRef;
  output?: Output;
  artifacts?: Artifacts;
  workspace?: WorkspaceRef;
  /**
   * Markdown for people.
   */
  summary?: string;
  exit?: Exit;
  logs?: LogTotals;
  timings?: Timings;
  provenance?: Provenance;
  result: 'cancellation';
  /**
   * What a cancel came to.
   */
  outcome: 'not_started' | 'stopped_clean' | 'killed' | 'finished_first';
  by?: Identity;
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
}
/**
 * One exact skill: its words and its code are those of the descriptor digest.
 */
export interface SkillRef {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
}
/**
 * Valid against the output schema of the skill.
 */
export interface Output {
  [k: string]: unknown;
}
/**
 * A named file by digest.
 */
export interface Artifact {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  size: number;
  mediaType: string;
}
/**
 * A canonical archive by digest.
 */
export interface WorkspaceRef {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * Bytes of the archive.
   */
  size: number;
}
/**
 * How the process ended.
 */
export interface Exit {
  code?: number;
  signal?: string;
}
/**
 * What this attempt printed. endSequence is the end marker in JOB_LOGS; without it the marker could not be stored, and truncated says why.
 */
export interface LogTotals {
  lines: number;
  bytes: number;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The sequence of a message in its stream.
   */
  endSequence?: number;
  truncated?: LogTruncated;
}
/**
 * The log was cut: what was printed from this line on is counted, and not all of it is stored.
 */
export interface LogTruncated {
  fromLine: number;
  /**
   * How many are not stored.
   */
  lines: number;
  /**
   * Of these, one for the end of each included.
   */
  bytes: number;
  /**
   * limit: the log has the size that its skill may have. no-room: the broker refused to store more. unanswered: the broker did not say whether it stored.
   */
  reason: 'limit' | 'no-room' | 'unanswered';
}
export interface Timings {
  queuedMs: number;
  executionMs: number;
}
/**
 * One record for each job that started: what ran, on what, by whom, and what came out.
 */
export interface Provenance {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  inputDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  outputDigest?: string;
  /**
   * @maxItems 1024
   */
  materials: Material[];
  source?: Source;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  contractDigest: string;
  /**
   * Versions of what ran it.
   */
  tools: {
    [k: string]: string;
  };
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  environmentDigest: string;
  /**
   * What held the processes of the skill: mount-namespace, pid-namespace, process-group or none.
   */
  guard: string;
  builder: Builder;
  authorizedBy?: Authorization;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  startedAt: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  finishedAt: string;
  /**
   * @maxItems 1000
   */
  attempts: AttemptRecord[];
}
export interface Material {
  uri: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * The git state of the skill catalogue.
 */
export interface Source {
  repo?: string;
  commit: string;
  /**
   * The work tree had changes that no commit has.
   */
  dirty: boolean;
}
export interface Builder {
  /**
   * The id of one process of dome or domed.
   */
  instance: string;
  /**
   * A semantic version.
   */
  version: string;
}
/**
 * The promotion decision that allows a promotion, by id and by its sequence in RUN_EVENTS.
 */
export interface Authorization {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  decisionId: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
export interface AttemptRecord {
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  /**
   * The id of one process of dome or domed.
   */
  instance?: string;
}
/**
 * A note beside the chain: another command under this key was refused; the job is untouched.
 */
export interface JobCommandRefused {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  problem: Problem;
}
/**
 * What went wrong, in a form for programs and for people. The codes are listed in docs/errors.md.
 */
export interface Problem {
  /**
   * From the catalogue.
   */
  code: string;
  status: number;
  /**
   * The sentence of the code.
   */
  title: string;
  /**
   * The sentence of this very case.
   */
  detail: string;
  /**
   * JSON pointer to the offending member.
   */
  pointer?: string;
  /**
   * What to do.
   */
  hint?: string;
  /**
   * Where the code is explained.
   */
  docs?: string;
  /**
   * The same request may succeed later.
   */
  retryable: boolean;
}
/**
 * failure: the check said no. error: it broke and no attempt is left.
 */
export interface JobFailed {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  skill: SkillRef;
  output?: Output;
  artifacts?: Artifacts;
  workspace?: WorkspaceRef;
  /**
   * Markdown for people.
   */
  summary?: string;
  exit?: Exit;
  logs?: LogTotals;
  timings: Timings;
  provenance: Provenance;
  result: 'failure' | 'error';
  problem: Problem;
}
/**
 * Nobody could give a verdict: it waits for a person. A replay is a new command under a new key.
 */
export interface JobParked {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  result: 'error';
  problem: Problem;
  /**
   * The command as far as it could be read.
   */
  command?: {
    [k: string]: unknown;
  };
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt?: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch?: number;
}
/**
 * It does not hold what a command must hold, so nothing ran.
 */
export interface JobRefused {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  result: 'error';
  problem: Problem;
  skill?: SkillRef;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt?: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch?: number;
}
/**
 * The attempt ended and another follows.
 */
export interface JobRetrying {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  /**
   * false: drained or given back; the attempt spends nothing.
   */
  counted: boolean;
  problem: Problem;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  nextAttemptAt: string;
}
/**
 * A daemon won the claim. The sequence of this event is the epoch of the attempt.
 */
export interface JobStarted {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * It spends one of maximumAttempts.
   */
  counted: boolean;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  supersedes?: number;
  /**
   * How often the broker had delivered the command.
   */
  deliveryCount: number;
  skill: SkillRef;
  worker: Worker;
}
/**
 * The daemon that runs an attempt and what guards the processes it starts.
 */
export interface Worker {
  /**
   * The id of one process of dome or domed.
   */
  instance: string;
  host: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * pid-namespace: nothing survives the daemon. process-group: a process that left its group may.
   */
  guard: 'pid-namespace' | 'process-group' | 'runner' | 'none';
  /**
   * True where a job sees its own processes only and can write in no folder of the daemon but its own.
   */
  confined?: boolean;
}
/**
 * The skill gave its answer, or skipped (exit 78).
 */
export interface JobSucceeded {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  skill: SkillRef;
  output?: Output;
  artifacts?: Artifacts;
  workspace?: WorkspaceRef;
  /**
   * Markdown for people.
   */
  summary?: string;
  exit?: Exit;
  logs?: LogTotals;
  timings: Timings;
  provenance: Provenance;
  result: 'success' | 'skip';
}
/**
 * A clock of the job ran out.
 */
export interface JobTimedOut {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt?: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch?: number;
  skill?: SkillRef;
  output?: Output;
  artifacts?: Artifacts;
  workspace?: WorkspaceRef;
  /**
   * Markdown for people.
   */
  summary?: string;
  exit?: Exit;
  logs?: LogTotals;
  timings?: Timings;
  provenance?: Provenance;
  result: 'timeout';
  clock: 'queue' | 'execution' | 'heartbeat' | 'total';
  problem: Problem;
}
/**
 * Whose an idempotency key is: one chain, one digest, one command. Created once.
 */
export interface LedgerEntry {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  skill: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId?: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration?: number;
}
/**
 * A finding, at a line of the log and perhaps of a file.
 */
export interface JobLogAnnotation {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  /**
   * The number of the line in its attempt, from 1.
   */
  line: number;
  level: 'debug' | 'notice' | 'warning' | 'error';
  file?: string;
  /**
   * The line in the file, from 1.
   */
  startLine?: number;
  title?: string;
  message: string;
}
/**
 * Nothing of this attempt follows. The digest is of every line that it printed, stored or not.
 */
export interface JobLogEnded {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  /**
   * How many lines the attempt has: its last line has this number.
   */
  lines: number;
  /**
   * Bytes of all lines in UTF-8, one for the end of each included.
   */
  bytes: number;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  truncated?: LogTruncated;
}
/**
 * How far it is.
 */
export interface JobLogProgress {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  /**
   * The number of the line in its attempt, from 1.
   */
  line: number;
  value: number;
  text?: string;
}
/**
 * Consecutive lines of one stream.
 */
export interface JobLog {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt: number;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  epoch: number;
  /**
   * The number of the line in its attempt, from 1.
   */
  firstLine: number;
  /**
   * How many lines the text holds.
   */
  lineCount: number;
  stream: 'stdout' | 'stderr' | 'system';
  /**
   * The lines, joined by newlines.
   */
  text: string;
  /**
   * A line was longer than the limit.
   */
  truncated?: boolean;
}
/**
 * What a task of a plan was resolved to: everything that dispatch needs, so that a run can be replayed.
 */
export interface PlanLockEntry {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  skill: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  purpose: 'check' | 'remedy' | 'promote';
  timeouts: Timeouts;
  retry: RetryPolicy;
  needsWorkspace: 'none' | 'ro' | 'rw';
}
/**
 * What is to be done: tasks in waves, gates, a bounded loop with a remedy, a promotion.
 */
export interface Plan {
  apiVersion: 'dome/v1';
  kind: 'Plan';
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  title?: string;
  description?: string;
  /**
   * JSON Schema 2020-12 of the inputs.
   */
  inputs?: {
    [k: string]: unknown;
  };
  /**
   * The folder that the command line packs where none is named, beside the plan's own file. The control plane never reads it.
   */
  workspace?: string;
  tasks: {
    [k: string]: PlanTask;
  };
  /**
   * What a wave does to the next when a task of it did not succeed: stop where absent; continue leaves the verdict to the gates.
   */
  partialFailure?: 'stop' | 'continue';
  gates?: {
    [k: string]: PlanGate;
  };
  loop?: PlanLoop;
  promotion?: PlanPromotion;
}
export interface PlanTask {
  /**
   * skill@range.
   */
  uses: string;
  title?: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool?: string;
  /**
   * @maxItems 256
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  needs?: string[];
  /**
   * Values; a string that is wholly ${{ expression }} is CEL over inputs, tasks, iteration.
   */
  input?: {
    [k: string]: unknown;
  };
  timeouts?: {
    queue?: string;
    execution?: string;
    heartbeat?: string;
    total?: string;
  };
}
export interface PlanGate {
  title?: string;
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  needs?: string[];
}
export interface PlanLoop {
  maxIterations: number;
  remedy?: PlanRemedy;
}
export interface PlanRemedy {
  tasks: {
    [k: string]: PlanTask;
  };
}
export interface PlanPromotion {
  task: PromotionTask;
  subject: PlanPromotionSubject;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  from: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  to: string;
}
export interface PromotionTask {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  id: string;
  /**
   * skill@range.
   */
  uses: string;
  title?: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool?: string;
  /**
   * @maxItems 256
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  needs?: string[];
  /**
   * Values; a string that is wholly ${{ expression }} is CEL over inputs, tasks, iteration.
   */
  input?: {
    [k: string]: unknown;
  };
  timeouts?: {
    queue?: string;
    execution?: string;
    heartbeat?: string;
    total?: string;
  };
}
export interface PlanPromotionSubject {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  task: string;
  artifact: string;
}
/**
 * The rules of the gates, versioned apart from the plan.
 */
export interface Policy {
  apiVersion: 'dome/v1';
  kind: 'Policy';
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  title?: string;
  /**
   * By the name of the gate.
   */
  gates: {
    [k: string]: GatePolicy;
  };
}
/**
 * Rules, or people who decide, or both.
 */
export interface GatePolicy {
  /**
   * @maxItems 64
   */
  rules?: GateRule[];
  human?: HumanGate;
}
export interface GateRule {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  id: string;
  /**
   * CEL over inputs, tasks, iteration; true lets it pass.
   */
  expression: string;
  /**
   * What the gate says when the rule is not true; REJECT where absent.
   */
  otherwise?: 'REJECT' | 'NEEDS_HUMAN';
  reasonCode: string;
  /**
   * Added to the risk score when the rule is not true.
   */
  risk?: number;
  note?: string;
}
/**
 * Who decides when the gate says NEEDS_HUMAN; with always: true it is asked even when every rule holds.
 */
export interface HumanGate {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  role: string;
  /**
   * People are asked even when every rule holds.
   */
  always?: boolean;
  /**
   * A duration such as 24h; 24h where absent.
   */
  deadline?: string;
}
/**
 * Nobody decided in time; the gate closes with REJECT.
 */
export interface RunApprovalExpired {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
}
/**
 * One vote of one person: the first counts.
 */
export interface RunApprovalGiven {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  by: Identity;
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  roles: string[];
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  accessDigest: string;
  verdict: 'approve' | 'reject';
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
}
/**
 * The policy wants people to decide.
 */
export interface RunApprovalRequested {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * @minItems 1
   * @maxItems 1
   */
  required: RequiredRole[];
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
}
export interface RequiredRole {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  role: string;
  count: 1;
}
/**
 * Somebody asks that the run end.
 */
export interface RunCancelRequested {
  /**
   * The id of a run.
   */
  runId: string;
  by: Identity;
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
}
/**
 * The run is over; its record names every job by the sequence and digest of its terminal event.
 */
export interface RunFinished {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * failure: the check said no. error: the system broke.
   */
  result: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  /**
   * One sentence.
   */
  reason?: string;
  /**
   * @maxItems 64
   */
  promoted?: Promoted[];
  /**
   * @maxItems 6000
   */
  record: RecordEntry[];
  /**
   * How many entries of the oldest iterations the message has no room for; they stand in the run's tasks-settled.
   */
  recordOmitted?: number;
}
export interface Promoted {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  to: string;
}
export interface RecordEntry {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId?: string;
  /**
   * failure: the check said no. error: the system broke.
   */
  result: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  /**
   * The sequence of a message in its stream.
   */
  sequence?: number;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest?: string;
}
/**
 * A gate was decided. NEEDS_HUMAN is closed by a second decision, of people.
 */
export interface RunGateDecided {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  decision: Decision;
}
/**
 * A round of the bounded loop begins.
 */
export interface RunIterationStarted {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  workspace?: WorkspaceRef;
}
/**
 * The control plane allows one artifact, by digest, to go from one place to another.
 */
export interface RunPromotionDecided {
  /**
   * The id of a run.
   */
  runId: string;
  decision: Decision;
  subject: PromotionSubject;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  from: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  to: string;
}
export interface PromotionSubject {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * A run exists. With the events that follow it is all that a run is.
 */
export interface RunSubmitted {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The plan document.
   */
  plan: {
    [k: string]: unknown;
  };
  /**
   * The policy document; a plan without gates needs none.
   */
  policy?: {
    [k: string]: unknown;
  };
  idempotencyKey: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  submitDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  policyDigest?: string;
  /**
   * @maxItems 320
   */
  planLock: PlanLockEntry[];
  /**
   * Valid against the inputs of the plan.
   */
  inputs: {
    [k: string]: unknown;
  };
  workspace?: WorkspaceRef;
  submittedBy: Identity;
  labels: Labels;
}
/**
 * The intent to dispatch, stored before any command is published. A command can be published again at any time: it meets itself.
 */
export interface RunTasksDispatched {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The wave of the iteration, from 1.
   */
  wave: number;
  /**
   * @minItems 1
   * @maxItems 256
   */
  tasks: DispatchedTask[];
}
export interface DispatchedTask {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  idempotencyKey: string;
  /**
   * The input with its expressions evaluated.
   */
  input: {
    [k: string]: unknown;
  };
  workspace?: WorkspaceRef;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  notAfter: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  settleBy: string;
}
/**
 * Tasks reached their end: the bounded projection that gates read.
 */
export interface RunTasksSettled {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * @minItems 1
   * @maxItems 256
   */
  tasks: SettledTask[];
}
export interface SettledTask {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId?: string;
  /**
   * failure: the check said no. error: the system broke.
   */
  result: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  evidence?: Evidence;
  /**
   * The output, where it is small enough.
   */
  output?: {
    [k: string]: unknown;
  };
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  outputDigest?: string;
  /**
   * @maxItems 64
   */
  artifacts?: Artifact[];
  workspace?: WorkspaceRef;
  problem?: Problem;
  /**
   * The first line, for people.
   */
  summary?: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  provenanceDigest?: string;
}
/**
 * The tasks of one wave may be dispatched.
 */
export interface RunWaveStarted {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * From 1 in each iteration.
   */
  wave: number;
  purpose: 'check' | 'remedy' | 'promote';
  /**
   * @minItems 1
   * @maxItems 256
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  tasks: string[];
}
/**
 * The chunk arrived.
 */
export interface ArtifactChunkReply {
  /**
   * The id of one process of dome or domed.
   */
  upload: string;
  /**
   * The number of the chunk, from 0.
   */
  chunk: number;
  /**
   * Bytes so far.
   */
  received: number;
}
/**
 * It is stored under its digest.
 */
export interface ArtifactCommitReply {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * Bytes that are stored.
   */
  size: number;
}
/**
 * Close an upload: the name exists only when the digest holds.
 */
export interface ArtifactCommitRequest {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * Bytes that were sent, of all chunks together.
   */
  size: number;
}
/**
 * A part of an artifact. The reply is the bytes; the headers Dome-Size and Dome-Offset place them.
 */
export interface ArtifactGetRequest {
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The first byte that is wanted; 0 where absent.
   */
  offset?: number;
  /**
   * Bytes that are wanted at most; fewer may come.
   */
  length?: number;
}
/**
 * Where the numbered chunks go.
 */
export interface ArtifactPutReply {
  /**
   * The id of one process of dome or domed.
   */
  upload: string;
  /**
   * The id of one process of dome or domed.
   */
  instance: string;
  /**
   * The bytes of a chunk at most.
   */
  chunkBytesMax: number;
}
/**
 * Open an upload.
 */
export interface ArtifactPutRequest {
  /**
   * Bytes to come, where known.
   */
  size?: number;
}
/**
 * The descriptor and who announces it.
 */
export interface CapabilityGetReply {
  descriptor: Descriptor;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * @maxItems 500
   */
  announcements: Announcement[];
}
/**
 * One skill: by name and version range, or by descriptor digest.
 */
export interface CapabilityGetRequest {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name?: string;
  /**
   * A version range such as ^1.
   */
  range?: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool?: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest?: string;
}
/**
 * Announcements of the whole fleet.
 */
export interface CapabilityListReply {
  /**
   * @maxItems 500
   */
  capabilities: Announcement[];
  /**
   * The `next` of the page before.
   */
  next?: string;
}
/**
 * Which skills the fleet can run.
 */
export interface CapabilityListRequest {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name?: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool?: string;
  /**
   * How many at most; 50 where absent.
   */
  limit?: number;
  /**
   * The `next` of the page before.
   */
  after?: string;
}
/**
 * The vote that counts: a repeat returns the first.
 */
export interface GateDecideReply {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  verdict: 'approve' | 'reject';
  by: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  /**
   * The person had voted before: that vote counts and is given here.
   */
  existing: boolean;
}
/**
 * Vote on a gate. The evidence digest says what the voter saw.
 */
export interface GateDecideRequest {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration?: number;
  verdict: 'approve' | 'reject';
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
}
/**
 * Gates that wait for people.
 */
export interface GateListReply {
  /**
   * @maxItems 500
   */
  gates: OpenGate[];
  /**
   * The `next` of the page before.
   */
  next?: string;
}
export interface OpenGate {
  /**
   * The id of a run.
   */
  runId: string;
  plan: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  role: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  decision: Decision;
  submittedBy: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  requestedAt?: string;
}
/**
 * Gates that wait for people.
 */
export interface GateListRequest {
  /**
   * The id of a run.
   */
  runId?: string;
  /**
   * How many at most; 50 where absent.
   */
  limit?: number;
  /**
   * The `next` of the page before.
   */
  after?: string;
}
/**
 * How it is.
 */
export interface HealthReply {
  /**
   * The id of one process of dome or domed.
   */
  instance: string;
  /**
   * A semantic version.
   */
  version: string;
  status: 'ok' | 'degraded' | 'draining';
  /**
   * @maxItems 64
   */
  checks: HealthCheck[];
  counts?: {
    [k: string]: number;
  };
  /**
   * How full each stream and bucket of this plane is, and those of the other that refuse what it writes.
   *
   * @maxItems 64
   */
  space?: StoreSpace[];
  eventLoop?: EventLoopFacts;
  memory?: MemoryFacts;
}
export interface HealthCheck {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * The check holds.
   */
  ok: boolean;
  detail: string;
}
export interface StoreSpace {
  name: string;
  /**
   * high: an alarm. full: it takes no new work, OUT_OF_SPACE. silent: writes get no answer, the broker must be restarted.
   */
  state: 'ok' | 'high' | 'full' | 'silent';
  /**
   * Of its bytes or its messages, whichever is nearer to the limit.
   */
  percent?: number;
  bytes?: number;
  bytesMax?: number;
  detail?: string;
}
/**
 * How long single turns of the event loop held it; what the process waited for a processor is left out where the system tells.
 */
export interface EventLoopFacts {
  /**
   * Of the last one to two minutes: 99 of 100 turns were no longer.
   */
  p99Ms: number;
  /**
   * Of the last one to two minutes: the longest turn.
   */
  maxMs: number;
  /**
   * Since the start.
   */
  longestMs: number;
  /**
   * Turns of more than 50 ms since the start.
   */
  over50Ms: number;
  /**
   * Turns of more than 250 ms since the start.
   */
  over250Ms: number;
}
export interface MemoryFacts {
  /**
   * What the process holds of the machine's memory.
   */
  rssBytes: number;
  /**
   * What JavaScript values take of it.
   */
  heapBytes: number;
}
/**
 * How is it?
 */
export interface HealthRequest {}
/**
 * What the cancel came to; pending: no terminal event after two seconds.
 */
export interface JobCancelReply {
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  outcome: 'not_started' | 'stopped_clean' | 'killed' | 'finished_first' | 'pending';
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  phase?: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence?: number;
}
/**
 * End a job, wherever it stands.
 */
export interface JobCancelRequest {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  skill: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  by?: Identity;
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
}
/**
 * The chain of the job; empty: queued or unknown.
 */
export interface JobGetReply {
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  skill?: string;
  /**
   * The id of a run.
   */
  runId?: string;
  state:
    | 'queued-or-unknown'
    | 'started'
    | 'retrying'
    | 'succeeded'
    | 'failed'
    | 'canceled'
    | 'timed-out'
    | 'refused'
    | 'parked';
  /**
   * @maxItems 1000
   */
  chain: ChainEntry[];
  /**
   * The data of the terminal event.
   */
  terminal?: {
    [k: string]: unknown;
  };
}
export interface ChainEntry {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  phase: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  id: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  time: string;
  /**
   * The attempt of the job, from 1; it grows by one with every started.
   */
  attempt?: number;
}
/**
 * One job, by its id or by its whole chain.
 */
export interface JobGetRequest {
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  skill?: string;
  /**
   * The id of a run.
   */
  runId?: string;
}
/**
 * The plan as it would run.
 */
export interface PlanValidateReply {
  plan: PlanRef;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  policyDigest?: string;
  /**
   * @maxItems 256
   */
  waves: string[][];
  /**
   * @maxItems 320
   */
  tasks: PlanTaskView[];
  /**
   * @maxItems 32
   */
  gates: PlanGateView[];
  /**
   * @maxItems 320
   */
  lock: PlanLockEntry[];
}
export interface PlanRef {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  title?: string;
}
export interface PlanTaskView {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  uses: string;
  purpose: 'check' | 'remedy' | 'promote';
  /**
   * @maxItems 256
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  needs: string[];
  /**
   * The wave of a check, from 1; a remedy and a promotion have none.
   */
  wave?: number;
}
export interface PlanGateView {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * @maxItems 64
   *
   * Items: A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  needs: string[];
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  human?: string;
}
/**
 * Does the plan hold? Nothing is stored.
 */
export interface PlanValidateRequest {
  /**
   * YAML or JSON text.
   */
  plan: string;
  /**
   * YAML or JSON text.
   */
  policy?: string;
  /**
   * Values of the inputs of the plan, checked like those of a run.
   */
  inputs?: {
    [k: string]: unknown;
  };
  /**
   * Resolve the skills against the fleet, too.
   */
  resolve?: boolean;
}
/**
 * The run as it stood after the request was stored.
 */
export interface RunCancelReply {
  /**
   * The id of a run.
   */
  runId: string;
  state: 'pending' | 'executing' | 'waiting' | 'finalizing' | 'finished';
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
/**
 * End a run and its jobs.
 */
export interface RunCancelRequest {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * Why, in words of whoever asks.
   */
  reason?: string;
}
/**
 * One run.
 */
export interface RunGetReply {
  run: RunView;
}
/**
 * A run as its events fold.
 */
export interface RunView {
  /**
   * The id of a run.
   */
  runId: string;
  plan: RunPlanRef;
  state: 'pending' | 'executing' | 'waiting' | 'finalizing' | 'finished';
  /**
   * failure: the check said no. error: the system broke.
   */
  result?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  reason?: string;
  submittedBy: Identity;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  submittedAt: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  finishedAt?: string;
  /**
   * 0 before the first.
   */
  iteration: number;
  /**
   * How often the loop may go round.
   */
  maxIterations: number;
  labels?: Labels;
  /**
   * What it waits for, in words.
   */
  waitingFor?: string;
  /**
   * @maxItems 6000
   */
  tasks: TaskView[];
  /**
   * @maxItems 1000
   */
  gates: GateView[];
  promotion?: PromotionView;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
export interface RunPlanRef {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  title?: string;
}
export interface TaskView {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The wave of its iteration.
   */
  wave?: number;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  skill: string;
  /**
   * A semantic version.
   */
  version?: string;
  purpose: 'check' | 'remedy' | 'promote';
  state: 'pending' | 'dispatched' | 'settled';
  /**
   * failure: the check said no. error: the system broke.
   */
  result?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId?: string;
  summary?: string;
  problem?: Problem;
  /**
   * @maxItems 64
   */
  artifacts?: Artifact[];
}
export interface GateView {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  state: 'pending' | 'waiting' | 'decided';
  decision?: Decision;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline?: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  role?: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest?: string;
}
export interface PromotionView {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  from: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  to: string;
  /**
   * The task that promotes has succeeded.
   */
  done: boolean;
}
/**
 * One run.
 */
export interface RunGetRequest {
  /**
   * The id of a run.
   */
  runId: string;
}
/**
 * Runs, newest first.
 */
export interface RunListReply {
  /**
   * @maxItems 500
   */
  runs: RunSummary[];
  /**
   * The `next` of the page before.
   */
  next?: string;
}
export interface RunSummary {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * name@version
   */
  plan: string;
  state: 'pending' | 'executing' | 'waiting' | 'finalizing' | 'finished';
  /**
   * failure: the check said no. error: the system broke.
   */
  result?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  submittedBy: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  submittedAt: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  finishedAt?: string;
  waitingFor?: string;
  /**
   * Tasks of this iteration that have ended.
   */
  tasksSettled: number;
  /**
   * Tasks that this iteration is known to have.
   */
  tasksTotal: number;
  /**
   * 0 before the first.
   */
  iteration?: number;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
/**
 * Runs, newest first.
 */
export interface RunListRequest {
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  plan?: string;
  state?: 'pending' | 'executing' | 'waiting' | 'finalizing' | 'finished';
  /**
   * How many at most; 50 where absent.
   */
  limit?: number;
  /**
   * The `next` of the page before.
   */
  after?: string;
}
/**
 * The run is stored.
 */
export interface RunSubmitReply {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  plan: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  submitDigest: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  /**
   * It was there before.
   */
  existing: boolean;
}
/**
 * Submit a run. The same key with the same content meets the same run.
 */
export interface RunSubmitRequest {
  /**
   * YAML or JSON text.
   */
  plan: string;
  /**
   * YAML or JSON text; without one the plan may have no gates.
   */
  policy?: string;
  /**
   * Valid against the inputs of the plan.
   */
  inputs?: {
    [k: string]: unknown;
  };
  workspace?: WorkspaceRef;
  idempotencyKey: string;
  labels?: Labels;
}
/**
 * skill.yaml: what a skill is for people and programs, and how a daemon runs it. Objects are closed, so that a typo is refused.
 */
export interface SkillManifest {
  apiVersion: 'dome/v1';
  kind: 'Skill';
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * A few words for lists.
   */
  title: string;
  /**
   * What it does and when to use it.
   */
  description: string;
  /**
   * Words to find it by.
   *
   * @maxItems 32
   */
  tags?: string[];
  annotations?: ManifestAnnotations;
  inputSchema: ObjectSchema;
  outputSchema: ObjectSchema;
  runs: ManifestRuns;
  needs?: ManifestNeeds;
  /**
   * What it may do, for people who decide.
   *
   * @maxItems 64
   */
  permissions?: string[];
  /**
   * What it changes outside its own copy; promotion is allowed in a promotion step only.
   *
   * @maxItems 64
   */
  sideEffects?: string[];
  /**
   * Artifacts that the daemon fetches, checks and places before the start.
   *
   * @maxItems 64
   */
  materials?: {
    /**
     * The file or folder below $DOME_MATERIALS.
     */
    name: string;
    /**
     * JSON pointer to a digest in the input; where the input has none, nothing is placed.
     */
    from: string;
    /**
     * It is a canonical archive, and is placed as a folder.
     */
    unpack?: boolean;
  }[];
  timeouts?: ManifestTimeouts;
  logs?: ManifestLogs;
  retry?: ManifestRetry;
  /**
   * Files that it leaves in $DOME_ARTIFACTS.
   *
   * @maxItems 64
   */
  artifacts?: {
    name: string;
    /**
     * A path below the folder, with forward slashes; it never goes up.
     */
    path: string;
    mediaType: string;
    /**
     * A success may leave it out.
     */
    optional?: boolean;
  }[];
  /**
   * @maxItems 32
   */
  examples?: {
    name: string;
    input: {
      [k: string]: unknown;
    };
    /**
     * A path below the folder, with forward slashes; it never goes up.
     */
    workspace?: string;
    output?: {
      [k: string]: unknown;
    };
  }[];
  /**
   * A path below the folder, with forward slashes; it never goes up.
   */
  docs?: string;
}
/**
 * Hints with the names of MCP tools; an absent one is taken at its most careful value.
 */
export interface ManifestAnnotations {
  /**
   * It changes nothing outside its own copy of the workspace.
   */
  readOnlyHint?: boolean;
  /**
   * It may remove or overwrite something that others see.
   */
  destructiveHint?: boolean;
  /**
   * Twice with the same input has the effect of once.
   */
  idempotentHint?: boolean;
  /**
   * It speaks with things outside of the machine.
   */
  openWorldHint?: boolean;
}
/**
 * JSON Schema 2020-12 of an object.
 */
export interface ObjectSchema {
  type: 'object';
  [k: string]: unknown;
}
/**
 * How it is started.
 */
export interface ManifestRuns {
  /**
   * process: any program, by the file protocol. node: a module that exports run(input, context).
   */
  using: 'process' | 'node';
  /**
   * process only. A word that begins with ./ is a file of the skill's folder. No shell reads it.
   *
   * @minItems 1
   * @maxItems 64
   */
  command?: string[];
  /**
   * A path below the folder, with forward slashes; it never goes up.
   */
  main?: string;
  /**
   * node only. runner: a process of its own. none: inside the daemon, for trusted code alone.
   */
  isolation?: 'runner' | 'none';
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  grace?: string;
}
export interface ManifestNeeds {
  /**
   * rw: what it leaves there is packed as a new workspace.
   */
  workspace?: 'none' | 'ro' | 'rw';
  /**
   * What it says it uses; nothing enforces it yet.
   */
  network?: 'none' | 'loopback' | 'any';
}
/**
 * The clocks of a job; each has a default.
 */
export interface ManifestTimeouts {
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  queue?: string;
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  execution?: string;
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  heartbeat?: string;
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  total?: string;
}
/**
 * How much of what it prints is kept; each has a default.
 */
export interface ManifestLogs {
  /**
   * A number and its unit: 512KiB, 64MiB, 1GiB.
   */
  size?: string;
  /**
   * A number and its unit: 512KiB, 64MiB, 1GiB.
   */
  rate?: string;
}
export interface ManifestRetry {
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  initialInterval?: string;
  backoffCoefficient?: number;
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  maximumInterval?: string;
  maximumAttempts?: number;
  /**
   * Codes that are not tried again.
   *
   * @maxItems 64
   */
  nonRetryable?: string[];
}
/**
 * Run one exact skill on one input. The PubAck is the acceptance; the answer is the terminal event of the job.
 */
export interface SkillExecute {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  /**
   * The job id is derived from it.
   */
  idempotencyKey: string;
  /**
   * sha256: and 64 hexadecimal digits; of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  skill: SkillRef;
  /**
   * A name: a skill, plan, task, pool, gate or phase. It holds no underscore, so composed ids can be taken apart.
   */
  pool: string;
  /**
   * Valid against the input schema of the skill.
   */
  input: {
    [k: string]: unknown;
  };
  workspace?: WorkspaceRef;
  timeouts: Timeouts;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  notAfter: string;
  retry: RetryPolicy;
  authorizedBy?: Authorization;
  submittedBy: Identity;
}
