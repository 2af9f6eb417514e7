// Who has said what of a gate.
import type { GateDetail } from '@dome/contracts';
import { votersText } from '@dome/runs';

import { showAge } from '../durations.ts';
import { oneLine } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import { gateWidth } from './gate-look.ts';
import type { GateLook } from './gate-look.ts';

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
  const others = oneLine(votersText(detail) ?? 'nobody who has one of the roles is left');
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
