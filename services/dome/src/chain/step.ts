import type { Standings } from '../environments/standing.ts';
import type { LawState } from '../law/law-state.ts';
import type { RunDraft } from '../ports.ts';
import type { OpenTask } from '@dome/runs';

/** What follows from a state: one event, a last check of silent jobs, or nothing until something happens. */
export type Step =
  | { readonly kind: 'append'; readonly draft: RunDraft }
  /** The runtime sent nothing before these tasks timed out. */
  | { readonly kind: 'silent'; readonly tasks: readonly OpenTask[] }
  | {
      readonly kind: 'wait';
      /** Jobs in progress. */
      readonly open: readonly OpenTask[];
      /** Gates waiting for people, and until when. */
      readonly approvals: readonly OpenApproval[];
    }
  | { readonly kind: 'over' };

export interface OpenApproval {
  readonly gate: string;
  readonly iteration: number;
  /** Its deadline, or the next reminder. */
  readonly untilMs: number;
}

/** Everything that a step depends on besides the state. */
export interface Conditions {
  readonly nowMs: number;
  /** Every decision names its sequence, and the digests of what it used of it. */
  readonly law: LawState;
  /** What stands in the environments. */
  readonly standings: Standings;
}

export const append = (draft: RunDraft): Step => ({ kind: 'append', draft });
