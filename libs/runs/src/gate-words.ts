// Whom a gate asks, and what a vote of the person who looks would be worth, in the words of whoever shows it. Names and
// reasons are as people wrote them: a terminal has to make them harmless.
import type { GateAsking, GateDetail, VoteRight } from '@dome/contracts/portable';

import { peopleText } from './people-text.ts';
import { missingText, peopleIn } from './quorum.ts';

/** `anyone with the role security, within 59m; without an answer the gate rejects` */
export function asksText(
  { required, deadline, onExpiry }: GateAsking,
  { nowMs, spanText }: { readonly nowMs: number; readonly spanText: (ms: number) => string },
): string {
  const whom = peopleIn(required) === 1 ? `anyone with the role ${peopleText(required)}` : peopleText(required);
  const leftMs = Date.parse(deadline) - nowMs;
  const then = onExpiry === 'APPROVE' ? 'approves' : 'rejects';
  return leftMs <= 0
    ? `${whom}; the time is over`
    : `${whom}, within ${spanText(leftMs)}; without an answer the gate ${then}`;
}

/** Undefined where one person is asked: either nobody has approved, or the gate is closed. */
export function hasText({ required, missing, votes }: GateAsking): string | undefined {
  if (peopleIn(required) === 1) return undefined;
  const by = votes.filter(({ verdict }) => verdict === 'approve').map((vote) => vote.by);
  return `${missingText({ required, missing })}${by.length === 0 ? '' : `; approved by ${by.join(', ')}`}`;
}

/** What the person who looks may do. */
export function viewerText({ you: { approve, reject, user } }: Pick<GateDetail, 'you'>): string {
  if (approve.allowed && reject.allowed) return `${user} may approve or reject`;
  if (reject.allowed) return `${whyNot(approve)}; ${user} may reject it`;
  return approve.allowed ? `${user} may approve; ${whyNot(reject)}` : whyNot(approve);
}

/** Why a vote would be refused. */
export const whyNot = ({ detail = 'the vote would not be taken' }: VoteRight): string => detail;

/** Whose approval is missing and would be taken: `grace, linus (release-manager)`; undefined: nobody's. */
export function votersText({ asking }: Pick<GateDetail, 'asking'>): string | undefined {
  const { voters: all = [], missing = [] } = asking ?? {};
  const voters = all.filter(({ role, users }) => users.length > 0 && missing.some((one) => one.role === role));
  if (voters.length === 0) return undefined;
  return voters.map(({ role, users }) => `${namesText(users)} (${role})`).join(', ');
}

const NAMES_SHOWN = 8;

function namesText(users: readonly string[]): string {
  const more = users.length > NAMES_SHOWN ? ` and ${users.length - NAMES_SHOWN} more` : '';
  return `${users.slice(0, NAMES_SHOWN).join(', ')}${more}`;
}
