// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
/**
 * exclusive: one job at a time. shared: any number of shared ones together, none beside an exclusive one.
 */
export type LockMode = 'exclusive' | 'shared';
/**
 * So many people with each role; one person counts once, for one of their roles.
 *
 * @minItems 1
 * @maxItems 16
 */
export type Approvals = RequiredApprovals[];
/**
 * @maxItems 64
 */
export type Artifacts = Artifact[];
/**
 * As a lock mode; limited: as many together as the smallest limit among them allows.
 */
export type HeldMode = 'exclusive' | 'shared' | 'limited';
/**
 * pending: it was not reached yet; abandoned: its run ended, or went on to the next iteration, before it was decided.
 */
export type GateProgress = 'pending' | 'waiting' | 'decided' | 'abandoned';
/**
 * Of the promotion itself, which is decided after every gate. What an earlier iteration would have promoted is refused.
 */
export type PromotionProgress = 'undecided' | 'allowed' | 'refused' | 'done';

/**
 * Who may do what: broker users and their roles. Every decision records its digest.
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
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  roles: string[];
}
/**
 * Which roles may submit, cancel, decide, and change the law. Whoever is attested may do what is not restricted; the law is changed by nobody unless a role may.
 */
export interface AccessPermissions {
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  submit?: string[];
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  cancel?: string[];
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  decide?: string[];
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  law?: string[];
}
/**
 * One daemon says that it serves one skill; this is valid while its lease is renewed.
 */
export interface Announcement {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
  drained?: Drain;
}
export interface Hints {
  /**
   * It changes nothing outside its workspace.
   */
  readOnly: boolean;
  /**
   * It may remove or overwrite something that others can see.
   */
  destructive: boolean;
  /**
   * Running it twice with the same input has the same effect as running it once.
   */
  idempotent: boolean;
  /**
   * It communicates with systems outside the machine.
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
 * New runs do not choose this version; runs that are locked to it go on.
 */
export interface Drain {
  by: Identity;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  at: string;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * Who asked, as the broker stamped it; unattested if nothing stamped it.
 */
export interface Identity {
  user: string;
  account: string;
  attested: boolean;
}
/**
 * Where the reader of a name goes on: what the bucket holds under person and name.
 */
export interface CursorEntry {
  /**
   * The id of one process of dome or domed.
   */
  reader: string;
  /**
   * One for each stream that is read.
   *
   * @minItems 1
   * @maxItems 8
   *
   * Items: Where a reader goes on: a stream, and the sequence of the message in it that is read next.
   */
  cursors: string[];
  /**
   * What the name stands for: filters of subjects, and whatever narrows them. A reader of anything else is refused.
   *
   * @minItems 1
   * @maxItems 16
   */
  reads: string[];
}
/**
 * A gate's verdict, a pure function of its inputs: the same events under the same policy give the same bytes. decisionId is the digest of the rest.
 */
export interface Decision {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  decisionId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * Items: From the catalogue of reason codes, or declared by the policy.
   */
  reasonCodes: string[];
  riskScore: number;
  confidence: number;
  policy: PolicyRef;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  accessDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  decidedBy: DecidedBy;
  /**
   * @maxItems 64
   */
  notes: string[];
  /**
   * The sequence of a message in its stream.
   */
  lawSequence?: number;
  environment?: EnvironmentRef;
}
/**
 * The policy that decides, by digest.
 */
export interface PolicyRef {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * Who brought it along; absent for a policy of the law.
   */
  submittedBy?: string;
}
export interface RuleOutcome {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
 * Of a promotion: the environment that it was judged by, where there is one.
 */
export interface EnvironmentRef {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * The static description of a skill. Its digest is the descriptor digest; the content digest inside it identifies the exact code.
 */
export interface Descriptor {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * Items: What it changes outside its own copy of the workspace; `promotion` is allowed only in a promotion step.
   */
  sideEffects: string[];
  timeouts: Timeouts;
  retry: RetryPolicy;
  /**
   * @maxItems 8
   */
  locks?: LockDeclaration[];
  /**
   * @maxItems 64
   */
  materials?: MaterialDeclaration[];
  /**
   * Secrets that a daemon must have to serve it; their values are on no wire.
   *
   * @maxItems 16
   */
  secrets?: SecretDeclaration[];
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
 * The timeouts of a job, in milliseconds. totalMs runs from the acceptance to the terminal event.
 */
export interface Timeouts {
  queueMs: number;
  executionMs: number;
  heartbeatMs: number;
  totalMs: number;
}
/**
 * The retry policy; a take-over counts as an attempt.
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
 * A lock that a job of the skill holds while it runs.
 */
export interface LockDeclaration {
  /**
   * The name of the lock. ${input.name} stands for that member of the input.
   */
  key: string;
  mode: LockMode;
  /**
   * How long a job may wait for it, inside its queue clock.
   */
  waitMs?: number;
}
/**
 * An artifact that the daemon puts in place before the start; the pointer leads to its digest in the input.
 */
export interface MaterialDeclaration {
  name: string;
  digestPointer: string;
}
export interface SecretDeclaration {
  name: string;
  /**
   * How the skill gets it: as a variable of its environment, or as a file in memory.
   */
  as: 'env' | 'file';
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
   * How the skill ends on this input; success if absent.
   */
  result?: 'success' | 'failure' | 'skip';
  /**
   * The output for this input, if it is fixed.
   */
  output?: {
    [k: string]: unknown;
  };
}
/**
 * The versions of one skill in one pool that new runs do not choose. Changed by compare-and-set only.
 */
export interface DrainList {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * @maxItems 256
   */
  versions: DrainedVersion[];
}
export interface DrainedVersion {
  /**
   * A semantic version.
   */
  version: string;
  drained: Drain;
}
/**
 * The value of dome_environments under the name of an environment: the run whose turn it is to promote into it, until that run is over.
 */
export interface EnvironmentTurn {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  plan: string;
  /**
   * The id of a run.
   */
  runId: string;
}
/**
 * A place that artifacts are promoted into, and what a promotion into it must hold.
 */
export interface Environment {
  apiVersion: 'dome/v1';
  kind: 'Environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  title?: string;
  /**
   * The environments whose artifacts may come here; build stands for what a run has made.
   *
   * @minItems 1
   * @maxItems 32
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  promotesFrom: string[];
  /**
   * The policy of the law that must have decided, as name@range.
   */
  policy: string;
  /**
   * Gates that must be among those that approved.
   *
   * @minItems 1
   * @maxItems 32
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gates: string[];
  /**
   * The plans that may promote, as name@range.
   *
   * @minItems 1
   * @maxItems 64
   *
   * Items: name@range.
   */
  plans: string[];
  /**
   * Only these plans may promote, by digest: whoever submits a plan also gives it its name and version.
   *
   * @minItems 1
   * @maxItems 64
   *
   * Items: sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigests?: string[];
  /**
   * The skills that may carry a promotion out, as name@range.
   *
   * @minItems 1
   * @maxItems 64
   *
   * Items: name@range.
   */
  skills: string[];
  /**
   * The roles whose runs may promote.
   *
   * @minItems 1
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  submitters: string[];
  approvals?: Approvals;
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  deadline?: string;
  /**
   * What a gate says if people have not decided at the deadline; REJECT by default.
   */
  onExpiry?: 'REJECT' | 'APPROVE';
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  remindEvery?: string;
  /**
   * Whoever applied the version of the policy that decides cannot approve. The submitter never can.
   */
  independent?: boolean;
  /**
   * When promotions are allowed; at any time if there is none.
   *
   * @maxItems 32
   */
  windows?: EnvironmentWindow[];
  /**
   * When no promotion is allowed, whatever the windows say.
   *
   * @maxItems 64
   */
  freezes?: EnvironmentFreeze[];
  /**
   * 1: two promotions into it never overlap, and a run waits for its turn. Without it they may.
   */
  concurrency?: number;
}
export interface RequiredApprovals {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role: string;
  count: number;
}
export interface EnvironmentWindow {
  /**
   * @minItems 1
   * @maxItems 7
   */
  days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /**
   * The first minute of the day, such as 09:00.
   */
  from: string;
  /**
   * The minute it ends at; 24:00 is midnight.
   */
  to: string;
  /**
   * A time zone of the IANA data base, such as Europe/Vienna or UTC.
   */
  timeZone: string;
}
export interface EnvironmentFreeze {
  /**
   * The first minute, in the time zone: 2026-12-20T00:00.
   */
  from: string;
  /**
   * The minute it ends at.
   */
  to: string;
  /**
   * A time zone of the IANA data base, such as Europe/Vienna or UTC.
   */
  timeZone: string;
  reason?: string;
}
/**
 * A note beside the chain: someone asked to cancel the job.
 */
export interface JobCancelRequested {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * The job was canceled, before or after its start. Before any command was seen, the event names none.
 */
export interface JobCanceled {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The outcome of a cancel.
   */
  outcome: 'not_started' | 'stopped_clean' | 'killed' | 'finished_first';
  by?: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * One exact skill: the descriptor digest fixes its description and its code.
 */
export interface SkillRef {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The sequence of a message in its stream.
   */
  endSequence?: number;
  truncated?: LogTruncated;
}
/**
 * The log was cut: output from this line on is counted, but not all of it is stored.
 */
export interface LogTruncated {
  fromLine: number;
  /**
   * How many lines are not stored.
   */
  lines: number;
  /**
   * Bytes of these lines, including one for the end of each line.
   */
  bytes: number;
  /**
   * limit: the log reached the size that its skill may have. no-room: the broker refused to store more. unanswered: the broker did not confirm that it stored.
   */
  reason: 'limit' | 'no-room' | 'unanswered' | (string & {});
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  inputDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  outputDigest?: string;
  /**
   * @maxItems 1024
   */
  materials: Material[];
  source?: Source;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  contractDigest: string;
  /**
   * Versions of the software that ran it.
   */
  tools: {
    [k: string]: string;
  };
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  environmentDigest: string;
  /**
   * Names of variables of the daemon's environment that its operator passes on to skills, such as a proxy.
   *
   * @maxItems 64
   */
  variables?: string[];
  /**
   * Secrets that the skill was given, never their values: saltedDigest is the HMAC-SHA-256 of the version used, under a salt that stays with the daemons.
   *
   * @maxItems 16
   */
  secrets?: SecretRecord[];
  /**
   * Locks that the attempt held while it ran, in the order of their keys. Of one lock, the tokens grow from holder to holder.
   *
   * @maxItems 9
   */
  locks?: LockRecord[];
  /**
   * What held the processes of the skill: mount-namespace, pid-namespace, process-group or none.
   */
  guard: string;
  builder: Builder;
  authorizedBy?: Authorization;
  /**
   * A skill that promotes was tried, and nothing was promoted. Absent otherwise.
   */
  rehearsal?: true;
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * The git revision of the skill catalogue.
 */
export interface Source {
  repo?: string;
  commit: string;
  /**
   * The work tree had uncommitted changes.
   */
  dirty: boolean;
}
export interface SecretRecord {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  saltedDigest: string;
}
export interface LockRecord {
  /**
   * The name of a lock, as people read it.
   */
  key: string;
  mode: HeldMode;
  /**
   * What the skill was given to fence its writes.
   */
  token: number;
  /**
   * From when it asked for the lock to when it had it.
   */
  waitedMs: number;
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The sentence that belongs to the code.
   */
  title: string;
  /**
   * One sentence about this particular case.
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
  /**
   * Every reason, where there can be several.
   *
   * @maxItems 64
   */
  reasons?: ProblemReason[];
  /**
   * Every fault of the documents, in their order; detail, pointer and hint are those of the first.
   *
   * @maxItems 20
   */
  faults?: ProblemFault[];
  /**
   * How many faults there are beyond those that are listed.
   */
  moreFaults?: number;
}
export interface ProblemReason {
  code: string;
  detail: string;
}
export interface ProblemFault {
  /**
   * plan, policy, inputs, or the name of a file.
   */
  document: string;
  /**
   * JSON pointer to the member in the document, or to the object that lacks one; empty for the document itself.
   */
  pointer: string;
  /**
   * From 1; absent where the document was no text.
   */
  line?: number;
  /**
   * From 1, in UTF-16 code units.
   */
  column?: number;
  /**
   * What is wrong, in one sentence that names the member.
   */
  message: string;
  /**
   * What to do.
   */
  hint?: string;
}
/**
 * failure: the check said no. error: the skill broke and no attempts remain.
 */
export interface JobFailed {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
 * A note beside the chain: someone broke a lock that the job held, and its attempt is killed.
 */
export interface JobLockBroken {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The name of a lock, as people read it.
   */
  lock: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason: string;
}
/**
 * No daemon could reach a verdict, so the job waits for a person. A replay is a new command under a new key.
 */
export interface JobParked {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
 * The command was refused, so nothing ran.
 */
export interface JobRefused {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * false: drained or given back; the attempt does not count.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The attempt counts towards maximumAttempts.
   */
  counted: boolean;
  /**
   * The sequence of the started event of the attempt: the fencing token.
   */
  supersedes?: number;
  /**
   * How many times the broker has delivered the command.
   */
  deliveryCount: number;
  skill: SkillRef;
  worker: Worker;
  /**
   * A skill that promotes was tried, and nothing was promoted. Absent otherwise.
   */
  rehearsal?: true;
}
/**
 * The daemon that runs an attempt, and what guards the processes it starts.
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
   * pid-namespace: no process survives the daemon. process-group: a process that left its group may.
   */
  guard: 'pid-namespace' | 'process-group' | 'runner' | 'none' | (string & {});
  /**
   * True if a job sees only its own processes and can write to no folder of the daemon but its own.
   */
  confined?: boolean;
}
/**
 * The skill returned its result, or skipped (exit 78).
 */
export interface JobSucceeded {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
 * A timeout of the job expired.
 */
export interface JobTimedOut {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
 * A note beside the chain: the job waits for a lock, and holds no slot meanwhile. Its next start says that it waits no more.
 */
export interface JobWaiting {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  mode: HeldMode;
  /**
   * How many jobs waited for the lock before this one.
   */
  before: number;
  /**
   * Who held it then, those who had it longest first.
   *
   * @maxItems 16
   */
  heldBy: LockHolder[];
}
/**
 * A job that holds a lock.
 */
export interface LockHolder {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
  mode: HeldMode;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  since: string;
  /**
   * Of a limited one: with how many others, itself included.
   */
  max?: number;
}
/**
 * A version of a document of law was applied. What was applied never changes: another content needs another version.
 */
export interface LawApplied {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The document, whole.
   */
  document: {
    [k: string]: unknown;
  };
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * A version of a document of law is no longer in force for anything that is decided from here on.
 */
export interface LawWithdrawn {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * What an idempotency key stands for: one chain, one digest, one command. Created once.
 */
export interface LedgerEntry {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  skill: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The sequence of a message in its stream.
   */
  commandSequence: number;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  taskId?: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration?: number;
}
/**
 * One lock: who holds it, and who waits for it in the order of asking. Changed by compare-and-set only.
 */
export interface LockTable {
  /**
   * The name of a lock, as people read it.
   */
  key: string;
  /**
   * @maxItems 10000
   */
  holders: LockTicket[];
  /**
   * @maxItems 10000
   */
  waiting: LockTicket[];
}
/**
 * The place of one job at a lock. Times are milliseconds since the Unix epoch, by the broker's clock.
 */
export interface LockTicket {
  /**
   * Drawn once for each time that a job asks.
   */
  ticket: string;
  mode: HeldMode;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  skill: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The id of one process of dome or domed.
   */
  instance: string;
  /**
   * Since when it holds the lock, or waits for it.
   */
  sinceMs: number;
  /**
   * When it has no place any more, unless its daemon renews it.
   */
  expiresAtMs: number;
  /**
   * Someone broke it: it is not renewed, and its daemon kills the attempt.
   */
  isBroken?: boolean;
  /**
   * Of a limited one: with how many others, itself included.
   */
  max?: number;
}
/**
 * A finding at a line of the log, and perhaps at a line of a file.
 */
export interface JobLogAnnotation {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
 * The end of the attempt's log. The digest covers every line that it printed, stored or not.
 */
export interface JobLogEnded {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * How many lines the attempt has, which is the number of its last line.
   */
  lines: number;
  /**
   * Bytes of all lines in UTF-8, including one for the end of each line.
   */
  bytes: number;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  truncated?: LogTruncated;
}
/**
 * How far the skill has got.
 */
export interface JobLogProgress {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
 * Consecutive lines of one output stream.
 */
export interface JobLog {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * How many lines the text contains.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  taskId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  skill: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  purpose: 'check' | 'remedy' | 'promote';
  timeouts: Timeouts;
  retry: RetryPolicy;
  needsWorkspace: 'none' | 'ro' | 'rw';
  concurrency?: Concurrency;
}
/**
 * At most so many jobs of one key run at the same time.
 */
export interface Concurrency {
  /**
   * ${input.name} stands for that member of the task's input.
   */
  key: string;
  max: number;
}
/**
 * What is to be done: tasks in waves, gates, a bounded loop with a remedy, a promotion.
 */
export interface Plan {
  apiVersion: 'dome/v1';
  kind: 'Plan';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The folder that the command line packs by default, relative to the plan's own file. The control plane never reads it.
   */
  workspace?: string;
  tasks: {
    [k: string]: PlanTask;
  };
  /**
   * What follows a wave in which a task did not succeed: with stop, the default, no later wave runs; continue leaves the verdict to the gates.
   */
  partialFailure?: 'stop' | 'continue';
  /**
   * The policy of the law that decides the gates, as name@range. A plan that promotes names one; another plan may be submitted with a policy beside it.
   */
  policy?: string;
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * @maxItems 256
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  needs?: string[];
  /**
   * Values; a string that is entirely one ${{ expression }} is CEL over inputs, tasks, iteration.
   */
  input?: {
    [k: string]: unknown;
  };
  timeouts?: PlanTimeouts;
  concurrency?: PlanConcurrency;
}
export interface PlanTimeouts {
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
 * At most so many jobs of one key run at the same time, in all runs and plans together.
 */
export interface PlanConcurrency {
  /**
   * ${input.name} stands for that member of the task's input.
   */
  key: string;
  max: number;
}
export interface PlanGate {
  title?: string;
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  from: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  to: string;
}
export interface PromotionTask {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  id: string;
  /**
   * skill@range.
   */
  uses: string;
  title?: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * @maxItems 256
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  needs?: string[];
  /**
   * Values; a string that is entirely one ${{ expression }} is CEL over inputs, tasks, iteration.
   */
  input?: {
    [k: string]: unknown;
  };
  timeouts?: PlanTimeouts;
}
export interface PlanPromotionSubject {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  task: string;
  artifact: string;
}
/**
 * The rules of the gates, versioned separately from the plan.
 */
export interface Policy {
  apiVersion: 'dome/v1';
  kind: 'Policy';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
 * Rules, people who decide, or both.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  id: string;
  /**
   * What the rule asks for, in a sentence.
   */
  title?: string;
  /**
   * CEL over inputs, tasks, iteration; true passes.
   */
  expression: string;
  /**
   * The gate's answer if the rule is not true; REJECT by default.
   */
  otherwise?: 'REJECT' | 'NEEDS_HUMAN';
  reasonCode: string;
  /**
   * Added to the risk score if the rule is not true.
   */
  risk?: number;
  note?: string;
}
/**
 * Who decides when the gate says NEEDS_HUMAN: one person of a role, or so many of several.
 */
export interface HumanGate {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role?: string;
  approvals?: Approvals;
  /**
   * People are asked even if every rule passes.
   */
  always?: boolean;
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  deadline?: string;
  /**
   * What a gate says if people have not decided at the deadline; REJECT by default.
   */
  onExpiry?: 'REJECT' | 'APPROVE';
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  remindEvery?: string;
}
/**
 * Too few decided in time; the gate closes as was said when they were asked, with REJECT by default.
 */
export interface RunApprovalExpired {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
 * A person's vote; until it is withdrawn, the first one counts.
 */
export interface RunApprovalGiven {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  roles: string[];
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  accessDigest: string;
  verdict: 'approve' | 'reject';
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  lawSequence?: number;
}
/**
 * People are still missing: a reminder for whoever listens.
 */
export interface RunApprovalReminded {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * Its place in the time from the request to the deadline. Those that fell due while no replica ran are left out.
   */
  number: number;
  /**
   * @minItems 1
   * @maxItems 16
   */
  missing: RequiredRole[];
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
}
/**
 * So many people with this role.
 */
export interface RequiredRole {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role: string;
  count: number;
}
/**
 * People are asked to decide: by the policy of a gate, or by the environment of a promotion.
 */
export interface RunApprovalRequested {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * One person of one role: of several who are asked, the first, for readers that know no more.
   *
   * @minItems 1
   * @maxItems 1
   */
  required: RequiredPerson[];
  /**
   * Everybody who is asked, where that is more than one person.
   *
   * @minItems 1
   * @maxItems 16
   */
  approvals?: RequiredRole[];
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  /**
   * What a gate says if people have not decided at the deadline; REJECT by default.
   */
  onExpiry?: 'REJECT' | 'APPROVE';
  /**
   * How often a reminder follows; absent: none does.
   */
  remindEveryMs?: number;
}
export interface RequiredPerson {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role: string;
  count: 1;
}
/**
 * A person took their vote back before the gate was decided; they may vote again.
 */
export interface RunApprovalWithdrawn {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * Someone asked to cancel the run.
 */
export interface RunCancelRequested {
  /**
   * The id of a run.
   */
  runId: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
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
   * How many entries of the oldest iterations did not fit; they are in the run's tasks-settled events.
   */
  recordOmitted?: number;
}
export interface Promoted {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  to: string;
}
export interface RecordEntry {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest?: string;
}
/**
 * A gate was decided. After NEEDS_HUMAN, people make a second decision that closes the gate.
 */
export interface RunGateDecided {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  decision: Decision;
}
/**
 * An iteration of the bounded loop begins.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  from: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  to: string;
}
export interface PromotionSubject {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * A run was created. This event and those that follow it are the whole state of the run.
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  submitDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
  /**
   * Where the policy comes from: of the law, or sent along with the plan, which promotes nothing; absent: sent along.
   */
  policyOrigin?: 'law' | 'submitter';
  /**
   * The sequence of a message in its stream.
   */
  lawSequence?: number;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  environmentDigest?: string;
  /**
   * The id of a run.
   */
  retryOf?: string;
  rehearsal?: Rehearsal;
}
/**
 * What a skill that promotes is tried with, in an environment that no law can have. Whatever has it is no promotion.
 */
export interface Rehearsal {
  /**
   * The name of an artifact.
   */
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
}
/**
 * The intent to dispatch, stored before any command is published. A command can safely be published again at any time.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
 * Tasks reached their end. The event holds the bounded projection that gates read.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The output, if it is small enough.
   */
  output?: {
    [k: string]: unknown;
  };
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  outputDigest?: string;
  /**
   * The size of an output that is too large to be kept here, as JSON.
   */
  outputBytes?: number;
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
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  tasks: string[];
}
/**
 * The chunk was received.
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
   * Bytes received so far.
   */
  received: number;
}
/**
 * The artifact is stored under its digest.
 */
export interface ArtifactCommitReply {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * Bytes stored.
   */
  size: number;
}
/**
 * Close an upload. The artifact exists only if the digest matches.
 */
export interface ArtifactCommitRequest {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * Total bytes of all chunks sent.
   */
  size: number;
}
/**
 * A part of an artifact. The reply is the bytes; the headers Dome-Size and Dome-Offset place them.
 */
export interface ArtifactGetRequest {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The first byte to return; 0 by default.
   */
  offset?: number;
  /**
   * The most bytes to return; fewer may come.
   */
  length?: number;
}
/**
 * Where to send the numbered chunks.
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
   * The most bytes a chunk may have.
   */
  chunkBytesMax: number;
}
/**
 * Open an upload.
 */
export interface ArtifactPutRequest {
  /**
   * Bytes to come, if known.
   */
  size?: number;
}
/**
 * The descriptor and who announces it.
 */
export interface CapabilityGetReply {
  descriptor: Descriptor;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name?: string;
  /**
   * A version range such as ^1.
   */
  range?: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The `next` of the previous page.
   */
  next?: string;
}
/**
 * Which skills the fleet can run.
 */
export interface CapabilityListRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name?: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * The name is free.
 */
export interface CursorDeleteReply {
  /**
   * Whether there was one.
   */
  existed: boolean;
}
/**
 * Forgets a cursor of who asks.
 */
export interface CursorDeleteRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
}
/**
 * The cursor.
 */
export interface CursorGetReply {
  cursor: CursorView;
}
/**
 * A cursor that the server keeps.
 */
export interface CursorView {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * One for each stream that is read.
   *
   * @minItems 1
   * @maxItems 8
   *
   * Items: Where a reader goes on: a stream, and the sequence of the message in it that is read next.
   */
  cursors: string[];
  /**
   * What the name stands for: filters of subjects, and whatever narrows them. A reader of anything else is refused.
   *
   * @minItems 1
   * @maxItems 16
   */
  reads: string[];
  /**
   * The id of one process of dome or domed.
   */
  reader: string;
  /**
   * The sequence of a message in its stream.
   */
  revision: number;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  movedAt: string;
}
/**
 * One cursor of who asks.
 */
export interface CursorGetRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
}
/**
 * Cursors, by name.
 */
export interface CursorListReply {
  /**
   * @maxItems 500
   */
  cursors: CursorView[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
/**
 * The cursors of who asks, by name.
 */
export interface CursorListRequest {
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * The cursor stands where it was moved, or further on by the same reader.
 */
export interface CursorMoveReply {
  /**
   * The sequence of a message in its stream.
   */
  revision: number;
}
/**
 * Moves a cursor of who asks, or makes one. Sent again, it is the same move.
 */
export interface CursorMoveRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * Drawn by each reader when it begins: by it a reader knows its own moves, and notices another.
   */
  reader: string;
  /**
   * The revision that the reader knows; 0 where there is no cursor yet.
   */
  expectedRevision: number;
  /**
   * One for each stream that is read.
   *
   * @minItems 1
   * @maxItems 8
   *
   * Items: Where a reader goes on: a stream, and the sequence of the message in it that is read next.
   */
  cursors: string[];
  /**
   * What the name stands for: filters of subjects, and whatever narrows them. A reader of anything else is refused.
   *
   * @minItems 1
   * @maxItems 16
   */
  reads: string[];
}
/**
 * Daemons by instance, as they announce themselves.
 */
export interface DaemonListReply {
  /**
   * @maxItems 500
   */
  daemons: ListedDaemon[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
export interface ListedDaemon {
  /**
   * The id of one process of dome or domed.
   */
  instance: string;
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pools: string[];
  /**
   * How many jobs it runs at once.
   */
  slots: number;
  labels?: Labels;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  announcedAt?: string;
  /**
   * @maxItems 512
   */
  skills: ServedSkill[];
}
export interface ServedSkill {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
}
/**
 * The daemons that announce skills.
 */
export interface DaemonListRequest {
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * How it stands now; without `drained` new runs may choose the version.
 */
export interface DrainSetReply {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  drained?: Drain;
}
/**
 * The control plane has allowed a version to be drained, or the drain to be undone.
 */
export interface DrainSetRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * New runs may choose it again.
   */
  undo?: true;
}
/**
 * What stands in it.
 */
export interface EnvironmentGetReply {
  environment: EnvironmentView;
}
/**
 * What stands in an environment.
 */
export interface EnvironmentView {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version?: string;
  title?: string;
  /**
   * @maxItems 500
   */
  standing: StandingArtifact[];
  /**
   * @maxItems 500
   */
  underWay: PromotionUnderWay[];
}
/**
 * An artifact that stands in an environment.
 */
export interface StandingArtifact {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  from: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  since: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  decisionId: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  decidedAt: string;
  /**
   * The people who approved a gate that the promotion rests on; empty where policies alone decided.
   *
   * @maxItems 64
   */
  decidedBy: string[];
}
/**
 * A promotion that is allowed and not over.
 */
export interface PromotionUnderWay {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  from: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  decidedAt: string;
}
/**
 * One environment.
 */
export interface EnvironmentGetRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
}
/**
 * A page of environments, by name.
 */
export interface EnvironmentListReply {
  /**
   * @maxItems 500
   */
  environments: EnvironmentView[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
/**
 * The environments, and what stands where.
 */
export interface EnvironmentListRequest {
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * The vote that counts; until it is withdrawn, voting again returns the first vote.
 */
export interface GateDecideReply {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The person had already voted; that vote counts and is returned here.
   */
  existing: boolean;
  approvals?: ApprovalTally;
}
/**
 * How far people are with a gate: whom it asks, whom it still needs, who has approved.
 */
export interface ApprovalTally {
  /**
   * @minItems 1
   * @maxItems 16
   */
  required: RequiredRole[];
  /**
   * Empty: enough have approved.
   *
   * @maxItems 16
   */
  missing: RequiredRole[];
  /**
   * @maxItems 64
   */
  by: string[];
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration?: number;
  verdict: 'approve' | 'reject';
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
}
/**
 * A gate, as whoever decides needs it: what is asked and why, on which results, who has voted. Bounded: of a large one, inputs and artifacts are left out first, then all that is said at length: summaries, problems, notes, reasons of votes, the rules of other gates.
 */
export interface GateDetail {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  title?: string;
  state: GateProgress;
  /**
   * Those in which the gate was reached.
   *
   * @maxItems 20
   *
   * Items: The round of the bounded loop, from 1.
   */
  iterations: number[];
  run: GateRun;
  promotion?: GatePromotion;
  policy?: PolicyRef;
  /**
   * @maxItems 64
   */
  rules: GateRuleView[];
  decision?: GateVerdict;
  /**
   * The other gates of the iteration, in the order in which they are decided.
   *
   * @maxItems 32
   */
  gates: GateBeside[];
  /**
   * The checks of the iteration, in the order of their waves.
   *
   * @maxItems 256
   */
  tasks: GateTask[];
  before?: GateBefore;
  asking?: GateAsking;
  you: GateViewer;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
export interface GateRun {
  plan: GatePlan;
  state: 'pending' | 'executing' | 'waiting' | 'finalizing' | 'finished';
  /**
   * failure: the check said no. error: the system broke.
   */
  result?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  submittedBy: Identity;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  submittedAt: string;
  /**
   * The current one; 0 before the first.
   */
  iteration: number;
  maxIterations: number;
  labels: Labels;
  /**
   * Absent if they are too large for this reply; the run's first event has them.
   */
  inputs?: {
    [k: string]: unknown;
  };
  /**
   * As JSON.
   */
  inputsBytes?: number;
}
export interface GatePlan {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  title?: string;
  description?: string;
}
/**
 * What the run promotes if all of its gates approve.
 */
export interface GatePromotion {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  task: string;
  /**
   * As the plan names it.
   */
  artifact: string;
  subject?: Artifact;
  /**
   * Why there is nothing to promote yet.
   */
  missing?: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  from: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  to: string;
  environmentTitle?: string;
  /**
   * A semantic version.
   */
  environmentVersion?: string;
  state: PromotionProgress;
  replaces?: ReplacedArtifact;
}
/**
 * What stands in the environment under that name now.
 */
export interface ReplacedArtifact {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  since: string;
  /**
   * The people who approved it; empty where policies alone decided.
   *
   * @maxItems 64
   */
  decidedBy: string[];
}
export interface GateRuleView {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  id: string;
  title?: string;
  /**
   * CEL.
   */
  expression: string;
  /**
   * Absent: it was not evaluated yet.
   */
  value?: 'true' | 'false' | 'error';
  /**
   * Why it could not be evaluated.
   */
  detail?: string;
  reasonCode: string;
  /**
   * The gate's answer if the rule is not true.
   */
  otherwise: 'REJECT' | 'NEEDS_HUMAN';
  /**
   * Added to the risk score if the rule is not true.
   */
  risk: number;
  note?: string;
}
/**
 * The last decision on the gate, without its rules and its evidence, which stand beside it.
 */
export interface GateVerdict {
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  decisionId: string;
  status: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN';
  /**
   * @maxItems 128
   */
  reasonCodes: string[];
  /**
   * The codes that Dome itself gives, in words; those of the policy are its rules'.
   *
   * @maxItems 32
   */
  reasons: GateReason[];
  riskScore: number;
  confidence: number;
  decidedBy: DecidedBy;
  /**
   * @maxItems 64
   */
  notes: string[];
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  inputsDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  accessDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  lawSequence?: number;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  at: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
export interface GateReason {
  code: string;
  says: string;
}
export interface GateBeside {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  title?: string;
  state: 'pending' | 'waiting' | 'decided';
  status?: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN';
  /**
   * @maxItems 128
   */
  reasonCodes?: string[];
  /**
   * @maxItems 64
   */
  people?: string[];
  /**
   * Left out of a reply that would be too large.
   *
   * @maxItems 64
   */
  rules: GateRuleView[];
}
/**
 * A task that a gate rests on, or one of the remedy before it.
 */
export interface GateTask {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  title?: string;
  purpose: 'check' | 'remedy' | 'promote';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  skill: string;
  /**
   * A semantic version.
   */
  version: string;
  state: 'pending' | 'dispatched' | 'settled';
  /**
   * failure: the check said no. error: the system broke.
   */
  result?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId?: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  dispatchedAt?: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  settledAt?: string;
  /**
   * The first line; the event of the job's end has the whole.
   */
  summary?: string;
  problem?: Problem;
  /**
   * @maxItems 64
   */
  artifacts?: Artifact[];
  evidence?: Evidence;
}
/**
 * The iteration before, and what has changed since.
 */
export interface GateBefore {
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * How its gates stood, this one among them if it was reached.
   *
   * @maxItems 32
   */
  gates: GateStatus[];
  status?: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN';
  /**
   * @maxItems 128
   */
  reasonCodes?: string[];
  riskScore?: number;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest?: string;
  /**
   * Whose value is another one.
   *
   * @maxItems 64
   */
  rules: RuleChange[];
  /**
   * Whose result is another one.
   *
   * @maxItems 256
   */
  tasks: TaskChange[];
  /**
   * What was done between the two.
   *
   * @maxItems 32
   */
  remedy: GateTask[];
  workspaceBefore?: WorkspaceRef;
  workspaceNow?: WorkspaceRef;
}
export interface GateStatus {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  status: 'APPROVE' | 'REJECT' | 'NEEDS_HUMAN';
  /**
   * @maxItems 128
   */
  reasonCodes: string[];
}
export interface RuleChange {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  id: string;
  before?: 'true' | 'false' | 'error';
  now?: 'true' | 'false' | 'error';
}
export interface TaskChange {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  taskId: string;
  /**
   * failure: the check said no. error: the system broke.
   */
  before?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  /**
   * failure: the check said no. error: the system broke.
   */
  now?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
}
/**
 * People are asked, or were.
 */
export interface GateAsking {
  /**
   * @maxItems 16
   */
  required: RequiredRole[];
  /**
   * Empty: enough have approved.
   *
   * @maxItems 16
   */
  missing: RequiredRole[];
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  requestedAt: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
  /**
   * What a gate says if people have not decided at the deadline; REJECT by default.
   */
  onExpiry: 'REJECT' | 'APPROVE';
  /**
   * Absent: nobody is reminded.
   */
  remindEveryMs?: number;
  /**
   * How many there were.
   */
  reminders: number;
  /**
   * Those that stand, in the order of the chain: of more than these, all that count and the newest.
   *
   * @maxItems 64
   */
  votes: GateVote[];
  /**
   * Votes that were taken back: the newest.
   *
   * @maxItems 64
   */
  withdrawals: GateWithdrawal[];
  /**
   * Whose approval would be taken now, by the roles that are asked.
   *
   * @maxItems 16
   */
  voters: RoleVoters[];
}
export interface GateVote {
  by: string;
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  roles: string[];
  verdict: 'approve' | 'reject';
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  at: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
export interface GateWithdrawal {
  by: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  at: string;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
export interface RoleVoters {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role: string;
  /**
   * @maxItems 64
   */
  users: string[];
}
/**
 * Who asks, and what their vote would be worth.
 */
export interface GateViewer {
  user: string;
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  roles: string[];
  approve: VoteRight;
  reject: VoteRight;
}
/**
 * Whether a vote of the asker would be taken now, and if not, why.
 */
export interface VoteRight {
  allowed: boolean;
  /**
   * Of the error that such a vote would be refused with.
   */
  code?: string;
  detail?: string;
}
/**
 * One gate, as whoever decides needs it.
 */
export interface GateGetReply {
  gate: GateDetail;
}
/**
 * One gate, as whoever decides needs it.
 */
export interface GateGetRequest {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration?: number;
}
/**
 * Gates that wait for people, or those that are decided.
 */
export interface GateListReply {
  /**
   * @maxItems 500
   */
  gates: OpenGate[];
  /**
   * If decided gates were asked for; `gates` is empty then.
   *
   * @maxItems 500
   */
  decided?: DecidedGateLine[];
  /**
   * The `next` of the previous page.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  deadline: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  decision: Decision;
  submittedBy: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  requestedAt?: string;
  approvals?: ApprovalTally;
}
export interface DecidedGateLine {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  plan: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  status: 'APPROVE' | 'REJECT';
  /**
   * @maxItems 128
   */
  reasonCodes: string[];
  riskScore: number;
  decidedBy: DecidedBy;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  decidedAt: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  decisionId: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
/**
 * Gates that wait for people, or those that are decided.
 */
export interface GateListRequest {
  /**
   * The id of a run.
   */
  runId?: string;
  /**
   * waiting by default. Those that wait come oldest first, decided ones newest first.
   */
  state?: 'waiting' | 'decided';
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
  /**
   * The answer includes the message of RUN_EVENTS that has this sequence, or is refused.
   */
  minSequence?: number;
  /**
   * Only gates that wait for the asker: for a role that they have and whose vote is missing, unless they submitted the run or have voted. Not with decided ones; only people can ask.
   */
  mine?: boolean;
}
/**
 * The withdrawal that counts; withdrawing again returns it.
 */
export interface GateWithdrawReply {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  by: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  /**
   * The vote had been withdrawn already.
   */
  existing: boolean;
  approvals?: ApprovalTally;
}
/**
 * Take back the vote that one has on a gate.
 */
export interface GateWithdrawRequest {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration?: number;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * The state of a service.
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
   * How full each stream and bucket of this plane is, and those of the other plane that refuse its writes.
   *
   * @maxItems 64
   */
  space?: StoreSpace[];
  /**
   * The skills that this daemon does not serve because it lacks something, such as a secret, and what.
   */
  lacking?: {
    [k: string]: string;
  };
  law?: LawFacts;
  eventLoop?: EventLoopFacts;
  memory?: MemoryFacts;
}
export interface HealthCheck {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * The check passes.
   */
  ok: boolean;
  detail: string;
}
export interface StoreSpace {
  name: string;
  /**
   * high: an alarm. full: new work is refused with OUT_OF_SPACE. silent: writes get no answer, and the broker must be restarted.
   */
  state: 'ok' | 'high' | 'full' | 'silent';
  /**
   * Percent of its bytes or of its messages, whichever is closer to the limit.
   */
  percent?: number;
  bytes?: number;
  bytesMax?: number;
  detail?: string;
}
/**
 * The law as this replica of the control plane follows it.
 */
export interface LawFacts {
  /**
   * Of the last change that it has read; 0 if there is none.
   */
  sequence: number;
  /**
   * How its folder of documents (DOME_LAW) differs from the law, in words. The law is what was applied.
   *
   * @maxItems 64
   */
  drift: string[];
}
/**
 * How long single turns held the event loop. Time spent waiting for a processor is left out if the system reports it.
 */
export interface EventLoopFacts {
  /**
   * Over the last one to two minutes: 99 of 100 turns were no longer.
   */
  p99Ms: number;
  /**
   * Over the last one to two minutes: the longest turn.
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
   * The machine's memory that the process holds.
   */
  rssBytes: number;
  /**
   * The part of it taken by JavaScript values.
   */
  heapBytes: number;
}
/**
 * Asks for the state of a service.
 */
export interface HealthRequest {}
/**
 * The outcome of the cancel. pending: no terminal event after two seconds.
 */
export interface JobCancelReply {
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId: string;
  outcome: 'not_started' | 'stopped_clean' | 'killed' | 'finished_first' | 'pending';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  phase?: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence?: number;
}
/**
 * Cancel a job in any state.
 */
export interface JobCancelRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  taskId: string;
  /**
   * The round of the bounded loop, from 1.
   */
  iteration: number;
  by?: Identity;
  /**
   * The reason, in the requester's own words.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
  waitsFor?: LockWait;
  /**
   * The data of the terminal event.
   */
  terminal?: {
    [k: string]: unknown;
  };
}
export interface ChainEntry {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
 * The wait of a job for a lock, as it is now.
 */
export interface LockWait {
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  mode: HeldMode;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  since: string;
  /**
   * How many jobs wait for the lock before this one.
   */
  before: number;
  /**
   * Who holds it, those who have it longest first.
   *
   * @maxItems 16
   */
  heldBy: LockHolder[];
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  skill?: string;
  /**
   * The id of a run.
   */
  runId?: string;
}
/**
 * What the request changes, in order.
 */
export interface LawApplyReply {
  /**
   * @maxItems 256
   */
  changes: LawChange[];
  /**
   * The sequence of the law after it.
   */
  sequence: number;
  dryRun: boolean;
}
export interface LawChange {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * unchanged: it is so already.
   */
  action: 'apply' | 'withdraw' | 'unchanged';
  source?: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence?: number;
  /**
   * The version that is in force after it; empty for none.
   */
  inForce: string;
  /**
   * The version that was in force before, if that is another.
   */
  replaces?: string;
  /**
   * Open runs that rest on this document, at most 100.
   *
   * @maxItems 100
   *
   * Items: The id of a run.
   */
  touches: string[];
}
/**
 * Change the law: documents that come into force, and versions that are withdrawn. Everything is judged first, and nothing is stored if anything is refused.
 */
export interface LawApplyRequest {
  /**
   * @maxItems 128
   */
  documents?: LawText[];
  /**
   * @maxItems 128
   */
  withdraw?: LawRef[];
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * Judge it and say what it would do; store nothing.
   */
  dryRun?: boolean;
}
export interface LawText {
  /**
   * The name of the file, for errors.
   */
  source: string;
  /**
   * YAML or JSON.
   */
  text: string;
}
/**
 * One version of a document of law.
 */
export interface LawRef {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
}
/**
 * The document and where it stands in the law.
 */
export interface LawGetReply {
  entry: LawVersionView;
  document: {
    [k: string]: unknown;
  };
}
/**
 * A version of a document of law, without the document.
 */
export interface LawVersionView {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  appliedAt: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * It is what the name alone means: the highest version that is not withdrawn and no pre-release.
   */
  inForce: boolean;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  withdrawnAt?: string;
  withdrawnBy?: Identity;
}
/**
 * One document of law; without a version the one in force.
 */
export interface LawGetRequest {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version?: string;
}
/**
 * A page of the history.
 */
export interface LawHistoryReply {
  /**
   * @maxItems 500
   */
  changes: LawRecord[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
export interface LawRecord {
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  at: string;
  phase: 'applied' | 'withdrawn';
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
}
/**
 * Every change of the law, newest first.
 */
export interface LawHistoryRequest {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind?: 'policy' | 'access' | 'environment';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name?: string;
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * A page of the law in force, in the order in which it was applied.
 */
export interface LawListReply {
  /**
   * @maxItems 500
   */
  documents: LawVersionView[];
  /**
   * The sequence of the law that was read.
   */
  sequence: number;
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
/**
 * The law in force: for each name the version that the name alone means.
 */
export interface LawListRequest {
  /**
   * The kinds of documents that are law, as the subjects of law spell them.
   */
  kind?: 'policy' | 'access' | 'environment';
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * Who holds it no more.
 */
export interface LockBreakReply {
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  /**
   * @maxItems 10000
   */
  broken: LockHolder[];
}
/**
 * Take a lock from those who hold it, or from one job. Their attempts are killed.
 */
export interface LockBreakRequest {
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId?: string;
  /**
   * The reason, in the requester's own words.
   */
  reason: string;
}
/**
 * Locks by name.
 */
export interface LockListReply {
  /**
   * @maxItems 500
   */
  locks: LockView[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
/**
 * One lock: who holds it, and who waits for it in the order of asking.
 */
export interface LockView {
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  /**
   * @maxItems 10000
   */
  holders: LockHolder[];
  /**
   * `since` is when each asked.
   *
   * @maxItems 10000
   */
  waiting: LockHolder[];
}
/**
 * Which locks are held or waited for; with a run, those for which a job of it waits.
 */
export interface LockListRequest {
  /**
   * The name of a lock, as people read it.
   */
  lock?: string;
  /**
   * The id of a run.
   */
  runId?: string;
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * Who holds it no more.
 */
export interface LockTakeReply {
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  /**
   * @maxItems 10000
   */
  broken: LockHolder[];
}
/**
 * The control plane has allowed a lock to be broken.
 */
export interface LockTakeRequest {
  /**
   * The name of a lock, as people read it.
   */
  lock: string;
  /**
   * The id of a job, derived from its idempotency key.
   */
  jobId?: string;
  by: Identity;
  /**
   * The reason, in the requester's own words.
   */
  reason: string;
}
/**
 * The plan as it would run.
 */
export interface PlanValidateReply {
  plan: PlanRef;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  taskId: string;
  uses: string;
  purpose: 'check' | 'remedy' | 'promote';
  /**
   * @maxItems 256
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  needs: string[];
  /**
   * The wave of a check, from 1; remedies and promotions have none.
   */
  wave?: number;
}
export interface PlanGateView {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  gate: string;
  /**
   * @maxItems 64
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  needs: string[];
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  human?: string;
  /**
   * Whom the gate asks.
   *
   * @maxItems 16
   */
  approvals?: RequiredRole[];
}
/**
 * Checks whether a plan is valid, or whether it is a rehearsal that may be submitted. Nothing is stored.
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
   * Values for the inputs of the plan, checked as for a run.
   */
  inputs?: {
    [k: string]: unknown;
  };
  /**
   * Also resolve the skills against the fleet.
   */
  resolve?: boolean;
  /**
   * A skill that promotes was tried, and nothing was promoted. Absent otherwise.
   */
  rehearsal?: true;
}
/**
 * The state of the run after the request was stored.
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
 * Cancel a run and its jobs.
 */
export interface RunCancelRequest {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The reason, in the requester's own words.
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
 * A run, folded from its events.
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
   * 0 before the first one.
   */
  iteration: number;
  /**
   * How many iterations the loop may have.
   */
  maxIterations: number;
  labels?: Labels;
  /**
   * What the run is waiting for, in words.
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
  policy?: PolicyRef;
  /**
   * The id of a run.
   */
  retryOf?: string;
  rehearsal?: Rehearsal;
}
export interface RunPlanRef {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  title?: string;
}
export interface TaskView {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
  waitsFor?: LockWait;
  summary?: string;
  problem?: Problem;
  /**
   * @maxItems 64
   */
  artifacts?: Artifact[];
}
export interface GateView {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  role?: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  evidenceDigest?: string;
  approvals?: ApprovalTally;
}
export interface PromotionView {
  name: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  digest: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  from: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
  /**
   * The answer includes the message of RUN_EVENTS that has this sequence, or is refused.
   */
  minSequence?: number;
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
   * The `next` of the previous page.
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
   * A skill that promotes was tried, and nothing was promoted. Absent otherwise.
   */
  rehearsal?: true;
  /**
   * Tasks of this iteration that have finished.
   */
  tasksSettled: number;
  /**
   * Known tasks of this iteration.
   */
  tasksTotal: number;
  /**
   * 0 before the first one.
   */
  iteration?: number;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
}
/**
 * Runs, newest first. labels: that have each of these. submittedBy: of this person. result: finished so. since: submitted then or later. Where filters pass over many runs, a page may be shorter than its limit and still have a next one.
 */
export interface RunListRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  plan?: string;
  state?: 'pending' | 'executing' | 'waiting' | 'finalizing' | 'finished';
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
  labels?: Labels;
  /**
   * Only runs of this person.
   */
  submittedBy?: string;
  /**
   * failure: the check said no. error: the system broke.
   */
  result?: 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  since?: string;
  /**
   * The answer includes the message of RUN_EVENTS that has this sequence, or is refused.
   */
  minSequence?: number;
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
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  plan: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  submitDigest: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  planDigest: string;
  /**
   * The sequence of a message in its stream.
   */
  sequence: number;
  /**
   * The run already existed.
   */
  existing: boolean;
}
/**
 * Submit a run. The same key with the same content returns the same run. retryOf names a run that this one repeats: it must exist, and nothing of it counts for the new one. A rehearsal tries one skill that promotes, and promotes nothing.
 */
export interface RunSubmitRequest {
  /**
   * YAML or JSON text.
   */
  plan: string;
  /**
   * YAML or JSON text; a plan with gates must have one.
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
  /**
   * The id of a run.
   */
  retryOf?: string;
  rehearsal?: Rehearsal;
}
/**
 * How it stands now, and how many open runs need the version; without `drained` new runs may choose it.
 */
export interface SkillDrainReply {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  drained?: Drain;
  /**
   * Open runs that need it.
   */
  runs: number;
}
/**
 * Drain a version of a skill: new runs do not choose it, and the runs that are locked to it go on. The pool is `default` if it is not named.
 */
export interface SkillDrainRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * The reason, in the requester's own words.
   */
  reason?: string;
  /**
   * New runs may choose it again.
   */
  undo?: true;
}
/**
 * Skills by pool and name, with who serves each version and what waits. The counts may be a second old, those of parked jobs half a minute.
 */
export interface SkillListReply {
  /**
   * @maxItems 500
   */
  skills: ListedSkill[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
export interface ListedSkill {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * Of its newest version; absent while no daemon serves it.
   */
  title?: string;
  /**
   * @maxItems 64
   */
  versions: ServedVersion[];
  /**
   * Commands that no daemon has taken yet.
   */
  waiting: number;
  /**
   * Commands that a daemon has taken and not ended yet, those that wait for another try included.
   */
  inHand: number;
  /**
   * Those of them that were delivered before.
   */
  redelivered: number;
  /**
   * Jobs of the skill that wait for a person, in whichever pool they were.
   */
  parked: number;
}
export interface ServedVersion {
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * How many serve it.
   */
  daemons: number;
  /**
   * Of all of them, which they share with their other skills.
   */
  slots: number;
  drained?: Drain;
}
/**
 * The skills of the fleet and the commands that wait for them: of this skill, this pool.
 */
export interface SkillListRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name?: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * Versions that tasks of open runs are locked to and may still be sent to, by pool, name, version and descriptor.
 */
export interface SkillNeededReply {
  /**
   * @maxItems 500
   */
  needed: NeededSkill[];
  /**
   * The `next` of the previous page.
   */
  next?: string;
}
export interface NeededSkill {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name: string;
  /**
   * A semantic version.
   */
  version: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  descriptorDigest: string;
  /**
   * Open runs that need it.
   */
  runs: number;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  since: string;
  /**
   * The oldest of them.
   *
   * @minItems 1
   * @maxItems 20
   */
  oldest: NeedingRun[];
  /**
   * Daemons that announce exactly this descriptor; absent while the runtime does not say.
   *
   * @maxItems 100
   *
   * Items: The id of one process of dome or domed.
   */
  servedBy?: string[];
  drained?: Drain;
}
export interface NeedingRun {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * As in the list of runs.
   */
  state: string;
  /**
   * RFC 3339, UTC: with Z or +00:00, at most nanoseconds, no leap second.
   */
  submittedAt: string;
  /**
   * Tasks that have not ended, or may run again.
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  tasks: string[];
}
/**
 * Which versions of skills the open runs need: of this skill, this version, this pool.
 */
export interface SkillNeededRequest {
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  name?: string;
  /**
   * A semantic version.
   */
  version?: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
   */
  pool?: string;
  /**
   * The most entries to return; 50 by default.
   */
  limit?: number;
  /**
   * The `next` of the previous page.
   */
  after?: string;
}
/**
 * The streams whose history can be read, as their leaders know them.
 */
export interface StreamListReply {
  /**
   * @maxItems 16
   */
  streams: ListedStream[];
}
export interface ListedStream {
  stream: string;
  /**
   * The prefix of the JetStream API by which people and observers read it.
   */
  apiPrefix: string;
  /**
   * The sequence of a message in its stream.
   */
  first: number;
  /**
   * The sequence of the newest message; 0 before the first one. Where nothing is stored, first is one more.
   */
  last: number;
}
/**
 * The streams whose history can be read.
 */
export interface StreamListRequest {}
/**
 * skill.yaml: describes a skill to people and programs, and how a daemon runs it. Objects are closed, so that a typo is refused.
 */
export interface SkillManifest {
  apiVersion: 'dome/v1';
  kind: 'Skill';
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * Search terms.
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
   * What it may do, for the people who decide.
   *
   * @maxItems 64
   */
  permissions?: string[];
  /**
   * What it changes outside its own copy of the workspace; promotion is allowed only in a promotion step.
   *
   * @maxItems 64
   */
  sideEffects?: string[];
  /**
   * Artifacts that the daemon fetches, checks and puts in place before the start.
   *
   * @maxItems 64
   */
  materials?: ManifestMaterial[];
  /**
   * Secrets that it needs, by the names under which the operator of the daemon keeps them.
   *
   * @maxItems 16
   */
  secrets?: ManifestSecret[];
  timeouts?: ManifestTimeouts;
  logs?: ManifestLogs;
  retry?: ManifestRetry;
  /**
   * What it must not share with other jobs while it runs.
   *
   * @maxItems 8
   */
  locks?: ManifestLock[];
  /**
   * Files that it leaves in $DOME_ARTIFACTS.
   *
   * @maxItems 64
   */
  artifacts?: ManifestArtifact[];
  /**
   * @maxItems 32
   */
  examples?: ManifestExample[];
  /**
   * A path inside the folder, with forward slashes and without `..`.
   */
  docs?: string;
}
/**
 * Hints, named as in MCP tool annotations; an absent one has its most cautious value.
 */
export interface ManifestAnnotations {
  /**
   * It changes nothing outside its own copy of the workspace.
   */
  readOnlyHint?: boolean;
  /**
   * It may remove or overwrite something that others can see.
   */
  destructiveHint?: boolean;
  /**
   * Running it twice with the same input has the same effect as running it once.
   */
  idempotentHint?: boolean;
  /**
   * It communicates with systems outside the machine.
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
   * process only. An argument that begins with ./ is a file in the skill's folder. No shell interprets it.
   *
   * @minItems 1
   * @maxItems 64
   */
  command?: string[];
  /**
   * A path inside the folder, with forward slashes and without `..`.
   */
  main?: string;
  /**
   * node only. runner: a process of its own. none: inside the daemon, for trusted code only.
   */
  isolation?: 'runner' | 'none';
  /**
   * A number and its unit: 500ms, 30s, 5m, 1h.
   */
  grace?: string;
}
export interface ManifestNeeds {
  /**
   * rw: the resulting files are packed as a new workspace.
   */
  workspace?: 'none' | 'ro' | 'rw';
  /**
   * The resources it declares; nothing enforces them yet.
   */
  network?: 'none' | 'loopback' | 'any';
}
export interface ManifestMaterial {
  /**
   * The file or folder below $DOME_MATERIALS.
   */
  name: string;
  /**
   * JSON pointer to a digest in the input; if the input has none, nothing is placed.
   */
  from: string;
  /**
   * The artifact is a canonical archive and is unpacked as a folder.
   */
  unpack?: boolean;
}
export interface ManifestSecret {
  name: string;
  /**
   * env: a variable of that name. file: a file of that name in $DOME_SECRETS, which is in memory.
   */
  as: 'env' | 'file';
}
/**
 * The timeouts of a job; each has a default.
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
 * How much of its output is kept in the log; each limit has a default.
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
   * Error codes that are not retried.
   *
   * @maxItems 64
   */
  nonRetryable?: string[];
}
export interface ManifestLock {
  /**
   * The name of the lock. ${input.name} stands for that member of the input.
   */
  key: string;
  mode?: LockMode;
  /**
   * How long it may wait for the lock; without it, as long as its queue clock allows.
   */
  waitMs?: number;
}
export interface ManifestArtifact {
  name: string;
  /**
   * A path inside the folder, with forward slashes and without `..`.
   */
  path: string;
  mediaType: string;
  /**
   * A successful run may omit it.
   */
  optional?: boolean;
}
export interface ManifestExample {
  name: string;
  /**
   * An input that the schema allows.
   */
  input: {
    [k: string]: unknown;
  };
  /**
   * A path inside the folder, with forward slashes and without `..`.
   */
  workspace?: string;
  /**
   * How the skill ends on this input; success if absent.
   */
  result?: 'success' | 'failure' | 'skip';
  /**
   * The output for this input, if it is fixed.
   */
  output?: {
    [k: string]: unknown;
  };
}
/**
 * Run one exact skill on one input. The PubAck is the acceptance; the result is the terminal event of the job.
 */
export interface SkillExecute {
  /**
   * The id of a run.
   */
  runId: string;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
   * The job id is derived from this key.
   */
  idempotencyKey: string;
  /**
   * sha256: and 64 hexadecimal digits: of the bytes, or of RFC 8785 canonical JSON for a structure.
   */
  requestDigest: string;
  skill: SkillRef;
  /**
   * The name of a skill, plan, task, pool, gate or phase. It contains no underscore, so that composed ids can be split again.
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
  /**
   * A skill that promotes was tried, and nothing was promoted. Absent otherwise.
   */
  rehearsal?: true;
  submittedBy: Identity;
  concurrency?: Concurrency;
}
