// Builds one daemon from its parts, in the order of their dependencies, and registers each for shutdown.
import { mkdir, realpath } from 'node:fs/promises';
import { hostname, release } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import {
  connectPlane,
  announceLease,
  createPublisher,
  createSpaceWatch,
  followServerTime,
  readConsumerFacts,
  serverFacts,
  skillDurable,
  startPuller,
} from '@dome/bus';
import { startService } from '@dome/bus';
import type { Publisher, Puller, SpaceWatch } from '@dome/bus';
import { BUCKETS, CLOCKS, OBJECT_STORES, STREAMS } from '@dome/contracts';
import { createFollowingClock, makeFolder, watchProcess } from '@dome/runtime';
import type { Clock, FollowingClock, Logger, Shutdown } from '@dome/runtime';

import type { Bus } from './adapters/bus.ts';
import { gitSource } from './adapters/git.ts';
import { headerReader } from './adapters/headers.ts';
import { createPatientContent } from './adapters/patient-content.ts';
import { loadCatalogue } from './catalogue/load.ts';
import type { Catalogue } from './catalogue/load.ts';
import type { DomedConfig } from './config.ts';
import { announcementKey, announcementOf, createBindings } from './discovery/bindings.ts';
import type { Bindings, PullSpec } from './discovery/bindings.ts';
import { createExecutor } from './attempt/executor.ts';
import type { DaemonIdentity } from './identity.ts';
import { createHolds } from './intake/holds.ts';
import { createIntake } from './intake/intake.ts';
import type { Intake } from './intake/intake.ts';
import { createSlots } from './intake/slots.ts';
import type { Slots } from './intake/slots.ts';
import type { Machine } from './machine/machine.ts';
import { createOwnMachine } from './machine/own-machine.ts';
import { passedNames } from './process/passed-variables.ts';
import { provenanceBase } from './provenance/environment.ts';
import { declareEndpoints } from './services/declare.ts';
import { createDownloads } from './services/downloads.ts';
import { healthOf } from './services/health.ts';
import { createUploads } from './services/uploads.ts';
import { openStores } from './stores.ts';
import type { Stores } from './stores.ts';
import { openInstanceFolder } from './workspace/instance-folder.ts';
import type { InstanceFolder } from './workspace/instance-folder.ts';

export interface DaemonOptions {
  readonly config: DomedConfig;
  readonly identity: DaemonIdentity;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly shutdown: Shutdown;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** In addition to the credentials file of the configuration. */
  readonly secretFiles: readonly string[];
  readonly nonce: () => string;
}

/** Commands carry deadlines from another machine and were stored at the broker's time, so that time is used here. */
interface TimedOptions extends DaemonOptions {
  readonly clock: FollowingClock;
}

export async function startDaemon(given: DaemonOptions): Promise<void> {
  const options: TimedOptions = { ...given, clock: createFollowingClock(given.clock) };
  const { config, identity, logger, shutdown } = options;
  await makeFolder(config.workDir);
  const root = join(await realpath(config.workDir), 'instances');
  const { instance } = identity;
  const folder = shutdown.use('folder', await openInstanceFolder({ root, instance, clock: given.clock, logger }));
  const loading = loadCatalogue({ dirs: [config.skillsDir], workDir: folder.path });
  // Whatever writes into the folder has ended before it is removed.
  shutdown.use('catalogue', { [Symbol.asyncDispose]: async () => void (await Promise.allSettled([loading])) });
  const catalogue = await loading;
  for (const err of catalogue.refused) logger.error({ err }, 'skill refused');
  for (const [skill, { leftOut }] of catalogue.skills) {
    const files = leftOut.slice(0, FILES_NAMED_MAX);
    if (leftOut.length > 0)
      logger.warn(
        { skill, files, count: leftOut.length },
        'files that git does not track are no part of the skill: git add them, or ignore them',
      );
  }
  const bus = await connectPlane({ ...options, name: options.identity.instance }, 'work');
  const core = await buildCore(options, { bus, catalogue, folder });
  shutdown.use('services', await answer(options, core));
  shutdown.use('jobs', { [Symbol.asyncDispose]: () => core.intake.drain(config.drainMs) });
  shutdown.use('announcements', core.bindings);
  // This copy tells whether a command is served elsewhere, so it must not be empty when the first command comes.
  await readFleet(options, core);
  await followTime(options, core);
  await core.bindings.start();
  // Once this daemon is reported ready, it is in the list.
  await readFleet(options, core);
  const { served, unserved } = core.bindings;
  logger.info({ pool: identity.pool, slots: config.slots, guard: core.guard, served, unserved }, 'domed is ready');
}

/** Any of our durables tells it; one that is created later tells it when it is bound. */
async function followTime(
  { identity, clock, logger, shutdown }: TimedOptions,
  { bus, catalogue }: Opened,
): Promise<void> {
  const [skill] = catalogue.skills.keys();
  if (skill === undefined) return;
  const durable = { stream: STREAMS.SKILL_COMMANDS, durable: skillDurable({ pool: identity.pool, skill }) };
  shutdown.use(
    'server time',
    await followServerTime(bus, { durable, onTime: (wallMs) => clock.follow(wallMs), logger }),
  );
}

async function readFleet({ logger }: DaemonOptions, { ports }: Core): Promise<void> {
  await ports.directory.freshen(0).catch((err: unknown) => logger.warn({ err }, 'announcements cannot be read now'));
}

interface Opened {
  readonly bus: Bus;
  readonly catalogue: Catalogue;
  /** Of this instance. */
  readonly folder: InstanceFolder;
}

interface Core extends Opened {
  readonly publisher: Publisher;
  readonly ports: Stores;
  readonly space: SpaceWatch;
  readonly slots: Slots;
  readonly intake: Intake;
  readonly bindings: Bindings;
  readonly machine: Machine;
  readonly guard: string;
}

async function buildCore(options: TimedOptions, opened: Opened): Promise<Core> {
  const { config, identity, logger, clock, shutdown, environment } = options;
  const { bus, catalogue, folder } = opened;
  const passed = passedNames(config.passedVariables);
  const space = shutdown.use(
    'space',
    createSpaceWatch(bus, { account: 'DOMED', logger, onChange: () => bindings.poke() }),
  );
  const publisher = shutdown.use('publisher', createPublisher(bus, { logger, onTrouble: space.note }));
  const skills = [...catalogue.skills.keys()];
  const ports = await openStores(options, { bus, publisher, skills, onTrouble: space.note });
  const content = createPatientContent(ports.content, { clock, logger, ending: shutdown.signal });
  const executor = shutdown.use(
    'executor',
    createExecutor({
      ...{ workDir: folder.path, remover: folder.remover, source: content, clock, logger, environment },
      ...{ guard: config.guard, workRoot: config.workDir, hidden: hiddenFiles(options), passed },
      ...runnersFor(catalogue, config.slots),
    }),
  );
  const machine = shutdown.use(
    'machine',
    createOwnMachine({
      ...{ folder, executor, catalogue, clock, logger, skillsDir: config.skillsDir, uploadsDir: uploadsIn(folder) },
      onBroken: () => bindings.pause(),
      onWhole: () => bindings.resume(),
    }),
  );
  const slots = createSlots(config.slots, skills);
  const { instance, version } = identity;
  const intake = createIntake({
    ...{ ...ports, content, executor, slots, machine, logger, clock },
    holds: shutdown.use('holds', createHolds(clock)),
    skills: catalogue.skills,
    worker: { instance, host: hostname(), version },
    driftGraceMs: config.driftGraceMs,
    chance: Math.random,
    onRoom: () => bindings.poke(),
    provenance: provenanceBase({
      ...{ instance, version, nodeVersion: process.version, guard: executor.guard },
      ...{ platform: process.platform, arch: process.arch, release: release() },
      path: environment['PATH'] ?? '',
      variables: passed.filter((name) => environment[name] !== undefined),
      brokerVersion: serverFacts(bus).version,
      source: await gitSource(config.skillsDir),
    }),
  });
  const bindings = createSkillBindings(options, { ...opened, publisher, ports, space, slots, intake, machine });
  await executor.warm();
  await machine.watch();
  return { ...opened, publisher, ports, space, slots, intake, bindings, machine, guard: executor.guard };
}

function hiddenFiles({ config, secretFiles }: DaemonOptions): string[] {
  return config.natsCreds === undefined ? [...secretFiles] : [...secretFiles, config.natsCreds];
}

/** Runner processes are for node skills that do not run inside the daemon; without such skills none is kept. */
function runnersFor({ skills }: Catalogue, slots: number): { spareRunners: number; servedRunnersMax: number } {
  const isNeeded = [...skills.values()].some(({ run }) => run.using === 'node' && run.isolation === 'runner');
  return isNeeded ? { spareRunners: 1, servedRunnersMax: slots } : { spareRunners: 0, servedRunnersMax: 0 };
}

function createSkillBindings(options: TimedOptions, core: Omit<Core, 'bindings' | 'guard'>): Bindings {
  const { config, identity, clock, logger } = options;
  const { bus, publisher, ports, catalogue } = core;
  const { pool, instance } = identity;
  const stream = STREAMS.SKILL_COMMANDS;
  return createBindings({
    ...{ clock, logger, descriptors: ports.descriptors },
    skills: [...catalogue.skills.values()],
    ackWaitOf: async (skill) => {
      const facts = await readConsumerFacts(bus, { stream, durable: skillDurable({ pool, skill }) });
      if (facts?.serverTimeMs !== undefined) clock.follow(facts.serverTimeMs);
      return facts?.ackWaitMs;
    },
    announce: (skill, signal) =>
      announceLease({
        bucket: BUCKETS.domed_capabilities,
        key: announcementKey(skill, identity),
        value: encodeJson(announcementOf(skill, { pool, instance, slots: config.slots, nowMs: clock.now() })),
        ttlSeconds: Math.ceil(CLOCKS.capabilityLeaseMs / 1_000),
        ...{ publisher, logger, signal },
      }),
    pull: (of) => pull(options, core, of),
  });
}

/** A job that begins writes here, and must be able to end here. */
/** How many files left out of a skill are named in one line of the log. */
const FILES_NAMED_MAX = 20;
const NEEDED_BY_JOBS = [STREAMS.JOB_EVENTS, BUCKETS.domed_idempotency];

function pull(
  { identity, clock, logger }: DaemonOptions,
  core: Pick<Core, 'bus' | 'slots' | 'intake' | 'machine' | 'space'>,
  of: PullSpec,
): Puller {
  const { slots, intake, bus, machine, space } = core;
  const takes = (): boolean => machine.isTaking && space.shortage(NEEDED_BY_JOBS) === undefined;
  const { skill, ackWaitMs, onFault } = of;
  const { pool } = identity;
  return startPuller(bus, {
    ...{ stream: STREAMS.SKILL_COMMANDS, durable: skillDurable({ pool, skill }), logger, onFault },
    room: () => (takes() ? slots.roomOf(skill, clock.monotonicMs()) : 0),
    onDelivery: (delivery) => {
      const { payload, streamSequence, storedAtMs, deliveryCount } = delivery;
      slots.noteDelivery(skill, clock.monotonicMs());
      const header = headerReader(delivery.headers);
      const message = { pool, skill, payload, header, streamSequence, storedAtMs };
      intake.accept({ message, deliveryCount, settling: delivery, ackWaitMs });
    },
  });
}

function encodeJson(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function uploadsIn({ path }: InstanceFolder): string {
  return join(path, 'uploads');
}

/** Uploads and downloads end with the service that answers for them. */
async function answer(options: DaemonOptions, core: Core): Promise<AsyncDisposable> {
  const { config, identity, clock, logger, nonce, shutdown } = options;
  const { bus, ports, space, catalogue, folder, bindings, slots, intake, machine, guard } = core;
  const { instance, version, pool } = identity;
  const dir = uploadsIn(folder);
  await mkdir(dir, { recursive: true });
  const uploads = shutdown.use(
    'uploads',
    createUploads({
      ...{ dir, instance, clock, nonce, content: ports.content },
      shortage: () => space.shortage([OBJECT_STORES.domed_artifacts]),
    }),
  );
  const downloads = shutdown.use('downloads', createDownloads(ports.content, clock));
  const watch = shutdown.use('process watch', watchProcess({ logger }));
  const requests = await connectPlane({ ...options, name: instance }, 'requests');
  return await startService(requests, {
    ...{ name: 'domed', version, logger, description: 'The runtime plane of Dome' },
    metadata: { instance, pool, slots: String(config.slots), skills: [...catalogue.skills.keys()].join(',') },
    endpoints: declareEndpoints({
      ...{ ...ports, clock, instance, uploads, downloads },
      health: () =>
        healthOf({
          ...{ instance, version, guard, slots, inHand: intake.inHand, process: watch.facts() },
          space: space.current(),
          isConnected: !bus.isClosed() && bus.info !== undefined,
          isDraining: shutdown.signal.aborted,
          served: bindings.served,
          unserved: bindings.unserved,
          refused: catalogue.refused.map(({ message }) => message),
          machineFault: machine.fault?.message,
        }),
    }),
  });
}
