// Whom a gate asks, who has said what, and what a vote of the person who looks would be worth.
import type { GateAsking, GateDetail, VoteRight } from '@dome/contracts';
import { missingText, peopleIn } from '@dome/runs';

import { showAge, showDuration } from '../durations.ts';
import { oneLine } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import { gateWidth } from './gate-look.ts';
import type { GateLook } from './gate-look.ts';
import { peopleText } from './people-text.ts';

/** `anyone with the role security, within 59m` */
export function asksText({ required, deadline, onExpiry }: GateAsking, nowMs: number): string {
  const whom = peopleIn(required) === 1 ? `anyone with the role ${peopleText(required)}` : peopleText(required);
  const leftMs = Date.parse(deadline) - nowMs;
  const then = onExpiry === 'APPROVE' ? 'approves' : 'rejects';
  return leftMs <= 0
    ? `${whom}; the time is over`
    : `${whom}, within ${showDuration(leftMs)}; without an answer the gate ${then}`;
}

/** Undefined where one person is asked: either nobody has approved, or the gate is closed. */
export function hasText({ required, missing, votes }: GateAsking): string | undefined {
  if (peopleIn(required) === 1) return undefined;
  const by = votes.filter(({ verdict }) => verdict === 'approve').map((vote) => oneLine(vote.by));
  return `${missingText({ required, missing })}${by.length === 0 ? '' : `; approved by ${by.join(', ')}`}`;
}

/** What the person who looks may do. */
export function viewerText({ you }: GateDetail): string {
  const { approve, reject } = you;
  const user = oneLine(you.user);
  if (approve.allowed && reject.allowed) return `${user} may approve or reject`;
  if (reject.allowed) return `${whyNot(approve)}; ${user} may reject it`;
  return approve.allowed ? `${user} may approve; ${whyNot(reject)}` : whyNot(approve);
}

const whyNot = ({ detail = 'the vote would not be taken' }: VoteRight): string => oneLine(detail);

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
  return `${users.slice(0, NAMES_SHOWN).map(oneLine).join(', ')}${more}`;
}

/** Who has voted, when and why; who took a vote back; who else could vote. */
export function voteLines({ detail }: { readonly detail: GateDetail }, look: GateLook): string[] {
  const { asking, state } = detail;
  if (asking === undefined) return [];
  const { paint } = look.sink;
  const marks = {
    approve: paint('green', look.symbols.success),
    reject: paint('red', look.symbols.failure),
    back: paint('gray', look.symbols.cancellation),
  };
  const ago = (at: string): string => `${showAge(look.nowMs - Date.parse(at))} ago`;
  const because = (reason: string | undefined): string => (reason === undefined ? '' : `: "${oneLine(reason)}"`);
  const said = [
    ...asking.votes.map(({ by, verdict, roles, at, reason }) => {
      const as = roles.filter((role) => asking.required.some((one) => one.role === role)).join(', ');
      const verb = verdict === 'approve' ? 'approved' : 'rejected';
      return { at, mark: marks[verdict], text: `${oneLine(by)} (${as}) ${verb} ${ago(at)}${because(reason)}` };
    }),
    ...asking.withdrawals.map(({ by, at, reason }) => ({
      at,
      mark: marks.back,
      text: `${oneLine(by)} took a vote back ${ago(at)}${because(reason)}`,
    })),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const reminded =
    asking.reminders === 0 ? [] : [`${asking.reminders} ${asking.reminders === 1 ? 'reminder' : 'reminders'} sent`];
  const others = votersText(detail) ?? 'nobody who has one of the roles is left';
  const open = state === 'waiting' ? [...reminded, `may approve: ${others}`] : [];
  const width = gateWidth(look) - 4;
  const wrapped = (mark: string, text: string): string[] =>
    wrapText(text, width).map((line, index) => `  ${index === 0 ? mark : ' '} ${line}`);
  return [
    ...said.flatMap(({ mark, text }) => wrapped(mark, text)),
    ...(said.length === 0 && state === 'waiting' ? ['  nobody has voted yet'] : []),
    ...open.flatMap((text) => wrapText(text, width + 2).map((line) => `  ${line}`)),
  ];
}
