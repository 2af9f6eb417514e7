// The fleet and its locks as this page heard of them last. The fold is that of `dome top`; an observer may ask less of it.
import {
  allPages,
  createBacklogs,
  createInstances,
  createLeanPut,
  NOTHING_HEARD,
  rowsOf,
  RUNTIME_API,
  sampleFleet,
  withSample,
} from '@dome/client/portable';
import type { FleetSource } from '@dome/client/portable';
import { DomeError, LIMITS, toDomeError } from '@dome/contracts/portable';
import type { ListedSkill, LockView } from '@dome/contracts/portable';
import { computed } from '@preact/signals';

import type { Session } from '../nats/connection.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { sessionSignal } from './session-signal.ts';

export interface SeenLocks {
  readonly locks: readonly LockView[];
  /** Absent: they were never heard. */
  readonly heardAtMs?: number;
  /** Why they are older than the rest. */
  readonly fault?: string;
}

export const fleet = sessionSignal(NOTHING_HEARD);
export const fleetRows = computed(() => rowsOf(fleet.value));

export const seenLocks = sessionSignal<SeenLocks>({ locks: [] });

export async function askFleet(session: Session): Promise<void> {
  const [sample] = await Promise.all([sampleFleet(fleetSourceOf(session)), askLocks(session)]);
  fleet.value = withSample(fleet.value, sample, Date.now());
}

export async function askLocks(session: Session): Promise<void> {
  try {
    seenLocks.value = { locks: await allLocks(session), heardAtMs: Date.now() };
  } catch (error) {
    seenLocks.value = { ...seenLocks.value, fault: toDomeError(error).message };
  }
}

function allLocks({ user, ask }: Session): Promise<LockView[]> {
  if (user === OBSERVER) throw observersMayNot('ask for locks');
  return allPages(
    (after) => ask('runtimeLockList', { limit: LIMITS.listMax, ...after }),
    ({ locks }) => locks,
  );
}

/** The broker would refuse it each time, and log that. */
const observersMayNot = (what: string): DomeError =>
  new DomeError('FORBIDDEN', { detail: `An observer may not ${what}: sign in as a person.` });

/** Sources that were made once keep what they have read. */
const sources = new WeakMap<Session, FleetSource>();

function fleetSourceOf(session: Session): FleetSource {
  const known = sources.get(session);
  if (known !== undefined) return known;
  const made = session.user === OBSERVER ? observedSource(session) : askedSource(session);
  sources.set(session, made);
  return made;
}

function askedSource({ nc, ask }: Session): FleetSource {
  const instances = createInstances(nc, createLeanPut(nc));
  const backlogs = createBacklogs(nc, RUNTIME_API);
  return {
    replicas: () => instances.replicas(),
    daemons: () => instances.daemons(),
    announcements: () =>
      allPages(
        (after) => ask('runtimeCapabilityList', { limit: LIMITS.listMax, ...after }),
        ({ capabilities }) => capabilities,
      ),
    backlog: async () => {
      const [skills, oldestAt] = await Promise.all([backlogs.list(), backlogs.oldestAt()]);
      return { skills, ...(oldestAt === undefined ? {} : { oldestAt }) };
    },
  };
}

/** The control plane lists the fleet for those who may not ask the runtime. */
function observedSource({ ask }: Session): FleetSource {
  const forbidden = (what: string) => () => Promise.reject(observersMayNot(what));
  return {
    replicas: forbidden('ask each replica'),
    daemons: forbidden('ask each daemon'),
    announcements: async () => {
      const daemons = await allPages(
        (after) => ask('controlDaemonList', { limit: LIMITS.listMax, ...after }),
        (page) => page.daemons,
      );
      return daemons.flatMap(({ instance, slots, announcedAt, skills }) =>
        skills.map((skill) => ({ ...skill, instance, slots, ...(announcedAt === undefined ? {} : { announcedAt }) })),
      );
    },
    backlog: async () => {
      const skills = await skillsOfFleet(ask);
      return {
        skills: skills.map(({ pool, name, waiting, inHand, redelivered, parked }) => ({
          pool,
          skill: name,
          waiting,
          inHand,
          redelivered,
          parked,
        })),
      };
    },
  };
}

export const skillsOfFleet = (ask: Session['ask']): Promise<ListedSkill[]> =>
  allPages(
    (after) => ask('controlSkillList', { limit: LIMITS.listMax, ...after }),
    ({ skills }) => skills,
  );
