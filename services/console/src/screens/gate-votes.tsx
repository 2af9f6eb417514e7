// Who has said what, when and why; who took a vote back; who else could vote.
import type { GateDetail, RequiredRole } from '@dome/contracts/portable';
import { gateTally, missingText, votersText } from '@dome/runs/portable';
import type { GateState } from '@dome/runs/portable';

import { ageText } from '../look/time.ts';
import { nowMs } from '../state/link.ts';

interface GateVotesProps {
  readonly judged: GateState;
  readonly detail: GateDetail | undefined;
}

interface Said {
  readonly timeMs: number;
  readonly mark: 'success' | 'failure' | 'cancellation';
  readonly text: string;
  readonly reason: string | undefined;
}

const SYMBOLS = { success: '✔', failure: '✖', cancellation: '⊘' } as const;

export function GateVotes({ judged, detail }: GateVotesProps) {
  const tally = gateTally(judged);
  if (tally === undefined) return undefined;
  const isWaiting = judged.state === 'waiting';
  const required = judged.state === 'unasked' ? [] : (judged.requested?.value.required ?? []);
  const said = saidOf(judged, required);
  return (
    <section aria-labelledby="votes">
      <h2 id="votes">Votes</h2>
      {said.length === 0 ? <p class="quiet">Nobody has voted{isWaiting ? ' yet' : ''}.</p> : undefined}
      <ul class="votes">
        {said.map(({ timeMs, mark, text, reason }) => (
          <li key={`${timeMs} ${text}`}>
            <span class={`mark-${mark}`} aria-hidden="true">
              {SYMBOLS[mark]}
            </span>{' '}
            {text} <time dateTime={new Date(timeMs).toISOString()}>{ageText(nowMs.value - timeMs)} ago</time>
            {reason === undefined ? undefined : <q>{reason}</q>}
          </li>
        ))}
      </ul>
      {isWaiting ? (
        <p>
          Missing: {missingText({ required, missing: tally.missing })}.{' '}
          {detail === undefined
            ? ''
            : `May approve: ${votersText(detail) ?? 'nobody who has one of the roles is left'}.`}
        </p>
      ) : undefined}
    </section>
  );
}

/** With those of a voter's roles that were asked. */
function saidOf({ votes, withdrawals }: GateState, required: readonly RequiredRole[]): Said[] {
  const isAsked = (role: string): boolean => required.some((one) => one.role === role);
  const given = votes.map(({ value: { by, verdict, roles, reason }, timeMs }): Said => ({
    timeMs,
    mark: verdict === 'approve' ? 'success' : 'failure',
    text: `${by.user} (${roles.filter(isAsked).join(', ')}) ${verdict === 'approve' ? 'approved' : 'rejected'}`,
    reason,
  }));
  const back = withdrawals.map(({ value: { by, reason }, timeMs }): Said => ({
    timeMs,
    mark: 'cancellation',
    text: `${by.user} took a vote back`,
    reason,
  }));
  return [...given, ...back].toSorted((a, b) => a.timeMs - b.timeMs);
}
