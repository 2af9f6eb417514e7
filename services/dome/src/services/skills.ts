// Versions of skills: which the open runs need, and which new ones shall not choose.
import { setTimeout as after } from 'node:timers/promises';

import { LIMITS, POOL_DEFAULT } from '@dome/contracts';
import type { Announcement, NeededSkill } from '@dome/contracts';

import { identityOf } from '../approvals/identity.ts';
import type { Discovery } from '../ports.ts';
import { limitOf } from '../views/page.ts';
import { neededSkills } from '../views/skill-needs.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Whoever may change the law may drain a version: it changes what every new run is locked to. */
export function drainVersion({ law, drains, index, caughtUp, logger }: ServiceParts): Handler<'controlSkillDrain'> {
  return async ({ pool = POOL_DEFAULT, ...request }, stamp) => {
    const by = identityOf(stamp);
    (await law.refresh()).access.requirePermission('law', by);
    const reply = await drains.setDrain({ ...request, pool, by });
    const { name, version, drained } = reply;
    logger.info({ pool, skill: name, version, by: by.user, isDrained: drained !== undefined }, 'version drained');
    await caughtUp();
    const needed = neededSkills(index.needing(), { pool, name, version });
    return { ...reply, runs: needed.reduce((sum, { skill }) => sum + skill.runs, 0) };
  };
}

/** By what is stored when it is asked: a run that was submitted before is counted. */
export function neededVersions({ index, caughtUp, discovery }: ServiceParts): Handler<'controlSkillNeeded'> {
  return async (request) => {
    await caughtUp();
    const needed = neededSkills(index.needing(), request).filter(({ key }) => key > (request.after ?? ''));
    const page = needed.slice(0, limitOf(request.limit));
    const announced = page.length === 0 ? [] : await announcedNow(discovery);
    const last = page.at(-1);
    return {
      needed: page.map(({ skill }) => ({ ...skill, ...servedAs(skill, announced) })),
      ...(last === undefined || page.length === needed.length ? {} : { next: last.key }),
    };
  };
}

/** Whoever asks what runs need must not wait because the runtime is away. */
const PATIENCE_MS = 2_000;

/** Undefined: nobody answers. */
async function announcedNow(discovery: Pick<Discovery, 'announcements'>): Promise<readonly Announcement[] | undefined> {
  const asked = discovery.announcements().catch(() => undefined);
  return await Promise.race([asked, after(PATIENCE_MS, undefined, { ref: false })]);
}

function servedAs(
  { pool, name, version, descriptorDigest }: NeededSkill,
  announced: readonly Announcement[] | undefined,
): Pick<NeededSkill, 'servedBy' | 'drained'> {
  if (announced === undefined) return {};
  const serving = announced.filter((one) => one.pool === pool && one.name === name && one.version === version);
  const exact = serving.filter((one) => one.descriptorDigest === descriptorDigest);
  const drained = serving[0]?.drained;
  const servedBy = exact.map(({ instance }) => instance).slice(0, LIMITS.neededServedShown);
  return { servedBy, ...(drained === undefined ? {} : { drained }) };
}
