// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
import { subjectToken as token, subjectWildcard as wildcard } from '../tokens.ts';

/** The address of each channel, with its parameters in braces. */
export const CHANNELS = {
  skillExecute: { address: 'dome.cmd.skill.execute.{pool}.{skill}', kind: 'command' },
  jobTransition: { address: 'dome.evt.job.{skill}.{runId}.{jobId}.{phase}', kind: 'transition' },
  jobNote: { address: 'dome.evt.job.{skill}.{runId}.{jobId}.note.{note}', kind: 'note' },
  jobLog: { address: 'dome.log.{runId}.{jobId}', kind: 'log' },
  runEvent: { address: 'dome.evt.run.{plan}.{runId}.{phase}', kind: 'run' },
  lawEvent: { address: 'dome.evt.law.{kind}.{name}.{phase}', kind: 'law' },
  liveJob: { address: 'dome.live.job.{skill}.{runId}.{jobId}.{phase}', kind: 'live' },
  liveNote: { address: 'dome.live.job.{skill}.{runId}.{jobId}.note.{note}', kind: 'live' },
  liveLock: { address: 'dome.live.lock.{lock}', kind: 'live' },
  liveLog: { address: 'dome.live.log.{runId}.{jobId}', kind: 'live' },
  liveRun: { address: 'dome.live.run.{plan}.{runId}.{phase}', kind: 'live' },
  liveLaw: { address: 'dome.live.law.{kind}.{name}.{phase}', kind: 'live' },
  runtimeCapabilityList: { address: 'dome.svc.domed.capability.list', kind: 'service' },
  runtimeCapabilityGet: { address: 'dome.svc.domed.capability.get', kind: 'service' },
  runtimeJobGet: { address: 'dome.svc.domed.job.get', kind: 'service' },
  runtimeJobCancel: { address: 'dome.svc.domed.job.cancel', kind: 'service' },
  runtimeLockList: { address: 'dome.svc.domed.lock.list', kind: 'service' },
  runtimeLockTake: { address: 'dome.svc.domed.lock.take', kind: 'service' },
  runtimeDrainSet: { address: 'dome.svc.domed.drain.set', kind: 'service' },
  runtimeArtifactPut: { address: 'dome.svc.domed.artifact.put', kind: 'service' },
  runtimeArtifactChunk: { address: 'dome.svc.domed.artifact.chunk.{instance}.{upload}', kind: 'service' },
  runtimeArtifactCommit: { address: 'dome.svc.domed.artifact.commit.{instance}.{upload}', kind: 'service' },
  runtimeArtifactGet: { address: 'dome.svc.domed.artifact.get', kind: 'service' },
  runtimeCursorGet: { address: 'dome.svc.domed.cursor.get', kind: 'service' },
  runtimeCursorMove: { address: 'dome.svc.domed.cursor.move', kind: 'service' },
  runtimeCursorList: { address: 'dome.svc.domed.cursor.list', kind: 'service' },
  runtimeCursorDelete: { address: 'dome.svc.domed.cursor.delete', kind: 'service' },
  runtimeHealth: { address: 'dome.svc.domed.health', kind: 'service' },
  runtimeDaemonGet: { address: 'dome.svc.domed.daemon.get.{instance}', kind: 'service' },
  controlPlanValidate: { address: 'dome.svc.dome.plan.validate', kind: 'service' },
  controlRunSubmit: { address: 'dome.svc.dome.run.submit', kind: 'service' },
  controlRunGet: { address: 'dome.svc.dome.run.get', kind: 'service' },
  controlRunList: { address: 'dome.svc.dome.run.list', kind: 'service' },
  controlRunCancel: { address: 'dome.svc.dome.run.cancel', kind: 'service' },
  controlLockBreak: { address: 'dome.svc.dome.lock.break', kind: 'service' },
  controlSkillDrain: { address: 'dome.svc.dome.skill.drain', kind: 'service' },
  controlSkillNeeded: { address: 'dome.svc.dome.skill.needed', kind: 'service' },
  controlGateList: { address: 'dome.svc.dome.gate.list', kind: 'service' },
  controlGateGet: { address: 'dome.svc.dome.gate.get', kind: 'service' },
  controlGateDecide: { address: 'dome.svc.dome.gate.decide', kind: 'service' },
  controlGateWithdraw: { address: 'dome.svc.dome.gate.withdraw', kind: 'service' },
  controlLawApply: { address: 'dome.svc.dome.law.apply', kind: 'service' },
  controlLawList: { address: 'dome.svc.dome.law.list', kind: 'service' },
  controlLawGet: { address: 'dome.svc.dome.law.get', kind: 'service' },
  controlLawHistory: { address: 'dome.svc.dome.law.history', kind: 'service' },
  controlEnvironmentList: { address: 'dome.svc.dome.environment.list', kind: 'service' },
  controlEnvironmentGet: { address: 'dome.svc.dome.environment.get', kind: 'service' },
  controlDaemonList: { address: 'dome.svc.dome.daemon.list', kind: 'service' },
  controlSkillList: { address: 'dome.svc.dome.skill.list', kind: 'service' },
  controlStreamList: { address: 'dome.svc.dome.stream.list', kind: 'service' },
  controlHealth: { address: 'dome.svc.dome.health', kind: 'service' },
  controlReplicaGet: { address: 'dome.svc.dome.replica.get.{instance}', kind: 'service' },
} as const;

export type ChannelName = keyof typeof CHANNELS;

/** Exact subjects; each token is checked against the grammar before it becomes part of one. */
export const subjects = {
  skillExecute: (of: { pool: string; skill: string }): string =>
    `dome.cmd.skill.execute.${token(of.pool, 'pool')}.${token(of.skill, 'skill')}`,
  jobTransition: (of: {
    skill: string;
    runId: string;
    jobId: string;
    phase: 'started' | 'retrying' | 'succeeded' | 'failed' | 'canceled' | 'timed-out' | 'refused' | 'parked';
  }): string =>
    `dome.evt.job.${token(of.skill, 'skill')}.${token(of.runId, 'runId')}.${token(of.jobId, 'jobId')}.${token(of.phase, 'phase')}`,
  jobNote: (of: {
    skill: string;
    runId: string;
    jobId: string;
    note: 'cancel-requested' | 'refused' | 'waiting' | 'lock-broken';
  }): string =>
    `dome.evt.job.${token(of.skill, 'skill')}.${token(of.runId, 'runId')}.${token(of.jobId, 'jobId')}.note.${token(of.note, 'note')}`,
  jobLog: (of: { runId: string; jobId: string }): string =>
    `dome.log.${token(of.runId, 'runId')}.${token(of.jobId, 'jobId')}`,
  runEvent: (of: {
    plan: string;
    runId: string;
    phase:
      | 'submitted'
      | 'iteration-started'
      | 'wave-started'
      | 'tasks-dispatched'
      | 'tasks-settled'
      | 'gate-decided'
      | 'approval-requested'
      | 'approval-given'
      | 'approval-withdrawn'
      | 'approval-reminded'
      | 'approval-expired'
      | 'promotion-decided'
      | 'cancel-requested'
      | 'finished';
  }): string => `dome.evt.run.${token(of.plan, 'plan')}.${token(of.runId, 'runId')}.${token(of.phase, 'phase')}`,
  lawEvent: (of: { kind: 'policy' | 'access' | 'environment'; name: string; phase: 'applied' | 'withdrawn' }): string =>
    `dome.evt.law.${token(of.kind, 'kind')}.${token(of.name, 'name')}.${token(of.phase, 'phase')}`,
  liveJob: (of: {
    skill: string;
    runId: string;
    jobId: string;
    phase: 'started' | 'retrying' | 'succeeded' | 'failed' | 'canceled' | 'timed-out' | 'refused' | 'parked';
  }): string =>
    `dome.live.job.${token(of.skill, 'skill')}.${token(of.runId, 'runId')}.${token(of.jobId, 'jobId')}.${token(of.phase, 'phase')}`,
  liveNote: (of: {
    skill: string;
    runId: string;
    jobId: string;
    note: 'cancel-requested' | 'refused' | 'waiting' | 'lock-broken';
  }): string =>
    `dome.live.job.${token(of.skill, 'skill')}.${token(of.runId, 'runId')}.${token(of.jobId, 'jobId')}.note.${token(of.note, 'note')}`,
  liveLock: (of: { lock: string }): string => `dome.live.lock.${token(of.lock, 'lock')}`,
  liveLog: (of: { runId: string; jobId: string }): string =>
    `dome.live.log.${token(of.runId, 'runId')}.${token(of.jobId, 'jobId')}`,
  liveRun: (of: {
    plan: string;
    runId: string;
    phase:
      | 'submitted'
      | 'iteration-started'
      | 'wave-started'
      | 'tasks-dispatched'
      | 'tasks-settled'
      | 'gate-decided'
      | 'approval-requested'
      | 'approval-given'
      | 'approval-withdrawn'
      | 'approval-reminded'
      | 'approval-expired'
      | 'promotion-decided'
      | 'cancel-requested'
      | 'finished';
  }): string => `dome.live.run.${token(of.plan, 'plan')}.${token(of.runId, 'runId')}.${token(of.phase, 'phase')}`,
  liveLaw: (of: { kind: 'policy' | 'access' | 'environment'; name: string; phase: 'applied' | 'withdrawn' }): string =>
    `dome.live.law.${token(of.kind, 'kind')}.${token(of.name, 'name')}.${token(of.phase, 'phase')}`,
  runtimeCapabilityList: (): string => 'dome.svc.domed.capability.list',
  runtimeCapabilityGet: (): string => 'dome.svc.domed.capability.get',
  runtimeJobGet: (): string => 'dome.svc.domed.job.get',
  runtimeJobCancel: (): string => 'dome.svc.domed.job.cancel',
  runtimeLockList: (): string => 'dome.svc.domed.lock.list',
  runtimeLockTake: (): string => 'dome.svc.domed.lock.take',
  runtimeDrainSet: (): string => 'dome.svc.domed.drain.set',
  runtimeArtifactPut: (): string => 'dome.svc.domed.artifact.put',
  runtimeArtifactChunk: (of: { instance: string; upload: string }): string =>
    `dome.svc.domed.artifact.chunk.${token(of.instance, 'instance')}.${token(of.upload, 'upload')}`,
  runtimeArtifactCommit: (of: { instance: string; upload: string }): string =>
    `dome.svc.domed.artifact.commit.${token(of.instance, 'instance')}.${token(of.upload, 'upload')}`,
  runtimeArtifactGet: (): string => 'dome.svc.domed.artifact.get',
  runtimeCursorGet: (): string => 'dome.svc.domed.cursor.get',
  runtimeCursorMove: (): string => 'dome.svc.domed.cursor.move',
  runtimeCursorList: (): string => 'dome.svc.domed.cursor.list',
  runtimeCursorDelete: (): string => 'dome.svc.domed.cursor.delete',
  runtimeHealth: (): string => 'dome.svc.domed.health',
  runtimeDaemonGet: (of: { instance: string }): string => `dome.svc.domed.daemon.get.${token(of.instance, 'instance')}`,
  controlPlanValidate: (): string => 'dome.svc.dome.plan.validate',
  controlRunSubmit: (): string => 'dome.svc.dome.run.submit',
  controlRunGet: (): string => 'dome.svc.dome.run.get',
  controlRunList: (): string => 'dome.svc.dome.run.list',
  controlRunCancel: (): string => 'dome.svc.dome.run.cancel',
  controlLockBreak: (): string => 'dome.svc.dome.lock.break',
  controlSkillDrain: (): string => 'dome.svc.dome.skill.drain',
  controlSkillNeeded: (): string => 'dome.svc.dome.skill.needed',
  controlGateList: (): string => 'dome.svc.dome.gate.list',
  controlGateGet: (): string => 'dome.svc.dome.gate.get',
  controlGateDecide: (): string => 'dome.svc.dome.gate.decide',
  controlGateWithdraw: (): string => 'dome.svc.dome.gate.withdraw',
  controlLawApply: (): string => 'dome.svc.dome.law.apply',
  controlLawList: (): string => 'dome.svc.dome.law.list',
  controlLawGet: (): string => 'dome.svc.dome.law.get',
  controlLawHistory: (): string => 'dome.svc.dome.law.history',
  controlEnvironmentList: (): string => 'dome.svc.dome.environment.list',
  controlEnvironmentGet: (): string => 'dome.svc.dome.environment.get',
  controlDaemonList: (): string => 'dome.svc.dome.daemon.list',
  controlSkillList: (): string => 'dome.svc.dome.skill.list',
  controlStreamList: (): string => 'dome.svc.dome.stream.list',
  controlHealth: (): string => 'dome.svc.dome.health',
  controlReplicaGet: (of: { instance: string }): string =>
    `dome.svc.dome.replica.get.${token(of.instance, 'instance')}`,
} as const;

/** Filters: a parameter that is left out matches any one token. */
export const filters = {
  skillExecute: (of: { pool?: string | undefined; skill?: string | undefined } = {}): string =>
    `dome.cmd.skill.execute.${wildcard(of.pool, 'pool')}.${wildcard(of.skill, 'skill')}`,
  jobTransition: (
    of: {
      skill?: string | undefined;
      runId?: string | undefined;
      jobId?: string | undefined;
      phase?:
        | 'started'
        | 'retrying'
        | 'succeeded'
        | 'failed'
        | 'canceled'
        | 'timed-out'
        | 'refused'
        | 'parked'
        | undefined;
    } = {},
  ): string =>
    `dome.evt.job.${wildcard(of.skill, 'skill')}.${wildcard(of.runId, 'runId')}.${wildcard(of.jobId, 'jobId')}.${wildcard(of.phase, 'phase')}`,
  jobNote: (
    of: {
      skill?: string | undefined;
      runId?: string | undefined;
      jobId?: string | undefined;
      note?: 'cancel-requested' | 'refused' | 'waiting' | 'lock-broken' | undefined;
    } = {},
  ): string =>
    `dome.evt.job.${wildcard(of.skill, 'skill')}.${wildcard(of.runId, 'runId')}.${wildcard(of.jobId, 'jobId')}.note.${wildcard(of.note, 'note')}`,
  jobLog: (of: { runId?: string | undefined; jobId?: string | undefined } = {}): string =>
    `dome.log.${wildcard(of.runId, 'runId')}.${wildcard(of.jobId, 'jobId')}`,
  runEvent: (
    of: {
      plan?: string | undefined;
      runId?: string | undefined;
      phase?:
        | 'submitted'
        | 'iteration-started'
        | 'wave-started'
        | 'tasks-dispatched'
        | 'tasks-settled'
        | 'gate-decided'
        | 'approval-requested'
        | 'approval-given'
        | 'approval-withdrawn'
        | 'approval-reminded'
        | 'approval-expired'
        | 'promotion-decided'
        | 'cancel-requested'
        | 'finished'
        | undefined;
    } = {},
  ): string =>
    `dome.evt.run.${wildcard(of.plan, 'plan')}.${wildcard(of.runId, 'runId')}.${wildcard(of.phase, 'phase')}`,
  lawEvent: (
    of: {
      kind?: 'policy' | 'access' | 'environment' | undefined;
      name?: string | undefined;
      phase?: 'applied' | 'withdrawn' | undefined;
    } = {},
  ): string => `dome.evt.law.${wildcard(of.kind, 'kind')}.${wildcard(of.name, 'name')}.${wildcard(of.phase, 'phase')}`,
  liveJob: (
    of: {
      skill?: string | undefined;
      runId?: string | undefined;
      jobId?: string | undefined;
      phase?:
        | 'started'
        | 'retrying'
        | 'succeeded'
        | 'failed'
        | 'canceled'
        | 'timed-out'
        | 'refused'
        | 'parked'
        | undefined;
    } = {},
  ): string =>
    `dome.live.job.${wildcard(of.skill, 'skill')}.${wildcard(of.runId, 'runId')}.${wildcard(of.jobId, 'jobId')}.${wildcard(of.phase, 'phase')}`,
  liveNote: (
    of: {
      skill?: string | undefined;
      runId?: string | undefined;
      jobId?: string | undefined;
      note?: 'cancel-requested' | 'refused' | 'waiting' | 'lock-broken' | undefined;
    } = {},
  ): string =>
    `dome.live.job.${wildcard(of.skill, 'skill')}.${wildcard(of.runId, 'runId')}.${wildcard(of.jobId, 'jobId')}.note.${wildcard(of.note, 'note')}`,
  liveLock: (of: { lock?: string | undefined } = {}): string => `dome.live.lock.${wildcard(of.lock, 'lock')}`,
  liveLog: (of: { runId?: string | undefined; jobId?: string | undefined } = {}): string =>
    `dome.live.log.${wildcard(of.runId, 'runId')}.${wildcard(of.jobId, 'jobId')}`,
  liveRun: (
    of: {
      plan?: string | undefined;
      runId?: string | undefined;
      phase?:
        | 'submitted'
        | 'iteration-started'
        | 'wave-started'
        | 'tasks-dispatched'
        | 'tasks-settled'
        | 'gate-decided'
        | 'approval-requested'
        | 'approval-given'
        | 'approval-withdrawn'
        | 'approval-reminded'
        | 'approval-expired'
        | 'promotion-decided'
        | 'cancel-requested'
        | 'finished'
        | undefined;
    } = {},
  ): string =>
    `dome.live.run.${wildcard(of.plan, 'plan')}.${wildcard(of.runId, 'runId')}.${wildcard(of.phase, 'phase')}`,
  liveLaw: (
    of: {
      kind?: 'policy' | 'access' | 'environment' | undefined;
      name?: string | undefined;
      phase?: 'applied' | 'withdrawn' | undefined;
    } = {},
  ): string => `dome.live.law.${wildcard(of.kind, 'kind')}.${wildcard(of.name, 'name')}.${wildcard(of.phase, 'phase')}`,
  runtimeArtifactChunk: (of: { instance?: string | undefined; upload?: string | undefined } = {}): string =>
    `dome.svc.domed.artifact.chunk.${wildcard(of.instance, 'instance')}.${wildcard(of.upload, 'upload')}`,
  runtimeArtifactCommit: (of: { instance?: string | undefined; upload?: string | undefined } = {}): string =>
    `dome.svc.domed.artifact.commit.${wildcard(of.instance, 'instance')}.${wildcard(of.upload, 'upload')}`,
  runtimeDaemonGet: (of: { instance?: string | undefined } = {}): string =>
    `dome.svc.domed.daemon.get.${wildcard(of.instance, 'instance')}`,
  controlReplicaGet: (of: { instance?: string | undefined } = {}): string =>
    `dome.svc.dome.replica.get.${wildcard(of.instance, 'instance')}`,
} as const;
