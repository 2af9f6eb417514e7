// Every limit that a person or a program can meet, with its unit, in one file (L11). How limits relate to each other, and to
// the schemas, is asserted in libs/contracts/test/limits.test.ts. A figure of one file's own says there what it is. How much of
// a service one person may have stands beside it, in lane-limits.ts.

export const LIMITS = {
  /** A name: skill, plan, task, pool, gate. */
  nameChars: 40,
  /** An id: run, job. Also what JetStream keys and subjects are built from. */
  idChars: 64,
  idempotencyKeyBytes: 256,
  subjectBytes: 512,
  /** One message on the wire, headers excluded; the broker's max_payload is at least this. */
  messageBytes: 1_048_576,
  /** A document is refused for its size before it is parsed and for its depth before anything walks it. */
  jsonDepth: 64,
  inputBytes: 262_144,
  outputBytes: 262_144,
  /** The projection of an output that run events keep for gates; of a larger output only the digest is kept. */
  projectionBytes: 16_384,
  planBytes: 262_144,
  /** A plan and its policy as JSON, with their aliases written out, as the first event of a run holds them. */
  planValueBytes: 524_288,
  /** Tokens of a document that people write; a plan of 256 tasks with ten lines each has a third of that. */
  documentTokens: 98_304,
  /** How often a document may repeat one value by aliases. */
  documentAliases: 64,
  manifestBytes: 262_144,
  tasksPerPlan: 256,
  gatesPerPlan: 32,
  rulesPerGate: 64,
  iterationsMax: 20,
  /** Tasks of all iterations together: what a run's record and its view can hold in one message. */
  taskRunsPerPlan: 2_000,
  /** The longest clock that a skill or a plan may give a task, and a policy the people of a gate. */
  taskClockMs: 604_800_000,
  approvalClockMs: 2_592_000_000,
  /** The longest that a skill may take to end after it was told to. */
  graceClockMs: 3_600_000,
  expressionChars: 4_096,
  /** Comprehensions (`all exists map filter`) inside one another. */
  expressionNesting: 2,
  /** Operators and brackets inside one another. */
  expressionDepth: 128,
  /** Calls, elements visited and characters read, for all rules of a gate or all of an input: a twentieth of a second. */
  expressionSteps: 500_000,
  /** People whom one gate may ask for, over all roles. */
  approvalsPerGate: 64,
  /** While a gate waits for people. */
  remindersPerGate: 64,
  /** Votes that one person may take back on one gate. */
  withdrawalsPerVoter: 16,
  notesPerDecision: 64,
  /** The reason why a rule could not be decided. */
  ruleDetailChars: 1_024,
  logChunkBytes: 65_536,
  logChunkMs: 50,
  logLineBytes: 65_536,
  /** How much of an attempt's log is stored, unless its skill sets another limit. */
  logBytes: 67_108_864,
  logBytesMax: 1_073_741_824,
  /** A skill that prints more than a second's worth blocks on the pipe. */
  logBytesPerSecond: 8_388_608,
  logBytesPerSecondMax: 67_108_864,
  /** What a log record counts besides its text: its envelope. */
  logRecordBytes: 1_024,
  progressPerSecond: 2,
  /** The text with which a skill annotates its log; a longer one is cut. */
  annotationChars: 4_096,
  annotationFileChars: 1_024,
  annotationTitleChars: 256,
  progressChars: 256,
  /** How many values a job may hide, and their total characters. */
  masksPerJob: 1_024,
  maskChars: 65_536,
  /** A shorter line of a value of several lines hides nothing. */
  maskLineCharsMin: 4,
  /** The secrets of a skill, and the bytes of one: enough for a key, a certificate, the account file of a service. */
  secretsPerSkill: 16,
  secretBytes: 8_192,
  /** The bytes of all of them: what is masked costs its daemon ten times that much memory. */
  secretsBytes: 16_384,
  /** A shorter one could not be masked: it would occur everywhere. */
  secretBytesMin: 4,
  /** So many characters in a row of a secret, or of one of its encodings, are hidden wherever they occur. */
  secretRunChars: 12,
  /** One message of a runner process to the daemon: an output as JSON inside JSON, and a few words. */
  runnerFrameBytes: 1_048_576,
  /**
   * A runner sends `alive` at most twenty times a second; a daemon that slept for a minute may find this many at once.
   */
  runnerFramesPerSecond: 2_048,
  summaryBytes: 65_536,
  artifactsPerJob: 64,
  artifactChunkBytes: 131_072,
  artifactBytes: 1_073_741_824,
  /** Uploads that a daemon has open, in all and for one person, and the bytes in them that are not committed yet. */
  uploadsOpen: 256,
  uploadsOpenEach: 16,
  uploadBytes: 8_589_934_592,
  uploadBytesEach: 2_147_483_648,
  /** The files of a skill, as they are packed. */
  skillEntries: 2_000,
  skillBytes: 33_554_432,
  archiveEntries: 100_000,
  archiveBytes: 536_870_912,
  /** Of an entry of an archive, its whole path and each name in it: what the file systems that we unpack to take. */
  archivePathBytes: 4_096,
  archiveNameBytes: 255,
  /** How long git may take to list the ignored files of a workspace that a skill has left, and how long the list may be. */
  ignoredListMs: 30_000,
  ignoredListBytes: 4_194_304,
  /**
   * Downloads whose next part is kept ready, in all and for one person; beyond that a part is read anew from its offset.
   */
  downloadsOpen: 64,
  downloadsOpenEach: 8,
  /** Cursors that one person may have kept, and what one of them may stand for. */
  cursorsEach: 256,
  cursorStreams: 8,
  cursorReads: 16,
  cursorReadChars: 512,
  /** Versions of one skill in one pool that new runs do not choose. */
  drainedVersions: 256,
  /** Of one version that open runs need: runs that are named, tasks of each, and daemons that serve it. */
  neededShown: 20,
  neededServedShown: 100,
  /** Of one daemon in the list of them: its skills and pools; of one skill, the versions that are served. */
  fleetSkillsShown: 512,
  fleetPoolsShown: 64,
  fleetVersionsShown: 64,
  /** A reader's position is kept at least so often while it moves. */
  cursorMoveMs: 1_000,
  listDefault: 50,
  listMax: 500,
  /** Past runs that one request for a list may read from their stream: a page may then be short, and still not the last. */
  listedRunsRead: 2_048,
  /** Open runs that a change of the law says it touches. */
  touchedRuns: 100,
  /** Documents of one change of the law, and versions that it withdraws. */
  lawDocumentsPerChange: 128,
  publishWindow: 512,
  openRuns: 10_000,
  /** Finished runs that stay in the list of a replica; older ones are read from their stream. */
  finishedRunsKept: 2_000,
  /** Deliveries of one durable that a replica of dome has in hand; half the window of its publisher. */
  deliveriesInHand: 256,
  cancelAnswerMs: 2_000,
  /** How often a plane checks how full its streams are. */
  spaceWatchMs: 5_000,
  /** From here on a stream raises an alarm. */
  spaceHighPercent: 80,
  /** From here on no new work is accepted: the rest is for finishing what runs. */
  spaceFullPercent: 95,
  /** An alarm is cleared this far below its mark. */
  spaceClearPercent: 5,
  /** A log stream that discards its oldest messages raises an alarm while it keeps less than this. */
  spaceKeptMs: 86_400_000,
  descriptorBytes: 262_144,
  /** Labels are most of it: 32 of 256 characters. */
  announcementBytes: 65_536,
  /** Schemas inside one schema of a skill or of a plan's inputs, itself included: what is compiled in one turn. */
  schemaParts: 256,
  /** Keywords that constrain a value; each member of `dependentRequired` counts as one. */
  schemaRules: 1_024,
  /** Values that such a schema lists: names, alternatives of an enum, numbers. */
  schemaValues: 8_192,
  schemaPatterns: 128,
  schemaPatternChars: 1_024,
  /** Instructions of one pattern, and of all patterns of a schema. */
  schemaPatternSize: 2_048,
  schemaPatternsSize: 8_192,
  /** Unicode classes such as `\p{L}` in a schema: the first use of each in a process takes tens of milliseconds. */
  schemaUnicodeClasses: 2,
  /** Compiled schemas that a process keeps. */
  schemasKept: 512,
  /** What checking one value may cost: parts of the schema visited, members walked, characters read. */
  schemaSteps: 1_000_000,
  labelsPerRun: 32,
  reasonChars: 1_024,
  /** Of a problem: what is longer is cut before it leaves, or nobody could read the event that holds it. */
  problemDetailChars: 4_096,
  problemPointerChars: 1_024,
  problemHintChars: 1_024,
  problemReasons: 64,
  problemReasonChars: 1_024,
  problemFaults: 20,
  faultChars: 512,
  /** Of one check in an answer about health. */
  healthDetailChars: 512,
  /** Differences of a folder of law that an answer about health names. */
  healthDriftMax: 64,
  /** Skills that a daemon cannot serve, and what each lacks, in an answer about health. */
  healthLackingMax: 512,
  /** The sentence of a skill in lists. */
  capabilitySummaryChars: 512,
  /** A command that nobody can read is kept in its parked event up to this; of a longer one only the digest. */
  parkedCommandBytes: 65_536,
  /** How often the handling of one command may break in a daemon, without a verdict, before its job is parked. */
  breakdownsPerJob: 3,
  /** An input beyond it is in the input file only: the kernel refuses a variable of 128 KiB, and all of them together. */
  inputVariableBytes: 16_384,
  /** Of one skill. A key is bounded after the input has been filled in. */
  locksPerSkill: 8,
  lockKeyBytes: 256,
  /** Tickets of one daemon at one lock; further jobs wait behind them in the daemon, in order of arrival. */
  lockTicketsPerDaemon: 64,
  /** Jobs of one daemon that wait for locks; with more, it pulls no commands of skills that need one. */
  lockWaitsPerDaemon: 1_024,
  /** Of those who hold a lock, how many a job that waits for it is told. */
  lockHoldersTold: 16,
  /** How often machines that could not run a job may give it back without spending an attempt. */
  machineFaultsUncounted: 10,
  /** How long a daemon may examine its own machine, the trial start of a program included; longer means that it hangs. */
  machineProbeMs: 10_000,
  /** Of a daemon's own environment, those that its operator passes on to skills. */
  passedVariables: 64,
  /** A daemon with less space than this in its work folder takes no work. */
  workFreeBytesMin: 16_777_216,
  workFreeFilesMin: 1_000,
  /** Ended spans that wait for their export; what ends while so many wait is not exported. */
  spansQueued: 2_048,
  /** Links to other spans, and events, that one span is exported with. */
  spanParts: 128,
  /** How many discarded trees may wait for removal; beyond that, discarding another waits. */
  trashTrees: 64,
  /** The longest that a person may let a request wait for its answer, or a durable for an ack. */
  waitMsMax: 86_400_000,
  /** One check of a plan: to read it, check its inputs and lock it. */
  planAnswerMs: 10_000,
  /** One request over HTTP, and connections at once. */
  httpHeaderBytes: 8_192,
  httpConnections: 64,
  /** Names of plans that metrics tell apart; people make them up, so the others are counted together. */
  metricPlans: 100,
  metricEnvironments: 50,
} as const;

/** Default timeouts of a job; a skill or a task may set each of them, and none is ever unbounded. */
export const CLOCKS = {
  queueMs: 600_000,
  executionMs: 300_000,
  totalMs: 1_800_000,
  /** From the signal to stop to the one that kills, unless its skill says otherwise. */
  graceMs: 10_000,
  /** How often a daemon checks whether its machine is healthy. */
  machineProbeMs: 15_000,
  /** What dome waits past a task's total timeout before it calls the runtime silent. */
  silentGraceMs: 15_000,
  /** How long a command waits for a daemon that can serve it before it is refused. */
  driftGraceMs: 30_000,
  capabilityLeaseMs: 15_000,
  /** A lock of a job whose daemon is gone is free again after this. */
  lockLeaseMs: 10_000,
  approvalMs: 86_400_000,
  /** An upload ends when nothing has come for this long, or when it is this old. */
  uploadIdleMs: 60_000,
  uploadMs: 3_600_000,
  /** How long the next part of a download is kept ready. */
  downloadIdleMs: 30_000,
  /** Work in progress is confirmed when a third of its ack wait has passed, and no later than this. */
  confirmMs: 60_000,
  /** How long a request waits for its answer, and how long one that must be read, checked and resolved. */
  askMs: 5_000,
  askLongMs: 15_000,
  /** How long an ended span waits for others to be exported with; what waits in a process that is killed is lost. */
  spanDelayMs: 1_000,
  /** How long the end of a plane waits for its last spans to be exported. */
  spanFlushMs: 3_000,
  /** How long a request over HTTP may take to arrive, and how long its connection may stay silent. */
  httpRequestMs: 5_000,
  httpIdleMs: 10_000,
} as const;

export const RETRY_DEFAULT = {
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maximumIntervalMs: 30_000,
  maximumAttempts: 3,
  nonRetryable: [] as readonly string[],
} as const;
