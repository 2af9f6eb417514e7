// Whether a message is still what a decision rests on, as a symbol and words.
import type { CheckedEvidence } from '../state/check-evidence.ts';

const CHECKED = {
  'the same': '✔ the same bytes',
  another: '✖ other bytes than these',
  gone: '⚠ no longer stored',
} as const;

export const CheckedMark = ({ checked: { is } }: { readonly checked: CheckedEvidence }) => (
  <span class={is === 'the same' ? 'mark-success' : 'fault'}>{CHECKED[is]}</span>
);
