// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
import * as validators from './validators.js';
import type * as types from './types.ts';

/** The data of each event, by its type. */
export interface EventData {
  'dev.dome.skill.execute.v1': types.SkillExecute;
  'dev.dome.job.started.v1': types.JobStarted;
  'dev.dome.job.retrying.v1': types.JobRetrying;
  'dev.dome.job.succeeded.v1': types.JobSucceeded;
  'dev.dome.job.failed.v1': types.JobFailed;
  'dev.dome.job.canceled.v1': types.JobCanceled;
  'dev.dome.job.timed-out.v1': types.JobTimedOut;
  'dev.dome.job.refused.v1': types.JobRefused;
  'dev.dome.job.parked.v1': types.JobParked;
  'dev.dome.job.cancel-requested.v1': types.JobCancelRequested;
  'dev.dome.job.command-refused.v1': types.JobCommandRefused;
  'dev.dome.job.waiting.v1': types.JobWaiting;
  'dev.dome.job.lock-broken.v1': types.JobLockBroken;
  'dev.dome.job.log.v1': types.JobLog;
  'dev.dome.job.log-annotation.v1': types.JobLogAnnotation;
  'dev.dome.job.log-progress.v1': types.JobLogProgress;
  'dev.dome.job.log-ended.v1': types.JobLogEnded;
  'dev.dome.run.submitted.v1': types.RunSubmitted;
  'dev.dome.run.iteration-started.v1': types.RunIterationStarted;
  'dev.dome.run.wave-started.v1': types.RunWaveStarted;
  'dev.dome.run.tasks-dispatched.v1': types.RunTasksDispatched;
  'dev.dome.run.tasks-settled.v1': types.RunTasksSettled;
  'dev.dome.run.gate-decided.v1': types.RunGateDecided;
  'dev.dome.run.approval-requested.v1': types.RunApprovalRequested;
  'dev.dome.run.approval-given.v1': types.RunApprovalGiven;
  'dev.dome.run.approval-withdrawn.v1': types.RunApprovalWithdrawn;
  'dev.dome.run.approval-reminded.v1': types.RunApprovalReminded;
  'dev.dome.run.approval-expired.v1': types.RunApprovalExpired;
  'dev.dome.run.promotion-decided.v1': types.RunPromotionDecided;
  'dev.dome.run.cancel-requested.v1': types.RunCancelRequested;
  'dev.dome.run.finished.v1': types.RunFinished;
  'dev.dome.law.applied.v1': types.LawApplied;
  'dev.dome.law.withdrawn.v1': types.LawWithdrawn;
}

export type EventType = keyof EventData;

/** What the contract says of each event. */
export const EVENTS = {
  'dev.dome.skill.execute.v1': {
    key: 'SkillExecute',
    kind: 'command',
    terminal: false,
    channel: 'skillExecute',
    dataschema: 'https://dome.dev/schemas/skill/execute.v1.json',
    validate: validators.isSkillExecuteEvent,
  },
  'dev.dome.job.started.v1': {
    key: 'JobStarted',
    kind: 'transition',
    phase: 'started',
    terminal: false,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/started.v1.json',
    validate: validators.isJobStartedEvent,
  },
  'dev.dome.job.retrying.v1': {
    key: 'JobRetrying',
    kind: 'transition',
    phase: 'retrying',
    terminal: false,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/retrying.v1.json',
    validate: validators.isJobRetryingEvent,
  },
  'dev.dome.job.succeeded.v1': {
    key: 'JobSucceeded',
    kind: 'transition',
    phase: 'succeeded',
    terminal: true,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/succeeded.v1.json',
    validate: validators.isJobSucceededEvent,
  },
  'dev.dome.job.failed.v1': {
    key: 'JobFailed',
    kind: 'transition',
    phase: 'failed',
    terminal: true,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/failed.v1.json',
    validate: validators.isJobFailedEvent,
  },
  'dev.dome.job.canceled.v1': {
    key: 'JobCanceled',
    kind: 'transition',
    phase: 'canceled',
    terminal: true,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/canceled.v1.json',
    validate: validators.isJobCanceledEvent,
  },
  'dev.dome.job.timed-out.v1': {
    key: 'JobTimedOut',
    kind: 'transition',
    phase: 'timed-out',
    terminal: true,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/timed-out.v1.json',
    validate: validators.isJobTimedOutEvent,
  },
  'dev.dome.job.refused.v1': {
    key: 'JobRefused',
    kind: 'transition',
    phase: 'refused',
    terminal: true,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/refused.v1.json',
    validate: validators.isJobRefusedEvent,
  },
  'dev.dome.job.parked.v1': {
    key: 'JobParked',
    kind: 'transition',
    phase: 'parked',
    terminal: true,
    channel: 'jobTransition',
    dataschema: 'https://dome.dev/schemas/job/parked.v1.json',
    validate: validators.isJobParkedEvent,
  },
  'dev.dome.job.cancel-requested.v1': {
    key: 'JobCancelRequested',
    kind: 'note',
    phase: 'cancel-requested',
    terminal: false,
    channel: 'jobNote',
    dataschema: 'https://dome.dev/schemas/job/cancel-requested.v1.json',
    validate: validators.isJobCancelRequestedEvent,
  },
  'dev.dome.job.command-refused.v1': {
    key: 'JobCommandRefused',
    kind: 'note',
    phase: 'refused',
    terminal: false,
    channel: 'jobNote',
    dataschema: 'https://dome.dev/schemas/job/command-refused.v1.json',
    validate: validators.isJobCommandRefusedEvent,
  },
  'dev.dome.job.waiting.v1': {
    key: 'JobWaiting',
    kind: 'note',
    phase: 'waiting',
    terminal: false,
    channel: 'jobNote',
    dataschema: 'https://dome.dev/schemas/job/waiting.v1.json',
    validate: validators.isJobWaitingEvent,
  },
  'dev.dome.job.lock-broken.v1': {
    key: 'JobLockBroken',
    kind: 'note',
    phase: 'lock-broken',
    terminal: false,
    channel: 'jobNote',
    dataschema: 'https://dome.dev/schemas/job/lock-broken.v1.json',
    validate: validators.isJobLockBrokenEvent,
  },
  'dev.dome.job.log.v1': {
    key: 'JobLog',
    kind: 'log',
    terminal: false,
    channel: 'jobLog',
    dataschema: 'https://dome.dev/schemas/log/log.v1.json',
    validate: validators.isJobLogEvent,
  },
  'dev.dome.job.log-annotation.v1': {
    key: 'JobLogAnnotation',
    kind: 'log',
    terminal: false,
    channel: 'jobLog',
    dataschema: 'https://dome.dev/schemas/log/log-annotation.v1.json',
    validate: validators.isJobLogAnnotationEvent,
  },
  'dev.dome.job.log-progress.v1': {
    key: 'JobLogProgress',
    kind: 'log',
    terminal: false,
    channel: 'jobLog',
    dataschema: 'https://dome.dev/schemas/log/log-progress.v1.json',
    validate: validators.isJobLogProgressEvent,
  },
  'dev.dome.job.log-ended.v1': {
    key: 'JobLogEnded',
    kind: 'log',
    terminal: false,
    channel: 'jobLog',
    dataschema: 'https://dome.dev/schemas/log/log-ended.v1.json',
    validate: validators.isJobLogEndedEvent,
  },
  'dev.dome.run.submitted.v1': {
    key: 'RunSubmitted',
    kind: 'run',
    phase: 'submitted',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/submitted.v1.json',
    validate: validators.isRunSubmittedEvent,
  },
  'dev.dome.run.iteration-started.v1': {
    key: 'RunIterationStarted',
    kind: 'run',
    phase: 'iteration-started',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/iteration-started.v1.json',
    validate: validators.isRunIterationStartedEvent,
  },
  'dev.dome.run.wave-started.v1': {
    key: 'RunWaveStarted',
    kind: 'run',
    phase: 'wave-started',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/wave-started.v1.json',
    validate: validators.isRunWaveStartedEvent,
  },
  'dev.dome.run.tasks-dispatched.v1': {
    key: 'RunTasksDispatched',
    kind: 'run',
    phase: 'tasks-dispatched',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/tasks-dispatched.v1.json',
    validate: validators.isRunTasksDispatchedEvent,
  },
  'dev.dome.run.tasks-settled.v1': {
    key: 'RunTasksSettled',
    kind: 'run',
    phase: 'tasks-settled',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/tasks-settled.v1.json',
    validate: validators.isRunTasksSettledEvent,
  },
  'dev.dome.run.gate-decided.v1': {
    key: 'RunGateDecided',
    kind: 'run',
    phase: 'gate-decided',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/gate-decided.v1.json',
    validate: validators.isRunGateDecidedEvent,
  },
  'dev.dome.run.approval-requested.v1': {
    key: 'RunApprovalRequested',
    kind: 'run',
    phase: 'approval-requested',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/approval-requested.v1.json',
    validate: validators.isRunApprovalRequestedEvent,
  },
  'dev.dome.run.approval-given.v1': {
    key: 'RunApprovalGiven',
    kind: 'run',
    phase: 'approval-given',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/approval-given.v1.json',
    validate: validators.isRunApprovalGivenEvent,
  },
  'dev.dome.run.approval-withdrawn.v1': {
    key: 'RunApprovalWithdrawn',
    kind: 'run',
    phase: 'approval-withdrawn',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/approval-withdrawn.v1.json',
    validate: validators.isRunApprovalWithdrawnEvent,
  },
  'dev.dome.run.approval-reminded.v1': {
    key: 'RunApprovalReminded',
    kind: 'run',
    phase: 'approval-reminded',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/approval-reminded.v1.json',
    validate: validators.isRunApprovalRemindedEvent,
  },
  'dev.dome.run.approval-expired.v1': {
    key: 'RunApprovalExpired',
    kind: 'run',
    phase: 'approval-expired',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/approval-expired.v1.json',
    validate: validators.isRunApprovalExpiredEvent,
  },
  'dev.dome.run.promotion-decided.v1': {
    key: 'RunPromotionDecided',
    kind: 'run',
    phase: 'promotion-decided',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/promotion-decided.v1.json',
    validate: validators.isRunPromotionDecidedEvent,
  },
  'dev.dome.run.cancel-requested.v1': {
    key: 'RunCancelRequested',
    kind: 'run',
    phase: 'cancel-requested',
    terminal: false,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/cancel-requested.v1.json',
    validate: validators.isRunCancelRequestedEvent,
  },
  'dev.dome.run.finished.v1': {
    key: 'RunFinished',
    kind: 'run',
    phase: 'finished',
    terminal: true,
    channel: 'runEvent',
    dataschema: 'https://dome.dev/schemas/run/finished.v1.json',
    validate: validators.isRunFinishedEvent,
  },
  'dev.dome.law.applied.v1': {
    key: 'LawApplied',
    kind: 'law',
    phase: 'applied',
    terminal: false,
    channel: 'lawEvent',
    dataschema: 'https://dome.dev/schemas/law/applied.v1.json',
    validate: validators.isLawAppliedEvent,
  },
  'dev.dome.law.withdrawn.v1': {
    key: 'LawWithdrawn',
    kind: 'law',
    phase: 'withdrawn',
    terminal: false,
    channel: 'lawEvent',
    dataschema: 'https://dome.dev/schemas/law/withdrawn.v1.json',
    validate: validators.isLawWithdrawnEvent,
  },
} as const;

/** The request and the reply of each endpoint. */
export interface EndpointTypes {
  runtimeCapabilityList: { request: types.CapabilityListRequest; reply: types.CapabilityListReply };
  runtimeCapabilityGet: { request: types.CapabilityGetRequest; reply: types.CapabilityGetReply };
  runtimeJobGet: { request: types.JobGetRequest; reply: types.JobGetReply };
  runtimeJobCancel: { request: types.JobCancelRequest; reply: types.JobCancelReply };
  runtimeLockList: { request: types.LockListRequest; reply: types.LockListReply };
  runtimeLockTake: { request: types.LockTakeRequest; reply: types.LockTakeReply };
  runtimeDrainSet: { request: types.DrainSetRequest; reply: types.DrainSetReply };
  runtimeArtifactPut: { request: types.ArtifactPutRequest; reply: types.ArtifactPutReply };
  runtimeArtifactChunk: { request: Uint8Array; reply: types.ArtifactChunkReply };
  runtimeArtifactCommit: { request: types.ArtifactCommitRequest; reply: types.ArtifactCommitReply };
  runtimeArtifactGet: { request: types.ArtifactGetRequest; reply: Uint8Array };
  runtimeCursorGet: { request: types.CursorGetRequest; reply: types.CursorGetReply };
  runtimeCursorMove: { request: types.CursorMoveRequest; reply: types.CursorMoveReply };
  runtimeCursorList: { request: types.CursorListRequest; reply: types.CursorListReply };
  runtimeCursorDelete: { request: types.CursorDeleteRequest; reply: types.CursorDeleteReply };
  runtimeHealth: { request: types.HealthRequest; reply: types.HealthReply };
  runtimeDaemonGet: { request: types.HealthRequest; reply: types.HealthReply };
  controlPlanValidate: { request: types.PlanValidateRequest; reply: types.PlanValidateReply };
  controlRunSubmit: { request: types.RunSubmitRequest; reply: types.RunSubmitReply };
  controlRunGet: { request: types.RunGetRequest; reply: types.RunGetReply };
  controlRunList: { request: types.RunListRequest; reply: types.RunListReply };
  controlRunCancel: { request: types.RunCancelRequest; reply: types.RunCancelReply };
  controlLockBreak: { request: types.LockBreakRequest; reply: types.LockBreakReply };
  controlSkillDrain: { request: types.SkillDrainRequest; reply: types.SkillDrainReply };
  controlSkillNeeded: { request: types.SkillNeededRequest; reply: types.SkillNeededReply };
  controlGateList: { request: types.GateListRequest; reply: types.GateListReply };
  controlGateGet: { request: types.GateGetRequest; reply: types.GateGetReply };
  controlGateDecide: { request: types.GateDecideRequest; reply: types.GateDecideReply };
  controlGateWithdraw: { request: types.GateWithdrawRequest; reply: types.GateWithdrawReply };
  controlLawApply: { request: types.LawApplyRequest; reply: types.LawApplyReply };
  controlLawList: { request: types.LawListRequest; reply: types.LawListReply };
  controlLawGet: { request: types.LawGetRequest; reply: types.LawGetReply };
  controlLawHistory: { request: types.LawHistoryRequest; reply: types.LawHistoryReply };
  controlEnvironmentList: { request: types.EnvironmentListRequest; reply: types.EnvironmentListReply };
  controlEnvironmentGet: { request: types.EnvironmentGetRequest; reply: types.EnvironmentGetReply };
  controlDaemonList: { request: types.DaemonListRequest; reply: types.DaemonListReply };
  controlSkillList: { request: types.SkillListRequest; reply: types.SkillListReply };
  controlStreamList: { request: types.StreamListRequest; reply: types.StreamListReply };
  controlHealth: { request: types.HealthRequest; reply: types.HealthReply };
  controlReplicaGet: { request: types.HealthRequest; reply: types.HealthReply };
}

export type EndpointName = keyof EndpointTypes;

/** Those who answer an endpoint share its requests. */
export const SERVICE_GROUP = 'q';

/**
 * What the contract says of each endpoint, with the names of its messages; without a validator it is raw bytes. The metadata is
 * what "nats service info" prints.
 */
export const ENDPOINTS = {
  runtimeCapabilityList: {
    service: 'domed',
    endpoint: 'capability.list',
    address: 'dome.svc.domed.capability.list',
    request: validators.isCapabilityListRequest,
    reply: validators.isCapabilityListReply,
    messages: { request: 'CapabilityListRequest', reply: 'CapabilityListReply' },
    metadata: {
      description: 'Announcements of the whole fleet.',
      'asked-by': 'dome, people',
      request: 'schemas/service/capability-list-request.json',
      reply: 'schemas/service/capability-list-reply.json',
    },
  },
  runtimeCapabilityGet: {
    service: 'domed',
    endpoint: 'capability.get',
    address: 'dome.svc.domed.capability.get',
    request: validators.isCapabilityGetRequest,
    reply: validators.isCapabilityGetReply,
    messages: { request: 'CapabilityGetRequest', reply: 'CapabilityGetReply' },
    metadata: {
      description: 'The descriptor of a skill.',
      'asked-by': 'dome, people',
      request: 'schemas/service/capability-get-request.json',
      reply: 'schemas/service/capability-get-reply.json',
    },
  },
  runtimeJobGet: {
    service: 'domed',
    endpoint: 'job.get',
    address: 'dome.svc.domed.job.get',
    request: validators.isJobGetRequest,
    reply: validators.isJobGetReply,
    messages: { request: 'JobGetRequest', reply: 'JobGetReply' },
    metadata: {
      description: 'The chain of a job.',
      'asked-by': 'dome, people',
      request: 'schemas/service/job-get-request.json',
      reply: 'schemas/service/job-get-reply.json',
    },
  },
  runtimeJobCancel: {
    service: 'domed',
    endpoint: 'job.cancel',
    address: 'dome.svc.domed.job.cancel',
    request: validators.isJobCancelRequest,
    reply: validators.isJobCancelReply,
    messages: { request: 'JobCancelRequest', reply: 'JobCancelReply' },
    metadata: {
      description: 'Cancel a job.',
      'asked-by': 'dome',
      request: 'schemas/service/job-cancel-request.json',
      reply: 'schemas/service/job-cancel-reply.json',
    },
  },
  runtimeLockList: {
    service: 'domed',
    endpoint: 'lock.list',
    address: 'dome.svc.domed.lock.list',
    request: validators.isLockListRequest,
    reply: validators.isLockListReply,
    messages: { request: 'LockListRequest', reply: 'LockListReply' },
    metadata: {
      description: 'The locks that are held or waited for.',
      'asked-by': 'dome, people',
      request: 'schemas/service/lock-list-request.json',
      reply: 'schemas/service/lock-list-reply.json',
    },
  },
  runtimeLockTake: {
    service: 'domed',
    endpoint: 'lock.take',
    address: 'dome.svc.domed.lock.take',
    request: validators.isLockTakeRequest,
    reply: validators.isLockTakeReply,
    messages: { request: 'LockTakeRequest', reply: 'LockTakeReply' },
    metadata: {
      description: 'Break a lock that the control plane has allowed to be broken.',
      'asked-by': 'dome',
      request: 'schemas/service/lock-take-request.json',
      reply: 'schemas/service/lock-take-reply.json',
    },
  },
  runtimeDrainSet: {
    service: 'domed',
    endpoint: 'drain.set',
    address: 'dome.svc.domed.drain.set',
    request: validators.isDrainSetRequest,
    reply: validators.isDrainSetReply,
    messages: { request: 'DrainSetRequest', reply: 'DrainSetReply' },
    metadata: {
      description: 'Let new runs choose a version of a skill no more, or again, as the control plane has allowed.',
      'asked-by': 'dome',
      request: 'schemas/service/drain-set-request.json',
      reply: 'schemas/service/drain-set-reply.json',
    },
  },
  runtimeArtifactPut: {
    service: 'domed',
    endpoint: 'artifact.put',
    address: 'dome.svc.domed.artifact.put',
    request: validators.isArtifactPutRequest,
    reply: validators.isArtifactPutReply,
    messages: { request: 'ArtifactPutRequest', reply: 'ArtifactPutReply' },
    metadata: {
      description: 'Open an upload.',
      'asked-by': 'dome, people',
      request: 'schemas/service/artifact-put-request.json',
      reply: 'schemas/service/artifact-put-reply.json',
    },
  },
  runtimeArtifactChunk: {
    service: 'domed',
    endpoint: 'artifact.chunk',
    address: 'dome.svc.domed.artifact.chunk.{instance}.{upload}',
    request: undefined,
    reply: validators.isArtifactChunkReply,
    messages: { request: 'ArtifactBytes', reply: 'ArtifactChunkReply' },
    metadata: {
      description: 'One numbered chunk of an upload.',
      'asked-by': 'dome, people',
      request: 'bytes',
      reply: 'schemas/service/artifact-chunk-reply.json',
    },
  },
  runtimeArtifactCommit: {
    service: 'domed',
    endpoint: 'artifact.commit',
    address: 'dome.svc.domed.artifact.commit.{instance}.{upload}',
    request: validators.isArtifactCommitRequest,
    reply: validators.isArtifactCommitReply,
    messages: { request: 'ArtifactCommitRequest', reply: 'ArtifactCommitReply' },
    metadata: {
      description: 'Close an upload.',
      'asked-by': 'dome, people',
      request: 'schemas/service/artifact-commit-request.json',
      reply: 'schemas/service/artifact-commit-reply.json',
    },
  },
  runtimeArtifactGet: {
    service: 'domed',
    endpoint: 'artifact.get',
    address: 'dome.svc.domed.artifact.get',
    request: validators.isArtifactGetRequest,
    reply: undefined,
    messages: { request: 'ArtifactGetRequest', reply: 'ArtifactBytes' },
    metadata: {
      description: 'A part of an artifact.',
      'asked-by': 'dome, people',
      request: 'schemas/service/artifact-get-request.json',
      reply: 'bytes',
    },
  },
  runtimeCursorGet: {
    service: 'domed',
    endpoint: 'cursor.get',
    address: 'dome.svc.domed.cursor.get',
    request: validators.isCursorGetRequest,
    reply: validators.isCursorGetReply,
    messages: { request: 'CursorGetRequest', reply: 'CursorGetReply' },
    metadata: {
      description: 'Where the reader of a name goes on.',
      'asked-by': 'dome, people',
      request: 'schemas/service/cursor-get-request.json',
      reply: 'schemas/service/cursor-get-reply.json',
    },
  },
  runtimeCursorMove: {
    service: 'domed',
    endpoint: 'cursor.move',
    address: 'dome.svc.domed.cursor.move',
    request: validators.isCursorMoveRequest,
    reply: validators.isCursorMoveReply,
    messages: { request: 'CursorMoveRequest', reply: 'CursorMoveReply' },
    metadata: {
      description: 'Move a cursor, if nobody else has.',
      'asked-by': 'dome, people',
      request: 'schemas/service/cursor-move-request.json',
      reply: 'schemas/service/cursor-move-reply.json',
    },
  },
  runtimeCursorList: {
    service: 'domed',
    endpoint: 'cursor.list',
    address: 'dome.svc.domed.cursor.list',
    request: validators.isCursorListRequest,
    reply: validators.isCursorListReply,
    messages: { request: 'CursorListRequest', reply: 'CursorListReply' },
    metadata: {
      description: 'The cursors of who asks.',
      'asked-by': 'dome, people',
      request: 'schemas/service/cursor-list-request.json',
      reply: 'schemas/service/cursor-list-reply.json',
    },
  },
  runtimeCursorDelete: {
    service: 'domed',
    endpoint: 'cursor.delete',
    address: 'dome.svc.domed.cursor.delete',
    request: validators.isCursorDeleteRequest,
    reply: validators.isCursorDeleteReply,
    messages: { request: 'CursorDeleteRequest', reply: 'CursorDeleteReply' },
    metadata: {
      description: 'Forget a cursor.',
      'asked-by': 'dome, people',
      request: 'schemas/service/cursor-delete-request.json',
      reply: 'schemas/service/cursor-delete-reply.json',
    },
  },
  runtimeHealth: {
    service: 'domed',
    endpoint: 'health',
    address: 'dome.svc.domed.health',
    request: validators.isHealthRequest,
    reply: validators.isHealthReply,
    messages: { request: 'HealthRequest', reply: 'HealthReply' },
    metadata: {
      description: 'The state of the daemon.',
      'asked-by': 'dome',
      request: 'schemas/service/health-request.json',
      reply: 'schemas/service/health-reply.json',
    },
  },
  runtimeDaemonGet: {
    service: 'domed',
    endpoint: 'daemon.get',
    address: 'dome.svc.domed.daemon.get.{instance}',
    request: validators.isHealthRequest,
    reply: validators.isHealthReply,
    messages: { request: 'HealthRequest', reply: 'HealthReply' },
    metadata: {
      description: 'The state of one daemon.',
      'asked-by': 'dome, people',
      request: 'schemas/service/health-request.json',
      reply: 'schemas/service/health-reply.json',
    },
  },
  controlPlanValidate: {
    service: 'dome',
    endpoint: 'plan.validate',
    address: 'dome.svc.dome.plan.validate',
    request: validators.isPlanValidateRequest,
    reply: validators.isPlanValidateReply,
    messages: { request: 'PlanValidateRequest', reply: 'PlanValidateReply' },
    metadata: {
      description: 'Check whether a plan is valid.',
      'asked-by': 'people',
      request: 'schemas/service/plan-validate-request.json',
      reply: 'schemas/service/plan-validate-reply.json',
    },
  },
  controlRunSubmit: {
    service: 'dome',
    endpoint: 'run.submit',
    address: 'dome.svc.dome.run.submit',
    request: validators.isRunSubmitRequest,
    reply: validators.isRunSubmitReply,
    messages: { request: 'RunSubmitRequest', reply: 'RunSubmitReply' },
    metadata: {
      description: 'Submit a run.',
      'asked-by': 'people',
      request: 'schemas/service/run-submit-request.json',
      reply: 'schemas/service/run-submit-reply.json',
    },
  },
  controlRunGet: {
    service: 'dome',
    endpoint: 'run.get',
    address: 'dome.svc.dome.run.get',
    request: validators.isRunGetRequest,
    reply: validators.isRunGetReply,
    messages: { request: 'RunGetRequest', reply: 'RunGetReply' },
    metadata: {
      description: 'One run.',
      'asked-by': 'people, view',
      request: 'schemas/service/run-get-request.json',
      reply: 'schemas/service/run-get-reply.json',
    },
  },
  controlRunList: {
    service: 'dome',
    endpoint: 'run.list',
    address: 'dome.svc.dome.run.list',
    request: validators.isRunListRequest,
    reply: validators.isRunListReply,
    messages: { request: 'RunListRequest', reply: 'RunListReply' },
    metadata: {
      description: 'Runs, newest first.',
      'asked-by': 'people, view',
      request: 'schemas/service/run-list-request.json',
      reply: 'schemas/service/run-list-reply.json',
    },
  },
  controlRunCancel: {
    service: 'dome',
    endpoint: 'run.cancel',
    address: 'dome.svc.dome.run.cancel',
    request: validators.isRunCancelRequest,
    reply: validators.isRunCancelReply,
    messages: { request: 'RunCancelRequest', reply: 'RunCancelReply' },
    metadata: {
      description: 'Cancel a run.',
      'asked-by': 'people',
      request: 'schemas/service/run-cancel-request.json',
      reply: 'schemas/service/run-cancel-reply.json',
    },
  },
  controlLockBreak: {
    service: 'dome',
    endpoint: 'lock.break',
    address: 'dome.svc.dome.lock.break',
    request: validators.isLockBreakRequest,
    reply: validators.isLockBreakReply,
    messages: { request: 'LockBreakRequest', reply: 'LockBreakReply' },
    metadata: {
      description: 'Break a lock.',
      'asked-by': 'people',
      request: 'schemas/service/lock-break-request.json',
      reply: 'schemas/service/lock-break-reply.json',
    },
  },
  controlSkillDrain: {
    service: 'dome',
    endpoint: 'skill.drain',
    address: 'dome.svc.dome.skill.drain',
    request: validators.isSkillDrainRequest,
    reply: validators.isSkillDrainReply,
    messages: { request: 'SkillDrainRequest', reply: 'SkillDrainReply' },
    metadata: {
      description: 'Let new runs choose a version of a skill no more, or again.',
      'asked-by': 'people',
      request: 'schemas/service/skill-drain-request.json',
      reply: 'schemas/service/skill-drain-reply.json',
    },
  },
  controlSkillNeeded: {
    service: 'dome',
    endpoint: 'skill.needed',
    address: 'dome.svc.dome.skill.needed',
    request: validators.isSkillNeededRequest,
    reply: validators.isSkillNeededReply,
    messages: { request: 'SkillNeededRequest', reply: 'SkillNeededReply' },
    metadata: {
      description: 'The versions of skills that open runs still need.',
      'asked-by': 'people',
      request: 'schemas/service/skill-needed-request.json',
      reply: 'schemas/service/skill-needed-reply.json',
    },
  },
  controlGateList: {
    service: 'dome',
    endpoint: 'gate.list',
    address: 'dome.svc.dome.gate.list',
    request: validators.isGateListRequest,
    reply: validators.isGateListReply,
    messages: { request: 'GateListRequest', reply: 'GateListReply' },
    metadata: {
      description: 'Gates waiting for people.',
      'asked-by': 'people, view',
      request: 'schemas/service/gate-list-request.json',
      reply: 'schemas/service/gate-list-reply.json',
    },
  },
  controlGateGet: {
    service: 'dome',
    endpoint: 'gate.get',
    address: 'dome.svc.dome.gate.get',
    request: validators.isGateGetRequest,
    reply: validators.isGateGetReply,
    messages: { request: 'GateGetRequest', reply: 'GateGetReply' },
    metadata: {
      description: 'One gate, as whoever decides needs it.',
      'asked-by': 'people',
      request: 'schemas/service/gate-get-request.json',
      reply: 'schemas/service/gate-get-reply.json',
    },
  },
  controlGateDecide: {
    service: 'dome',
    endpoint: 'gate.decide',
    address: 'dome.svc.dome.gate.decide',
    request: validators.isGateDecideRequest,
    reply: validators.isGateDecideReply,
    messages: { request: 'GateDecideRequest', reply: 'GateDecideReply' },
    metadata: {
      description: 'Vote on a gate.',
      'asked-by': 'people',
      request: 'schemas/service/gate-decide-request.json',
      reply: 'schemas/service/gate-decide-reply.json',
    },
  },
  controlGateWithdraw: {
    service: 'dome',
    endpoint: 'gate.withdraw',
    address: 'dome.svc.dome.gate.withdraw',
    request: validators.isGateWithdrawRequest,
    reply: validators.isGateWithdrawReply,
    messages: { request: 'GateWithdrawRequest', reply: 'GateWithdrawReply' },
    metadata: {
      description: 'Take a vote back.',
      'asked-by': 'people',
      request: 'schemas/service/gate-withdraw-request.json',
      reply: 'schemas/service/gate-withdraw-reply.json',
    },
  },
  controlLawApply: {
    service: 'dome',
    endpoint: 'law.apply',
    address: 'dome.svc.dome.law.apply',
    request: validators.isLawApplyRequest,
    reply: validators.isLawApplyReply,
    messages: { request: 'LawApplyRequest', reply: 'LawApplyReply' },
    metadata: {
      description: 'Change the law.',
      'asked-by': 'people',
      request: 'schemas/service/law-apply-request.json',
      reply: 'schemas/service/law-apply-reply.json',
    },
  },
  controlLawList: {
    service: 'dome',
    endpoint: 'law.list',
    address: 'dome.svc.dome.law.list',
    request: validators.isLawListRequest,
    reply: validators.isLawListReply,
    messages: { request: 'LawListRequest', reply: 'LawListReply' },
    metadata: {
      description: 'The law in force.',
      'asked-by': 'people, view',
      request: 'schemas/service/law-list-request.json',
      reply: 'schemas/service/law-list-reply.json',
    },
  },
  controlLawGet: {
    service: 'dome',
    endpoint: 'law.get',
    address: 'dome.svc.dome.law.get',
    request: validators.isLawGetRequest,
    reply: validators.isLawGetReply,
    messages: { request: 'LawGetRequest', reply: 'LawGetReply' },
    metadata: {
      description: 'One document of law.',
      'asked-by': 'people, view',
      request: 'schemas/service/law-get-request.json',
      reply: 'schemas/service/law-get-reply.json',
    },
  },
  controlLawHistory: {
    service: 'dome',
    endpoint: 'law.history',
    address: 'dome.svc.dome.law.history',
    request: validators.isLawHistoryRequest,
    reply: validators.isLawHistoryReply,
    messages: { request: 'LawHistoryRequest', reply: 'LawHistoryReply' },
    metadata: {
      description: 'Who changed the law, when and why.',
      'asked-by': 'people, view',
      request: 'schemas/service/law-history-request.json',
      reply: 'schemas/service/law-history-reply.json',
    },
  },
  controlEnvironmentList: {
    service: 'dome',
    endpoint: 'environment.list',
    address: 'dome.svc.dome.environment.list',
    request: validators.isEnvironmentListRequest,
    reply: validators.isEnvironmentListReply,
    messages: { request: 'EnvironmentListRequest', reply: 'EnvironmentListReply' },
    metadata: {
      description: 'The environments and what stands in them.',
      'asked-by': 'people, view',
      request: 'schemas/service/environment-list-request.json',
      reply: 'schemas/service/environment-list-reply.json',
    },
  },
  controlEnvironmentGet: {
    service: 'dome',
    endpoint: 'environment.get',
    address: 'dome.svc.dome.environment.get',
    request: validators.isEnvironmentGetRequest,
    reply: validators.isEnvironmentGetReply,
    messages: { request: 'EnvironmentGetRequest', reply: 'EnvironmentGetReply' },
    metadata: {
      description: 'What stands in one environment.',
      'asked-by': 'people, view',
      request: 'schemas/service/environment-get-request.json',
      reply: 'schemas/service/environment-get-reply.json',
    },
  },
  controlDaemonList: {
    service: 'dome',
    endpoint: 'daemon.list',
    address: 'dome.svc.dome.daemon.list',
    request: validators.isDaemonListRequest,
    reply: validators.isDaemonListReply,
    messages: { request: 'DaemonListRequest', reply: 'DaemonListReply' },
    metadata: {
      description: 'The daemons of the fleet, with their slots and what they serve.',
      'asked-by': 'people, view',
      request: 'schemas/service/daemon-list-request.json',
      reply: 'schemas/service/daemon-list-reply.json',
    },
  },
  controlSkillList: {
    service: 'dome',
    endpoint: 'skill.list',
    address: 'dome.svc.dome.skill.list',
    request: validators.isSkillListRequest,
    reply: validators.isSkillListReply,
    messages: { request: 'SkillListRequest', reply: 'SkillListReply' },
    metadata: {
      description: 'What the fleet can run, who runs it, and what waits for it.',
      'asked-by': 'people, view',
      request: 'schemas/service/skill-list-request.json',
      reply: 'schemas/service/skill-list-reply.json',
    },
  },
  controlStreamList: {
    service: 'dome',
    endpoint: 'stream.list',
    address: 'dome.svc.dome.stream.list',
    request: validators.isStreamListRequest,
    reply: validators.isStreamListReply,
    messages: { request: 'StreamListRequest', reply: 'StreamListReply' },
    metadata: {
      description: 'The first and the last sequence of each stream that can be read.',
      'asked-by': 'people, view',
      request: 'schemas/service/stream-list-request.json',
      reply: 'schemas/service/stream-list-reply.json',
    },
  },
  controlHealth: {
    service: 'dome',
    endpoint: 'health',
    address: 'dome.svc.dome.health',
    request: validators.isHealthRequest,
    reply: validators.isHealthReply,
    messages: { request: 'HealthRequest', reply: 'HealthReply' },
    metadata: {
      description: 'The state of the control plane.',
      'asked-by': 'people',
      request: 'schemas/service/health-request.json',
      reply: 'schemas/service/health-reply.json',
    },
  },
  controlReplicaGet: {
    service: 'dome',
    endpoint: 'replica.get',
    address: 'dome.svc.dome.replica.get.{instance}',
    request: validators.isHealthRequest,
    reply: validators.isHealthReply,
    messages: { request: 'HealthRequest', reply: 'HealthReply' },
    metadata: {
      description: 'The state of one replica.',
      'asked-by': 'people',
      request: 'schemas/service/health-request.json',
      reply: 'schemas/service/health-reply.json',
    },
  },
} as const;
