// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
/** Names of streams, buckets and stores: no other file may spell one. */
export const STREAMS = {
  SKILL_COMMANDS: 'SKILL_COMMANDS',
  JOB_EVENTS: 'JOB_EVENTS',
  JOB_LOGS: 'JOB_LOGS',
  RUN_EVENTS: 'RUN_EVENTS',
} as const;
export const BUCKETS = {
  domed_idempotency: 'domed_idempotency',
  domed_capabilities: 'domed_capabilities',
  domed_descriptors: 'domed_descriptors',
  domed_cursors: 'domed_cursors',
} as const;
export const OBJECT_STORES = { domed_artifacts: 'domed_artifacts' } as const;

/** What the broker must hold. Names in braces are filled in for each skill of the catalogue. */
export const TOPOLOGY = {
  streams: {
    SKILL_COMMANDS: {
      account: 'DOMED',
      description: 'SkillExecute commands that are not finished yet',
      subjects: ['dome.cmd.skill.execute.>'],
      retention: 'workqueue',
      discard: 'new',
      storage: 'file',
      maxAgeMs: 1209600000,
      maxBytes: 1073741824,
      maxMessageBytes: 1048576,
      duplicateWindowMs: 120000,
      allowDirect: false,
    },
    JOB_EVENTS: {
      account: 'DOMED',
      description: 'Transitions and notes of jobs',
      subjects: ['dome.evt.job.>'],
      retention: 'limits',
      discard: 'new',
      storage: 'file',
      maxAgeMs: 2592000000,
      maxBytes: 8589934592,
      maxMessageBytes: 1048576,
      duplicateWindowMs: 120000,
      allowDirect: true,
      republish: {
        source: 'dome.evt.job.>',
        destination: 'dome.live.job.>',
      },
    },
    JOB_LOGS: {
      account: 'DOMED',
      description: 'Log records of jobs',
      subjects: ['dome.log.>'],
      retention: 'limits',
      discard: 'old',
      storage: 'file',
      maxAgeMs: 604800000,
      maxBytes: 8589934592,
      maxMessageBytes: 1048576,
      duplicateWindowMs: 120000,
      allowDirect: true,
      compression: 's2',
      republish: {
        source: 'dome.log.>',
        destination: 'dome.live.log.>',
      },
    },
    RUN_EVENTS: {
      account: 'DOME',
      description: 'Events and decisions of runs',
      subjects: ['dome.evt.run.>'],
      retention: 'limits',
      discard: 'new',
      storage: 'file',
      maxAgeMs: 34560000000,
      maxBytes: 4294967296,
      maxMessageBytes: 1048576,
      duplicateWindowMs: 120000,
      allowDirect: true,
      republish: {
        source: 'dome.evt.run.>',
        destination: 'dome.live.run.>',
      },
    },
  },
  buckets: {
    domed_idempotency: {
      account: 'DOMED',
      description: 'What each idempotency key stands for',
      maxAgeMs: 1209600000,
      maxBytes: 1073741824,
      perKeyTtl: false,
    },
    domed_capabilities: {
      account: 'DOMED',
      description: 'Announcements under a lease',
      maxBytes: 67108864,
      perKeyTtl: true,
    },
    domed_descriptors: {
      account: 'DOMED',
      description: 'Descriptors by digest',
      maxBytes: 268435456,
      perKeyTtl: false,
    },
    domed_cursors: {
      account: 'DOMED',
      description: 'Where readers go on, by person and name',
      maxAgeMs: 34560000000,
      maxBytes: 33554432,
      perKeyTtl: true,
    },
  },
  objectStores: {
    domed_artifacts: {
      account: 'DOMED',
      description: 'Artifacts and workspaces; names are digests',
      maxAgeMs: 2592000000,
      maxBytes: 10737418240,
    },
  },
  consumers: {
    skillIntake: {
      stream: 'SKILL_COMMANDS',
      durable: 'domed_{pool}_{skill}',
      description: 'Commands for one skill in one pool',
      filters: ['dome.cmd.skill.execute.{pool}.{skill}'],
      ackWaitMs: 30000,
      maxDeliver: -1,
      maxAckPending: -1,
      each: 'pool and skill of the catalogue',
    },
    domeRuns: {
      stream: 'JOB_EVENTS',
      durable: 'dome-runs',
      description: 'Turns terminals into settled tasks',
      filters: [
        'dome.evt.job.*.*.*.succeeded',
        'dome.evt.job.*.*.*.failed',
        'dome.evt.job.*.*.*.canceled',
        'dome.evt.job.*.*.*.timed-out',
        'dome.evt.job.*.*.*.refused',
        'dome.evt.job.*.*.*.parked',
      ],
      ackWaitMs: 30000,
      maxDeliver: -1,
      maxAckPending: -1,
    },
    domeEngine: {
      stream: 'RUN_EVENTS',
      durable: 'dome-engine',
      description: 'Turns each run event into the next step',
      filters: ['dome.evt.run.*.*.*'],
      ackWaitMs: 30000,
      maxDeliver: -1,
      maxAckPending: -1,
    },
  },
} as const;
