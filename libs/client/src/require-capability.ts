// L6: dome dispatches only what discovery says exists: skill, version range, descriptor digest. This is the decision,
// pure over what the fleet announces; each refusal names what was asked and what there is.

import { DomeError } from '@dome/contracts';
import type { Announcement } from '@dome/contracts';
import { maxSatisfying, satisfies } from 'semver';

import type { ExecuteRequest } from './command.ts';

/**
 * The announcement that the request is bound to.
 * @throws DomeError CAPABILITY_MISSING (no such skill, no such version), DESCRIPTOR_DRIFT (other words under the name)
 */
export function requireCapability(
  skill: ExecuteRequest['skill'],
  pool: string,
  announcements: readonly Announcement[],
): Announcement {
  const serving = announcements.filter((one) => one.name === skill.name && one.pool === pool);
  if (serving.length === 0) {
    const detail = `No daemon announces the skill ${skill.name} in the pool ${pool}.`;
    throw new DomeError('CAPABILITY_MISSING', { detail, skill: skill.name, pool, pointer: '/skill/name' });
  }
  return 'descriptorDigest' in skill ? requireLocked(skill, serving) : requireRange(skill, serving);
}

function requireLocked(
  skill: { name: string; version: string; descriptorDigest: string },
  serving: readonly Announcement[],
): Announcement {
  const same = serving.find((one) => one.descriptorDigest === skill.descriptorDigest && one.version === skill.version);
  if (same !== undefined) return same;
  const known = serving.find((one) => one.version === skill.version);
  if (known === undefined) throw versionMissing(skill.name, skill.version, serving);
  const detail =
    `${skill.name}@${skill.version} is announced with the descriptor ${known.descriptorDigest}, ` +
    `not with the locked ${skill.descriptorDigest}.`;
  throw new DomeError('DESCRIPTOR_DRIFT', { detail, skill: skill.name, pointer: '/skill/descriptorDigest' });
}

function requireRange(skill: { name: string; range?: string }, serving: readonly Announcement[]): Announcement {
  const range = skill.range ?? '*';
  const best = maxSatisfying(
    serving.map((one) => one.version),
    range,
  );
  const found = serving.find((one) => one.version === best && satisfies(one.version, range));
  if (found === undefined) throw versionMissing(skill.name, range, serving);
  return found;
}

function versionMissing(name: string, wanted: string, serving: readonly Announcement[]): DomeError {
  const versions = [...new Set(serving.map((one) => one.version))].join(', ');
  const detail = `${name} is announced as ${versions}; ${wanted} is wanted.`;
  return new DomeError('CAPABILITY_MISSING', { detail, skill: name, pointer: '/skill/version' });
}
