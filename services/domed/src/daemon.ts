// Starts one daemon: its folder and catalogue, its parts, its service; it is ready when the fleet can see it.
import { join } from 'node:path';

import { connectPlane, followServerTime, requireTopology, skillDurable, watchConnection } from '@dome/bus';
import { STREAMS } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';
import { createFollowingClock, insist } from '@dome/runtime';
import { showConnection } from '@dome/telemetry';

import { answerRequests } from './answer-requests.ts';
import { buildCore } from './core.ts';
import type { Core, Opened } from './core.ts';
import type { DaemonOptions, TimedOptions } from './daemon-options.ts';
import { openCatalogue } from './open-catalogue.ts';
import { showDaemon } from './show-daemon.ts';
import { openInstanceFolder } from './workspace/instance-folder.ts';
import { openWorkFolder } from './workspace/work-folder.ts';

/** Provisioning and the accounts of the broker may come later than the daemon. */
const LATER: readonly ErrorCode[] = ['TOPOLOGY_MISSING', 'FORBIDDEN'];

export async function startRuntimePlane(given: DaemonOptions): Promise<void> {
  const options: TimedOptions = { ...given, clock: createFollowingClock(given.clock) };
  const { config, identity, logger, shutdown, readiness } = options;
  const root = await openWorkFolder(join(config.workDir, 'instances'));
  const { instance } = identity;
  const folder = shutdown.use('folder', await openInstanceFolder({ root, instance, clock: given.clock, logger }));
  const catalogue = await openCatalogue(options, folder);
  const bus = await connectPlane({ ...options, name: options.identity.instance }, 'work');
  const connection = watchConnection(bus);
  showConnection(options.meters, connection);
  // A skill without its durable is merely not served.
  const terms = { clock: options.clock, logger, passing: LATER, signal: shutdown.signal, readiness };
  await insist(() => requireTopology(bus, { account: 'DOMED', durables: [] }), { what: 'topology', ...terms });
  const core = await buildCore(options, { bus, connection, catalogue, folder });
  readiness.check('machine', () => core.machine.fault?.message);
  shutdown.use('services', await answerRequests(options, core, terms));
  shutdown.use('jobs', { [Symbol.asyncDispose]: () => core.intake.drain(config.drainMs) });
  shutdown.use('announcements', core.bindings);
  // This copy tells whether a command is served elsewhere, so it must not be empty when the first command comes.
  await readFleet(options, core);
  await followTime(options, core);
  await core.bindings.start();
  // Once this daemon is reported ready, it is in the list.
  await readFleet(options, core);
  readiness.check('skills', () => idleness(core));
  showDaemon(options, core);
  const { served, unserved } = core.bindings;
  logger.info({ pool: identity.pool, slots: config.slots, guard: core.guard, served, unserved }, 'domed is ready');
}

/** Nothing is announced without a durable; a daemon that serves one skill is of use. */
function idleness({ bindings: { served, unserved, lacking }, machine }: Core): string | undefined {
  if (served.length > 0 || unserved.length === 0 || machine.fault !== undefined) return undefined;
  const [first] = lacking;
  if (first !== undefined) return `No skill is served: ${first.join(' lacks ')}.`;
  return `No skill is served: there is no durable for ${unserved.join(', ')}. dome topology apply --skills makes them.`;
}

/** Any of our durables tells it; one that is created later tells it when it is bound. */
async function followTime(
  { identity, clock, logger, shutdown }: TimedOptions,
  { bus, catalogue }: Pick<Opened, 'bus' | 'catalogue'>,
): Promise<void> {
  const [skill] = catalogue.skills.names;
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
