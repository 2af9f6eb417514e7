import type { RunDraft } from '../ports.ts';
import type { OpenTask } from '@dome/runs';

/** What follows from a state: one event, a last look at silent jobs, or nothing until something happens. */
export type Step =
  | { readonly kind: 'append'; readonly draft: RunDraft }
  /** The runtime said nothing until the clock of these tasks ran out. */
  | { readonly kind: 'silent'; readonly tasks: readonly OpenTask[] }
  | {
      readonly kind: 'wait';
      /** Jobs that are out. */
      readonly open: readonly OpenTask[];
      /** Gates that wait for people, and until when. */
      readonly approvals: readonly OpenApproval[];
    }
  | { readonly kind: 'over' };

export interface OpenApproval {
  readonly gate: string;
  readonly iteration: number;
  readonly deadlineMs: number;
}

/** All that a step depends on besides the state. */
export interface Conditions {
  readonly nowMs: number;
  /** Of the access file: it stands in every decision. */
  readonly accessDigest: `sha256:${string}`;
}

export const append = (draft: RunDraft): Step => ({ kind: 'append', draft });
