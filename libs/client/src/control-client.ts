import { readStreamEnds } from '@dome/bus';
import type { ReadableStream, StreamEnds } from '@dome/bus';
import { CLOCKS, openEvent, TOPOLOGY } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/nats-core';
import type { AnyEvent } from '@dome/contracts';
import type { GateDecideReply, GateDecideRequest, GateListReply, GateListRequest, HealthReply } from '@dome/contracts';
import type { GateDetail, GateGetRequest } from '@dome/contracts';
import type { GateWithdrawReply, GateWithdrawRequest } from '@dome/contracts';
import type { LockBreakReply, LockBreakRequest } from '@dome/contracts';
import type { JobGetReply, JobGetRequest, PlanValidateReply, PlanValidateRequest } from '@dome/contracts';
import type { RunCancelReply, RunCancelRequest, RunListReply, RunListRequest, RunSubmitReply } from '@dome/contracts';
import type { EnvironmentListReply, EnvironmentListRequest, EnvironmentView } from '@dome/contracts';
import type { LawApplyReply, LawApplyRequest, LawGetReply, LawGetRequest, LawHistoryReply } from '@dome/contracts';
import type { LawHistoryRequest, LawListReply, LawListRequest, RunSubmitRequest, RunView } from '@dome/contracts';
import type { WrittenTrace } from '@dome/contracts';

import { createArtifactClient } from './artifacts.ts';
import type { ArtifactClient } from './artifacts.ts';
import { createAsker } from './ask.ts';
import type { AskOptions } from './ask.ts';
import { createCapabilities } from './capabilities.ts';
import type { Capabilities } from './capabilities.ts';
import { createInstances } from './instances.ts';
import type { Instances } from './instances.ts';
import { createCursors } from './cursors.ts';
import type { Cursors } from './cursors.ts';
import { createFleetRequests } from './fleet.ts';
import type { FleetRequests } from './fleet.ts';
import { followFiltered, followJobEvents, followRun } from './follow-events.ts';
import type { Followed, FollowEventsOptions, JobsOfInterest } from './follow-events.ts';
import { followLogs } from './follow-logs.ts';
import type { FollowLogsOptions, LogsOf, LogStep } from './follow-logs.ts';
import { liveLogs } from './live-logs.ts';
import type { LockRequests } from './locks.ts';
import { CONTROL_API, RUNTIME_API } from './prefixes.ts';
import { createVersionRequests } from './versions.ts';
import type { VersionRequests } from './versions.ts';
import { createBacklogs } from './backlog.ts';
import type { Backlogs } from './backlog.ts';

export interface FilteredStream {
  readonly stream: ReadableStream;
  readonly filters: readonly string[];
}

export interface ControlClientOptions {
  readonly ask?: AskOptions;
  /** The JetStream of both planes as this connection sees it. */
  readonly controlApiPrefix?: string;
  readonly runtimeApiPrefix?: string;
}

/**
 * What people may ask of both planes (broker account PEOPLE); the command line and the demo use it. Observers (VIEW) may ask for
 * runs, lists of gates, the law, environments and the fleet, and read the streams.
 */
export interface ControlClient {
  readonly plan: { validate(request: PlanValidateRequest): Promise<PlanValidateReply> };
  readonly runs: {
    /** The run belongs to the trace, if one is given. */
    submit(request: RunSubmitRequest, trace?: WrittenTrace): Promise<RunSubmitReply>;
    get(runId: string): Promise<RunView>;
    list(request?: RunListRequest): Promise<RunListReply>;
    cancel(request: RunCancelRequest): Promise<RunCancelReply>;
  };
  readonly gates: {
    list(request?: GateListRequest): Promise<GateListReply>;
    get(request: GateGetRequest): Promise<GateDetail>;
    decide(request: GateDecideRequest): Promise<GateDecideReply>;
    withdraw(request: GateWithdrawRequest): Promise<GateWithdrawReply>;
  };
  readonly law: {
    apply(request: LawApplyRequest): Promise<LawApplyReply>;
    list(request?: LawListRequest): Promise<LawListReply>;
    get(request: LawGetRequest): Promise<LawGetReply>;
    history(request?: LawHistoryRequest): Promise<LawHistoryReply>;
  };
  readonly environments: {
    list(request?: EnvironmentListRequest): Promise<EnvironmentListReply>;
    get(name: string): Promise<EnvironmentView>;
  };
  readonly skills: Capabilities;
  readonly versions: VersionRequests;
  readonly jobs: { get(request: JobGetRequest): Promise<JobGetReply> };
  readonly locks: LockRequests & { break(request: LockBreakRequest): Promise<LockBreakReply> };
  readonly artifacts: ArtifactClient;
  readonly cursors: Cursors;
  /** Of one replica, whichever answers. */
  health(): Promise<HealthReply>;
  readonly instances: Instances;
  readonly backlogs: Backlogs;
  readonly fleet: FleetRequests;
  /** The events of a run from a sequence on, oldest first; ends after `finished`. */
  followRun(runId: string, options?: FollowEventsOptions): AsyncGenerator<Followed, void>;
  /** Transitions of the run's jobs: what starts, retries and ends while a wave runs. */
  followJobEvents(of: JobsOfInterest, options?: FollowEventsOptions): AsyncGenerator<Followed, void>;
  /** The messages of one stream that match a filter, of all runs, oldest first. */
  followFiltered(of: FilteredStream, options?: FollowEventsOptions): AsyncGenerator<Followed, void>;
  /** The oldest and the next sequence of a stream. */
  streamEnds(stream: ReadableStream): Promise<StreamEnds>;
  followLogs(of: LogsOf, options?: FollowLogsOptions): AsyncGenerator<LogStep, void>;
  /** Log records as they are published, without any guarantee. */
  liveLogs(of: LogsOf, signal: AbortSignal): AsyncGenerator<AnyEvent, void>;
}

export function createControlClient(nc: NatsConnection, options: ControlClientOptions = {}): ControlClient {
  const asker = createAsker(nc, options.ask);
  const control = { nc, apiPrefix: options.controlApiPrefix ?? CONTROL_API, open: openEvent };
  const runtime = { nc, apiPrefix: options.runtimeApiPrefix ?? RUNTIME_API, open: openEvent };
  const viewOf = (stream: ReadableStream) => (TOPOLOGY.streams[stream].account === 'DOME' ? control : runtime);
  // Resolving a plan asks the fleet in turn.
  const slow = { timeoutMs: CLOCKS.askLongMs };
  return {
    plan: { validate: (request) => asker.ask('controlPlanValidate', request, slow) },
    runs: {
      submit: (request, trace = {}) => asker.ask('controlRunSubmit', request, { ...slow, trace }),
      get: async (runId) => (await asker.ask('controlRunGet', { runId })).run,
      list: (request = {}) => asker.ask('controlRunList', request),
      cancel: (request) => asker.ask('controlRunCancel', request),
    },
    gates: {
      list: (request = {}) => asker.ask('controlGateList', request),
      get: async (request) => (await asker.ask('controlGateGet', request)).gate,
      decide: (request) => asker.ask('controlGateDecide', request),
      withdraw: (request) => asker.ask('controlGateWithdraw', request),
    },
    law: {
      apply: (request) => asker.ask('controlLawApply', request, slow),
      list: (request = {}) => asker.ask('controlLawList', request),
      get: (request) => asker.ask('controlLawGet', request),
      history: (request = {}) => asker.ask('controlLawHistory', request),
    },
    environments: {
      list: (request = {}) => asker.ask('controlEnvironmentList', request),
      get: async (name) => (await asker.ask('controlEnvironmentGet', { name })).environment,
    },
    skills: createCapabilities(asker),
    versions: createVersionRequests(asker),
    jobs: { get: (request) => asker.ask('runtimeJobGet', request) },
    locks: {
      list: (request = {}) => asker.ask('runtimeLockList', request),
      break: (request) => asker.ask('controlLockBreak', request),
    },
    artifacts: createArtifactClient(asker),
    cursors: createCursors(asker),
    health: () => asker.ask('controlHealth', {}),
    instances: createInstances(nc, asker),
    backlogs: createBacklogs(nc, runtime.apiPrefix),
    fleet: createFleetRequests(asker),
    followRun: (runId, follow) => followRun(control, runId, follow),
    followJobEvents: (of, follow) => followJobEvents(runtime, of, follow),
    followFiltered: (of, follow) => followFiltered(viewOf(of.stream), of, follow),
    streamEnds: (stream) => readStreamEnds(nc, { stream, apiPrefix: viewOf(stream).apiPrefix }),
    followLogs: (of, follow) => followLogs(runtime, of, follow),
    liveLogs: (of, signal) => liveLogs(nc, of, signal),
  };
}
