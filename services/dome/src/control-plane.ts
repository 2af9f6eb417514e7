// Builds one replica from its parts, in the order in which they are needed. Disposal runs in reverse: no new requests,
// then no new deliveries, then no new writes, then no connection.
import {
  connectPlane,
  createSpaceWatch,
  followServerTime,
  readConsumerFacts,
  requireTopology,
  watchConnection,
} from '@dome/bus';
import type { ConnectionWatch, Delivery, NeededDurable, PlaneConnectionOptions, RunningService } from '@dome/bus';
import { RUNTIME_API, createRuntimeClient } from '@dome/client';
import { DomeError, LIMITS, STREAMS, TOPOLOGY } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';
import type { LawSource } from '@dome/planning';
import { createFollowingClock, insist, watchProcess } from '@dome/runtime';
import type { Clock, Insistence, Logger, ProcessFacts, Readiness, Shutdown } from '@dome/runtime';
import { compileSchema } from '@dome/skill-schema';
import { showConnection, showEventLoop } from '@dome/telemetry';
import type { Meters, Tracing } from '@dome/telemetry';
import type { NatsConnection } from '@nats-io/transport-node';

import { createDeliveryHandlers } from './adapters/deliveries.ts';
import type { DeliveryHandlers } from './adapters/deliveries.ts';
import { startDurable } from './adapters/durable.ts';
import type { Durable } from './adapters/durable.ts';
import { followRuns } from './adapters/follow-runs.ts';
import type { RunFollower } from './adapters/follow-runs.ts';
import { createNatsDecisionHistory, createNatsRunHistory } from './adapters/nats-run-history.ts';
import { createNatsRunStore } from './adapters/nats-run-store.ts';
import { createNatsStreams } from './adapters/nats-streams.ts';
import { createNatsTurns } from './adapters/nats-turns.ts';
import { createNatsRuntime } from './adapters/nats-runtime.ts';
import { startControlService } from './adapters/nats-service.ts';
import { startPlanningThread } from './adapters/planning-thread.ts';
import type { DomeConfig } from './config.ts';
import { createDispatcher } from './drive/dispatcher.ts';
import { createSettler } from './drive/settler.ts';
import { createRunCache } from './drive/run-cache.ts';
import { createEngine } from './drive/engine.ts';
import type { Outcome } from './drive/engine.ts';
import { createStandingIndex } from './environments/standing.ts';
import type { StandingIndex } from './environments/standing.ts';
import { openLaw } from './open-law.ts';
import type { RunStore } from './ports.ts';
import { countedStore, openPublisher } from './counted-writes.ts';
import { showReplica } from './show-replica.ts';
import { createRunIndex } from './views/run-index.ts';
import type { RunIndex } from './views/run-index.ts';
import { createHandlers } from './services/handlers.ts';
import type { Handlers } from './services/parts.ts';

export interface ControlPlaneOptions {
  readonly config: DomeConfig;
  /** The file of the broker password, if it can be read again. */
  readonly passwordFile?: string | undefined;
  readonly instance: string;
  readonly version: string;
  /** The documents of its folder; undefined if there is none. */
  readonly proposedLaw: readonly LawSource[] | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly shutdown: Shutdown;
  readonly readiness: Readiness;
  readonly meters: Meters;
  readonly tracing: Tracing;
  readonly nonce: () => string;
}

/**
 * Resolves when requests are answered and deliveries taken; a broker, a topology or a right that is missing is waited for.
 * @throws DomeError CONFIG_INVALID, LAW_INVALID, SERVER_TOO_OLD
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<void> {
  const { config, instance, logger, shutdown, tracing } = options;
  const connection = { ...options, name: `dome ${instance}` };
  const { nc, watch } = await connectToTopology(connection, options);
  const clock = await followTime(nc, options);
  const space = shutdown.use('space', createSpaceWatch(nc, { account: 'DOME', logger }));
  const publisher = openPublisher(nc, space, options);
  const runtime = createNatsRuntime(nc, createRuntimeClient(nc, { publisher, source: sourceOf(options), clock }));
  const terms = { clock, logger, passing: LATER, signal: shutdown.signal, readiness: options.readiness };
  const writing = { publisher, source: sourceOf(options), now: () => clock.now(), nonce: options.nonce, logger };
  const index = createRunIndex();
  const store = countedStore(createNatsRunStore(nc, writing), { index, clock, meters: options.meters });
  const { law, drift } = await openLaw(nc, { writing, shutdown, terms, proposed: options.proposedLaw });
  const cache = createRunCache(store);
  const standings = createStandingIndex();
  const conditions = () => ({ nowMs: clock.now(), law: law.law, standings: standings.current });
  const follower = await followAll(nc, { index, standings, store, shutdown, logger, terms });
  const turns = createNatsTurns(nc, publisher);
  const advancing = { runtime, conditions, refresh: () => Promise.all([law.refresh(), follower.caughtUp()]), turns };
  const work = { runtime, tracing, now: () => clock.now(), driftGraceMs: config.driftGraceMs, logger };
  const engine = createEngine({ ...advancing, ...work, cache, dispatcher: createDispatcher(work) });
  const settler = createSettler({ ...advancing, cache });
  const intake = createDeliveryHandlers({ ...work, engine, settler });
  const durables = await openDurables({ nc, intake, shutdown, logger, terms });
  showReplica(options.meters, { index, intake, inHand: durables.inHand, now: () => clock.now() });
  const planning = shutdown.use('planning', startPlanningThread({ logger }));
  const parts = {
    cache,
    index,
    caughtUp: (minSequence?: number) => follower.caughtUp(minSequence),
    history: createNatsRunHistory(nc, logger),
    decisions: createNatsDecisionHistory(nc, logger),
    ...runtimeParts(runtime),
    streams: createNatsStreams(nc),
    planning,
    law,
    turns,
    standings: () => standings.current,
    now: work.now,
    logger,
    openRunsMax: config.openRunsMax,
    shortage: () => space.shortage([STREAMS.RUN_EVENTS, STREAMS.SKILL_COMMANDS]),
  };
  const handlers = createHandlers(parts, {
    instance,
    version: options.version,
    settler: settler.counts,
    undecodable: () => intake.undecodable,
    stuck: () => intake.stuck,
    lawDrift: drift,
    inHand: durables.inHand,
    isConnected: () => watch.isConnected,
    isDraining: () => shutdown.signal.aborted,
    process: watchSelf(options),
    space: () => space.current(),
    pullFault: durables.pullFault,
  });
  await answerRequests(await connectPlane(connection, 'requests'), handlers, { ...options, terms });
  logger.info({ openRuns: index.openCount, lawSequence: law.law.sequence }, 'dome is ready');
}

type Answering = ControlPlaneOptions & Pick<Following, 'terms'>;

async function answerRequests(nc: NatsConnection, handlers: Handlers, options: Answering): Promise<void> {
  const { version, instance, logger, shutdown, meters, terms } = options;
  const answer = (): Promise<RunningService> =>
    startControlService(nc, handlers, { version, instance, logger, meters });
  shutdown.use('services', await insist(answer, { what: 'requests', ...terms }));
}

function watchSelf({ logger, shutdown, meters }: ControlPlaneOptions): () => ProcessFacts {
  const watch = shutdown.use('process watch', watchProcess({ logger }));
  showEventLoop(meters, () => watch.facts());
  return () => watch.facts();
}

/** Of everything that it writes. */
const sourceOf = ({ instance }: ControlPlaneOptions): string => `/dome/${instance}`;

const runtimeParts = (runtime: ReturnType<typeof createNatsRuntime>) => ({
  discovery: runtime,
  locks: runtime,
  drains: runtime,
  fleet: runtime,
});

/** Daemons on other machines read the deadlines that it sets. */
async function followTime(nc: NatsConnection, { clock, shutdown, logger }: ControlPlaneOptions): Promise<Clock> {
  const following = createFollowingClock(clock);
  const onTime = (wallMs: number): void => following.follow(wallMs);
  shutdown.use('server time', await followServerTime(nc, { durable: ENGINE_WORK, onTime, logger }));
  return following;
}

/** Compiling the first schema also compiles the meta-schema, a tenth of a second that no dispatch should pay for. */
function warmCompiler(): void {
  compileSchema({});
}

interface Following {
  readonly index: RunIndex;
  readonly standings: StandingIndex;
  readonly store: RunStore;
  readonly shutdown: Shutdown;
  readonly logger: Logger;
  readonly terms: Omit<Insistence, 'what'>;
}

/** A replica that no longer hears of runs shows old ones: it ends, and is started again. */
async function followAll(
  nc: NatsConnection,
  { index, standings, store, shutdown, logger, terms }: Following,
): Promise<RunFollower> {
  const follower = shutdown.use(
    'runs',
    await insist(() => followRuns(nc, { index, standings, store, logger }), { what: 'the runs', ...terms }),
  );
  follower.failed.catch((err: unknown) => {
    logger.error({ err }, 'runs cannot be followed');
    shutdown.begin('runs cannot be followed', 1);
  });
  return follower;
}

const RUNS_WORK = {
  stream: STREAMS.JOB_EVENTS,
  durable: TOPOLOGY.consumers.domeRuns.durable,
  apiPrefix: RUNTIME_API,
} as const satisfies NeededDurable;
const ENGINE_WORK = {
  stream: STREAMS.RUN_EVENTS,
  durable: TOPOLOGY.consumers.domeEngine.durable,
} as const satisfies NeededDurable;

/** Provisioning and the accounts of the broker may come later than the replica. */
const LATER: readonly ErrorCode[] = ['TOPOLOGY_MISSING', 'FORBIDDEN'];

async function connectToTopology(
  connection: PlaneConnectionOptions,
  { clock, logger, shutdown, readiness, meters }: ControlPlaneOptions,
): Promise<{ readonly nc: NatsConnection; readonly watch: ConnectionWatch }> {
  const nc = await connectPlane(connection, 'work');
  const watch = watchConnection(nc);
  showConnection(meters, watch);
  const needs = { account: 'DOME', durables: [RUNS_WORK, ENGINE_WORK] } as const;
  await insist(() => requireTopology(nc, needs), {
    what: 'topology',
    passing: LATER,
    clock,
    logger,
    readiness,
    signal: shutdown.signal,
  });
  return { nc, watch };
}

interface Durables {
  /** Deliveries that are being handled. */
  readonly inHand: () => number;
  /** Why pulling fails, or undefined while it works. */
  readonly pullFault: () => string | undefined;
}

interface OpeningDurables extends Pick<DurableWork, 'nc' | 'logger' | 'terms'> {
  readonly intake: DeliveryHandlers;
  readonly shutdown: Shutdown;
}

async function openDurables({ intake, shutdown, ...parts }: OpeningDurables): Promise<Durables> {
  const faults = new Map<string, string | undefined>();
  const work = { ...parts, faults };
  const runs = shutdown.use('terminals', await openDurable({ ...work, ...RUNS_WORK, handle: intake.terminal }));
  const engines = shutdown.use('run events', await openDurable({ ...work, ...ENGINE_WORK, handle: intake.runEvent }));
  warmCompiler();
  const pullFault = (): string | undefined => [...faults.values()].find((fault) => fault !== undefined);
  parts.terms.readiness?.check('durables', pullFault);
  return { inHand: () => runs.inHand + engines.inHand, pullFault };
}

interface DurableWork {
  readonly nc: NatsConnection;
  readonly logger: Logger;
  readonly faults: Map<string, string | undefined>;
  readonly terms: Omit<Insistence, 'what'>;
  readonly stream: string;
  readonly durable: string;
  readonly apiPrefix?: string;
  readonly handle: (delivery: Delivery) => Promise<Outcome>;
}

/** Heartbeats follow the ack wait that the broker has configured. */
async function openDurable({ nc, faults, logger, handle, terms, ...where }: DurableWork): Promise<Durable> {
  const { durable } = where;
  const facts = await insist(() => readConsumerFacts(nc, where), { what: `the durable ${durable}`, ...terms });
  if (facts === undefined) {
    throw new DomeError('TOPOLOGY_MISSING', { detail: `the durable ${durable} on ${where.stream} does not exist` });
  }
  return startDurable(nc, {
    ...where,
    ackWaitMs: facts.ackWaitMs,
    inHandMax: LIMITS.deliveriesInHand,
    handle,
    onFault: (fault) => void faults.set(durable, fault),
    logger,
  });
}
