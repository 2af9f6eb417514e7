// The fleet and the streams, for whoever watches. However many ask, the runtime is asked once a second.
import type { Announcement } from '@dome/contracts';

import type { WaitingCommands } from '../ports.ts';
import { listedDaemons, listedSkills, skillKey } from '../views/fleet.ts';
import { pagedByKey } from '../views/page.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Tuning: daemons renew their announcements every few seconds. */
const FRESH_MS = 1_000;

export function announcedDaemons({ discovery, now }: ServiceParts): Handler<'controlDaemonList'> {
  const announcedNow = fresh(() => discovery.announcements(), now);
  return async (request) => {
    const { items, next } = pagedByKey(listedDaemons(await announcedNow()), request, ({ instance }) => instance);
    return { daemons: items, ...(next === undefined ? {} : { next }) };
  };
}

export function fleetSkills({ discovery, fleet, now }: ServiceParts): Handler<'controlSkillList'> {
  const known = fresh(async (): Promise<[readonly Announcement[], readonly WaitingCommands[]]> => {
    return await Promise.all([discovery.announcements(), fleet.backlogs()]);
  }, now);
  return async ({ name, pool, ...page }) => {
    const all = listedSkills(...(await known()));
    const wanted = all.filter((one) => (name ?? one.name) === one.name && (pool ?? one.pool) === one.pool);
    const { items, next } = pagedByKey(wanted, page, skillKey);
    return { skills: items, ...(next === undefined ? {} : { next }) };
  };
}

/** As the leaders know them now, so that nobody is told of an end before what they have read. */
export function storedStreams({ streams }: ServiceParts): Handler<'controlStreamList'> {
  return async () => ({ streams: [...(await streams.ends())] });
}

/** The value of the last second, and one read at a time; a failure is not kept. */
function fresh<T>(read: () => Promise<T>, now: () => number): () => Promise<T> {
  let kept: { readonly atMs: number; readonly value: Promise<T> } | undefined;
  return () => {
    const atMs = now();
    if (kept !== undefined && Math.abs(atMs - kept.atMs) < FRESH_MS) return kept.value;
    const value = read();
    const reading = { atMs, value };
    kept = reading;
    value.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return value;
  };
}
