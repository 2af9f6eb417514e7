// The fleet as its daemons announce it, by daemon and by skill, with what waits for each skill. Pure.
import { LIMITS, compareVersions } from '@dome/contracts';
import type { Announcement, ListedDaemon, ListedSkill, ServedVersion } from '@dome/contracts';

import type { WaitingCommands } from '../ports.ts';

/** By instance. */
export function listedDaemons(announced: readonly Announcement[]): ListedDaemon[] {
  return [...grouped(announced, ({ instance }) => instance)].map(([instance, all]) => {
    const [first] = all;
    const announcedAt = all.flatMap((one) => one.announcedAt ?? []).toSorted()[0];
    return {
      instance,
      pools: [...new Set(all.map(({ pool }) => pool))].toSorted().slice(0, LIMITS.fleetPoolsShown),
      slots: first.slots,
      labels: first.labels,
      ...(announcedAt === undefined ? {} : { announcedAt }),
      skills: all.slice(0, LIMITS.fleetSkillsShown).map(({ pool, name, version, descriptorDigest }) => ({
        pool,
        name,
        version,
        descriptorDigest,
      })),
    };
  });
}

/** By pool and name: those that a daemon serves, and those whose commands wait for one. */
export function listedSkills(announced: readonly Announcement[], commands: readonly WaitingCommands[]): ListedSkill[] {
  const served = grouped(announced, skillKey);
  const waiting = new Map(commands.map((one) => [skillKey({ pool: one.pool, name: one.skill }), one]));
  const keys = [...new Set([...served.keys(), ...waiting.keys()])].toSorted();
  return keys.map((key) => {
    const [pool = '', name = ''] = key.split('.');
    const all = served.get(key) ?? [];
    const { waiting: count = 0, inHand = 0, redelivered = 0, parked = 0 } = waiting.get(key) ?? {};
    const versions = versionsOf(all);
    const title = all.find(({ version }) => version === versions[0]?.version)?.title;
    const counts = { waiting: count, inHand, redelivered, parked };
    return { pool, name, ...(title === undefined ? {} : { title }), versions, ...counts };
  });
}

/** The newest first. */
function versionsOf(announced: readonly Announcement[]): ServedVersion[] {
  const same = grouped(announced, ({ version, descriptorDigest }) => `${version} ${descriptorDigest}`);
  return [...same.values()]
    .map((all) => {
      const [{ version, descriptorDigest, drained }] = all;
      const slots = all.reduce((sum, one) => sum + one.slots, 0);
      return { version, descriptorDigest, daemons: all.length, slots, ...(drained === undefined ? {} : { drained }) };
    })
    .toSorted((a, b) => compareVersions(b.version, a.version))
    .slice(0, LIMITS.fleetVersionsShown);
}

/** Names hold no dot. */
export const skillKey = ({ pool, name }: Pick<Announcement, 'pool' | 'name'>): string => `${pool}.${name}`;

/** In the order of the keys. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const sorted = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  // No group is empty, which the type of the language's own grouping does not say.
  return Map.groupBy(sorted, keyOf) as Map<string, [T, ...T[]]>;
}
