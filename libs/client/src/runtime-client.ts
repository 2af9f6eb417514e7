import type { Publisher } from '@dome/bus';
import { openEvent } from '@dome/contracts';
import type { HealthReply } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/nats-core';

import { createArtifactClient } from './artifacts.ts';
import type { ArtifactClient } from './artifacts.ts';
import { createAsker } from './ask.ts';
import type { AskOptions } from './ask.ts';
import { createBacklogs } from './backlog.ts';
import type { Backlogs } from './backlog.ts';
import { createCapabilities } from './capabilities.ts';
import type { Capabilities } from './capabilities.ts';
import type { ClientClock } from './clock.ts';
import { createDispatch } from './dispatch.ts';
import type { Dispatch } from './dispatch.ts';
import { followJobEvents } from './follow-events.ts';
import type { Followed, FollowEventsOptions, JobsOfInterest } from './follow-events.ts';
import { followLogs } from './follow-logs.ts';
import type { FollowLogsOptions, LogsOf, LogStep } from './follow-logs.ts';
import { createJobs } from './jobs.ts';
import type { Jobs } from './jobs.ts';
import { createLockRequests } from './locks.ts';
import type { RuntimeLockRequests } from './locks.ts';
import { RUNTIME_API } from './prefixes.ts';
import { createDrainRequests } from './versions.ts';
import type { DrainRequests } from './versions.ts';

export interface RuntimeClientOptions {
  /** The runtime plane's JetStream as this connection sees it. */
  readonly apiPrefix?: string;
  readonly publisher: Publisher;
  /** `/dome/<instance>`. */
  readonly source: string;
  readonly clock: ClientClock;
  readonly ask?: AskOptions;
  /** How old a discovery answer may be when it agrees. */
  readonly freshMs?: number;
}

export interface RuntimeClient extends Dispatch {
  readonly capabilities: Capabilities;
  readonly jobs: Jobs;
  readonly locks: RuntimeLockRequests;
  readonly drains: DrainRequests;
  readonly backlogs: Backlogs;
  readonly artifacts: ArtifactClient;
  /** Of one daemon, whichever answers. */
  health(): Promise<HealthReply>;
  /** Transitions (and notes) of the jobs of interest from a sequence on, oldest first. */
  followJobEvents(of: JobsOfInterest, options?: FollowEventsOptions): AsyncGenerator<Followed, void>;
  followLogs(of: LogsOf, options?: FollowLogsOptions): AsyncGenerator<LogStep, void>;
}

/** The runtime, for the control plane (broker user `dome`). */
export function createRuntimeClient(nc: NatsConnection, options: RuntimeClientOptions): RuntimeClient {
  const { publisher, source, clock, freshMs } = options;
  const asker = createAsker(nc, options.ask);
  const capabilities = createCapabilities(asker, freshMs === undefined ? {} : { freshMs });
  const view = { nc, apiPrefix: options.apiPrefix ?? RUNTIME_API, open: openEvent };
  const dispatch = createDispatch({ capabilities, publisher, source, clock });
  return {
    capabilities,
    jobs: createJobs(asker),
    locks: createLockRequests(asker),
    drains: createDrainRequests(asker),
    backlogs: createBacklogs(nc, view.apiPrefix),
    artifacts: createArtifactClient(asker),
    prepare: (request) => dispatch.prepare(request),
    submit: (prepared) => dispatch.submit(prepared),
    health: () => asker.ask('runtimeHealth', {}),
    followJobEvents: (of, follow) => followJobEvents(view, of, follow),
    followLogs: (of, follow) => followLogs(view, of, follow),
  };
}
