// L6: dome dispatches only what discovery says exists: skill, version range, descriptor digest. Pure over the
// announcements.

import { DomeError, RANGE_DEFAULT, selectSkill } from '@dome/contracts';
import type { Announcement, SelectionRefusal } from '@dome/contracts';

import type { ExecuteRequest } from './command.ts';

/** The member of the request that holds each part of a reference to a skill. */
const POINTERS: Readonly<Record<SelectionRefusal['part'], string>> = {
  name: '/skill/name',
  pool: '/pool',
  range: '/skill/range',
  version: '/skill/version',
  digest: '/skill/descriptorDigest',
};

/**
 * The announcement that the request is bound to.
 * @throws DomeError CAPABILITY_MISSING (no such skill or version), DESCRIPTOR_DRIFT (another descriptor under the
 * name), INVALID_REQUEST (not a version range)
 */
export function requireCapability(
  skill: ExecuteRequest['skill'],
  pool: string,
  announcements: readonly Announcement[],
): Announcement {
  const wish = 'descriptorDigest' in skill ? skill : { name: skill.name, range: skill.range ?? RANGE_DEFAULT };
  const selection = selectSkill(announcements, { ...wish, pool });
  if (selection.ok) return selection.chosen;
  const { code, part, detail, hint } = selection.refusal;
  const where = { skill: skill.name, pool, pointer: POINTERS[part] };
  throw new DomeError(code, { detail, ...where, ...(hint === undefined ? {} : { hint }) });
}
