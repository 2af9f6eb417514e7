// Every limit, with its unit, in one file (L11). A limit that relates to another asserts that relation below.

export const LIMITS = {
  /** A name: skill, plan, task, pool, gate. */
  nameChars: 40,
  /** An id: run, job. Also what JetStream keys and subjects are built from. */
  idChars: 64,
  idempotencyKeyBytes: 256,
  subjectBytes: 512,
  /** One message on the wire, headers excluded; the broker's max_payload is at least this. */
  messageBytes: 1_048_576,
  /** A document is refused by its size before it is parsed and by its depth before anything walks it. */
  jsonDepth: 64,
  inputBytes: 262_144,
  outputBytes: 262_144,
  /** The projection of an output that run events keep for gates; beyond it only the digest is kept. */
  projectionBytes: 16_384,
  planBytes: 262_144,
  tasksPerPlan: 256,
  gatesPerPlan: 32,
  rulesPerGate: 64,
  iterationsMax: 20,
  logChunkBytes: 65_536,
  logChunkMs: 50,
  logLineBytes: 65_536,
  progressPerSecond: 2,
  summaryBytes: 65_536,
  artifactsPerJob: 64,
  artifactChunkBytes: 131_072,
  artifactBytes: 1_073_741_824,
  archiveEntries: 100_000,
  archiveBytes: 536_870_912,
  listDefault: 50,
  listMax: 500,
  publishWindow: 512,
  openRuns: 10_000,
  cancelAnswerMs: 2_000,
  descriptorBytes: 262_144,
  labelsPerRun: 32,
  reasonChars: 1_024,
} as const;

/** Defaults of the clocks of a job; a skill or a task may set each of them, none is ever unbounded. */
export const CLOCKS = {
  queueMs: 600_000,
  executionMs: 300_000,
  heartbeatMs: 120_000,
  totalMs: 1_800_000,
  /** What dome waits past a task's total clock before it calls the runtime silent. */
  silentGraceMs: 15_000,
  /** How long a command waits for somebody who can serve it before it is refused. */
  driftGraceMs: 30_000,
  capabilityLeaseMs: 15_000,
  approvalMs: 86_400_000,
} as const;

export const RETRY_DEFAULT = {
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maximumIntervalMs: 30_000,
  maximumAttempts: 3,
  nonRetryable: [] as readonly string[],
} as const;
