// Starts one daemon: its folder and catalogue, its parts, its service; it is ready when the fleet can see it.
import { join } from 'node:path';

import { connectPlane, followServerTime, requireTopology, skillDurable } from '@dome/bus';
import { STREAMS } from '@dome/contracts';
import { createFollowingClock, insist } from '@dome/runtime';

import { answerRequests } from './answer-requests.ts';
import { loadCatalogue } from './catalogue/load.ts';
import type { Catalogue } from './catalogue/load.ts';
import { buildCore } from './core.ts';
import type { Core, Opened } from './core.ts';
import type { DaemonOptions, TimedOptions } from './daemon-options.ts';
import { openInstanceFolder } from './workspace/instance-folder.ts';
import { openWorkFolder } from './workspace/work-folder.ts';

/** How many files left out of a skill are named in one line of the log. */
const FILES_NAMED_MAX = 20;

/** Provisioning and the accounts of the broker may come later than the daemon. */
const TOPOLOGY_WAIT = { what: 'topology', passing: ['TOPOLOGY_MISSING', 'FORBIDDEN'] } as const;

export async function startRuntimePlane(given: DaemonOptions): Promise<void> {
  const options: TimedOptions = { ...given, clock: createFollowingClock(given.clock) };
  const { config, identity, logger, shutdown, readiness } = options;
  const root = await openWorkFolder(join(config.workDir, 'instances'));
  const { instance } = identity;
  const folder = shutdown.use('folder', await openInstanceFolder({ root, instance, clock: given.clock, logger }));
  const loading = loadCatalogue({ dirs: [config.skillsDir], workDir: folder.path });
  // Whatever writes into the folder has ended before it is removed.
  shutdown.use('catalogue', { [Symbol.asyncDispose]: async () => void (await Promise.allSettled([loading])) });
  const catalogue = await loading;
  for (const err of catalogue.refused) logger.error({ err }, 'skill refused');
  for (const { descriptor, leftOut } of catalogue.skills.all) {
    const { name: skill, version } = descriptor;
    const files = leftOut.slice(0, FILES_NAMED_MAX);
    if (leftOut.length > 0)
      logger.warn(
        { skill, version, files, count: leftOut.length },
        'files that git does not track are no part of the skill: git add them, or ignore them',
      );
  }
  readiness.check('catalogue', () => emptiness(catalogue, config.skillsDir));
  const bus = await connectPlane({ ...options, name: options.identity.instance }, 'work');
  // A skill without its durable is merely not served.
  const terms = { clock: options.clock, logger, signal: shutdown.signal, readiness };
  await insist(() => requireTopology(bus, { account: 'DOMED', durables: [] }), { ...TOPOLOGY_WAIT, ...terms });
  const core = await buildCore(options, { bus, catalogue, folder });
  readiness.check('machine', () => core.machine.fault?.message);
  shutdown.use('services', await answerRequests(options, core));
  shutdown.use('jobs', { [Symbol.asyncDispose]: () => core.intake.drain(config.drainMs) });
  shutdown.use('announcements', core.bindings);
  // This copy tells whether a command is served elsewhere, so it must not be empty when the first command comes.
  await readFleet(options, core);
  await followTime(options, core);
  await core.bindings.start();
  // Once this daemon is reported ready, it is in the list.
  await readFleet(options, core);
  readiness.check('skills', () => idleness(core));
  const { served, unserved } = core.bindings;
  logger.info({ pool: identity.pool, slots: config.slots, guard: core.guard, served, unserved }, 'domed is ready');
}

/** A daemon without a skill waits for nothing: it must be given another catalogue. */
function emptiness({ skills, refused }: Catalogue, dir: string): string | undefined {
  if (skills.names.length > 0) return undefined;
  const reasons = refused.map(({ message }) => message);
  return [`There is no usable skill in ${dir}.`, ...reasons].join(' ');
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
  { bus, catalogue }: Opened,
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
