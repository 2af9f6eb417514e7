// Whether enough people have approved: so many with each role, and one person counts once, for one of their roles. Which
// role is chosen so that the most is covered: who came first is moved to another role of theirs where that makes room.
// So it never matters in which order people vote, and whoever counts once still counts when others follow.
import type { RequiredRole } from '@dome/contracts/portable';

export interface Approver {
  readonly roles: readonly string[];
}

export interface Tally<Voter extends Approver> {
  /** In the order in which they approved. */
  readonly counted: readonly Voter[];
  /** What nobody is left for, in the order required; nothing missing means enough. */
  readonly missing: readonly RequiredRole[];
}

/** Each role stands once in `required`. */
export function tallyOf<Voter extends Approver>(
  required: readonly RequiredRole[],
  approvers: readonly Voter[],
): Tally<Voter> {
  const places = required.map(({ role, count }): Place<Voter> => ({ role, count, taken: [] }));
  const counted = approvers.filter((voter) => seat(voter, places, new Set()));
  const missing = places
    .map(({ role, count, taken }) => ({ role, count: count - taken.length }))
    .filter(({ count }) => count > 0);
  return { counted, missing };
}

interface Missing {
  readonly required: readonly RequiredRole[];
  readonly missing: readonly RequiredRole[];
}

/** `release-manager` where one person is asked, else `2 of 3: needs 1 more release-manager`. */
export function missingText({ required, missing }: Missing): string {
  const asked = peopleIn(required);
  if (asked === 1) return required.map(({ role }) => role).join('');
  const more = missing.map(({ role, count }) => `${count} more ${role}`).join(' and ');
  return `${asked - peopleIn(missing)} of ${asked}${more === '' ? '' : `: needs ${more}`}`;
}

export const peopleIn = (roles: readonly RequiredRole[]): number => roles.reduce((sum, { count }) => sum + count, 0);

interface Place<Voter> {
  readonly role: string;
  readonly count: number;
  readonly taken: Voter[];
}

/** Gives the voter a place, if need be by moving another to a role that was not tried yet. */
function seat<Voter extends Approver>(voter: Voter, places: readonly Place<Voter>[], tried: Set<string>): boolean {
  for (const place of places) {
    const { role, count, taken } = place;
    if (!voter.roles.includes(role) || tried.has(role)) continue;
    tried.add(role);
    const leaves = taken.length < count ? taken.length : taken.findIndex((other) => seat(other, places, tried));
    if (leaves === -1) continue;
    taken[leaves] = voter;
    return true;
  }
  return false;
}
