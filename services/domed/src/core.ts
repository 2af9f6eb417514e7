// The parts of a daemon that carry jobs, built in the order of their dependencies and registered for shutdown.
import { hostname, release } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';

import { createPublisher, createSpaceWatch, serverFacts } from '@dome/bus';
import type { ConnectionWatch, Publisher, SpaceWatch } from '@dome/bus';
import { writeMeter } from '@dome/telemetry';

import type { Bus } from './adapters/bus.ts';
import { gitSource } from './adapters/git.ts';
import { createMeteredLocks } from './adapters/metered-locks.ts';
import { createRetryingContent } from './adapters/retrying-content.ts';
import { createExecutor } from './attempt/executor.ts';
import type { WarmExecutor } from './attempt/executor.ts';
import type { Catalogue } from './catalogue/load.ts';
import type { LoadedSkill } from './catalogue/skill.ts';
import type { DaemonOptions, TimedOptions } from './daemon-options.ts';
import type { Bindings } from './discovery/bindings.ts';
import { createHolds } from './intake/holds.ts';
import { createIntake } from './intake/intake.ts';
import type { Intake } from './intake/intake.ts';
import { createSlots } from './intake/slots.ts';
import type { Slots } from './intake/slots.ts';
import { createLocks } from './locks/locks.ts';
import type { Locks } from './locks/locks.ts';
import type { Machine } from './machine/machine.ts';
import { createOwnMachine } from './machine/own-machine.ts';
import { passedNames } from './process/passed-variables.ts';
import type { LockStore } from './ports.ts';
import { provenanceBase } from './provenance/environment.ts';
import { skillSecretsIn } from './secrets/skill-secrets-in.ts';
import type { SkillSecrets } from './secrets/skill-secrets.ts';
import { createSkillBindings } from './serve-skills.ts';
import { openStores } from './stores.ts';
import type { Stores } from './stores.ts';
import type { InstanceFolder } from './workspace/instance-folder.ts';
import type { ContentSource } from './workspace/ports.ts';

export interface Opened {
  readonly bus: Bus;
  /** Whether `bus` has a server now. */
  readonly connection: ConnectionWatch;
  readonly catalogue: Catalogue;
  /** Of this instance. */
  readonly folder: InstanceFolder;
}

export interface Core extends Opened {
  readonly publisher: Publisher;
  readonly ports: Stores;
  readonly space: SpaceWatch;
  readonly slots: Slots;
  readonly intake: Intake;
  readonly bindings: Bindings;
  readonly machine: Machine;
  readonly guard: string;
  /** Processes kept for skills written for Node. */
  readonly runners: () => number;
}

interface ExecutorGround extends Opened {
  readonly content: ContentSource;
  readonly passed: readonly string[];
  readonly secrets: SkillSecrets;
}

export async function buildCore(options: TimedOptions, opened: Opened): Promise<Core> {
  const { config, identity, logger, clock, shutdown, meters } = options;
  const { bus, catalogue, folder } = opened;
  const passed = passedNames(config.passedVariables);
  const space = shutdown.use(
    'space',
    createSpaceWatch(bus, { account: 'DOMED', logger, onChange: () => bindings.poke() }),
  );
  const onEnded = writeMeter(meters, 'events');
  const publisher = shutdown.use('publisher', createPublisher(bus, { logger, onTrouble: space.note, onEnded }));
  const skills = catalogue.skills.names;
  meters.know('skill', skills);
  const ports = await openStores(options, { bus, publisher, skills, onTrouble: space.note });
  const content = createRetryingContent(ports.content, { clock, logger, ending: shutdown.signal });
  const secrets = await skillSecretsIn(config, options.salt);
  const executor = shutdown.use('executor', buildExecutor(options, { ...opened, content, passed, secrets }));
  const machine = shutdown.use(
    'machine',
    createOwnMachine({
      folder,
      executor,
      catalogue,
      clock,
      logger,
      skillsDir: config.skillsDir,
      uploadsDir: uploadsIn(folder),
      onBroken: () => bindings.pause(),
      onRecovered: () => bindings.resume(),
    }),
  );
  const slots = createSlots(config.slots, skills);
  const { instance, version } = identity;
  const intake = createIntake({
    ...ports,
    content,
    executor,
    slots,
    machine,
    logger,
    clock,
    holds: shutdown.use('holds', createHolds(clock)),
    locks: openLocks(options, ports.lockTables),
    usableVersions: (name) => bindings.usableVersions(name),
    worker: { instance, host: hostname(), version },
    driftGraceMs: config.driftGraceMs,
    chance: Math.random,
    onRoom: () => bindings.poke(),
    tracing: options.tracing,
    provenance: await provenanceOf(options, { bus, passed, guard: executor.guard }),
  });
  const lackOf = (skill: LoadedSkill): Promise<string | undefined> => secretsLack(skill, { secrets, executor });
  const served = { ...opened, publisher, ports, space, slots, intake, machine, lackOf };
  const bindings = createSkillBindings(options, served);
  await executor.warm();
  await machine.watch();
  return { ...served, bindings, guard: executor.guard, runners: () => executor.runners };
}

function openLocks(
  { config, identity, logger, clock, shutdown, meters, nonce }: TimedOptions,
  store: LockStore,
): Locks {
  const { instance } = identity;
  const { lockLeaseMs: leaseMs } = config;
  return createMeteredLocks(
    shutdown.use('locks', createLocks({ store, instance, leaseMs, clock, logger, nonce })),
    meters,
  );
}

/** What keeps a skill from getting its secrets here; undefined if nothing does. */
async function secretsLack(
  { descriptor }: LoadedSkill,
  { secrets, executor }: { readonly secrets: SkillSecrets; readonly executor: WarmExecutor },
): Promise<string | undefined> {
  const hasFiles = descriptor.secrets?.some(({ as }) => as === 'file') === true;
  return (await secrets.lackOf(descriptor)) ?? (hasFiles ? await executor.filesFault() : undefined);
}

function buildExecutor(
  options: TimedOptions,
  { folder, catalogue, content, passed, secrets }: ExecutorGround,
): WarmExecutor {
  const { config, logger, clock, environment } = options;
  return createExecutor({
    workDir: folder.path,
    remover: folder.remover,
    source: content,
    clock,
    logger,
    environment,
    guard: config.guard,
    // That of all daemons, and not the work folder itself: a table of mounts skips what is a mount already, such as a volume.
    workRoot: dirname(folder.path),
    hidden: hiddenFiles(options),
    passed,
    secrets,
    ...runnersFor(catalogue, config.slots),
  });
}

async function provenanceOf(
  { identity: { instance, version }, config, environment, logger }: DaemonOptions,
  { bus, passed, guard }: { readonly bus: Bus; readonly passed: readonly string[]; readonly guard: string },
): Promise<ReturnType<typeof provenanceBase>> {
  return provenanceBase({
    instance,
    version,
    nodeVersion: process.version,
    guard,
    platform: process.platform,
    arch: process.arch,
    release: release(),
    path: environment['PATH'] ?? '',
    variables: passed.filter((name) => environment[name] !== undefined),
    brokerVersion: serverFacts(bus).version,
    source: await gitSource(config.skillsDir).catch((err: unknown) => {
      logger.warn({ err, dir: config.skillsDir }, 'git cannot tell the source of the skills, records name none');
      return undefined;
    }),
  });
}

/** The exporter of spans reads the paths of its keys by itself. */
const COLLECTOR_KEYS = ['OTEL_EXPORTER_OTLP_CLIENT_KEY', 'OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY'];

function hiddenFiles({ config, secretFiles, environment }: DaemonOptions): string[] {
  const { natsCreds, natsNkey, natsTlsKey, secretsDir } = config;
  const keys = COLLECTOR_KEYS.flatMap((name) => environment[name] || []).map((path) => resolve(path));
  return [...secretFiles, natsCreds, natsNkey, natsTlsKey, secretsDir, ...keys].filter((path) => path !== undefined);
}

/** Runner processes are for node skills that do not run inside the daemon; without such skills none is kept. */
function runnersFor({ skills }: Catalogue, slots: number) {
  const served = skills.all.filter(({ run }) => run.using === 'node' && run.isolation === 'runner');
  if (served.length === 0) return { spareRunners: 0, servedRunnersMax: 0 };
  const runnersHaveMemory = served.some(({ descriptor }) => descriptor.secrets?.some(({ as }) => as === 'file'));
  return { spareRunners: 1, servedRunnersMax: slots, runnersHaveMemory };
}

export function uploadsIn({ path }: InstanceFolder): string {
  return join(path, 'uploads');
}
