// The types between the claim and its drivers: what is known (the view), what follows (the action), one row of the
// table. Wrong states cannot be written here, so that the rows need no defence against them.
import type { ErrorCode, ErrorFields } from '@dome/contracts';

import type { ChainStep, CommandIdentity, KeyOwner } from '../job.ts';

/** The arguments of a `DomeError`, as data. */
export interface ClaimProblem {
  readonly code: ErrorCode;
  readonly fields: ErrorFields;
}

/** What this daemon found when it checked the command again (L6). */
export type Validity =
  | { readonly state: 'ok' }
  /** It can never be carried out as it is, or no daemon could serve it within the grace period. */
  | { readonly state: 'invalid'; readonly problem: ClaimProblem }
  /** No verdict can be reached: the deliveries are used up, or our own code broke on it. */
  | { readonly state: 'poison'; readonly problem: ClaimProblem }
  /** This daemon cannot serve it now, and the grace period in which another may is not over. */
  | { readonly state: 'unserved'; readonly retryInMs: number };

export interface Deadlines {
  /**
   * Wall time; the earlier of the end of the queue timeout and the command's `notAfter`. Only for a job that never
   * started.
   */
  readonly queueUntilMs: number;
  /** Wall time at which the total timeout expires. */
  readonly totalUntilMs: number;
  /** What a job that never started has waited for, besides a daemon: the name of a lock. */
  readonly waitedFor?: string;
}

/** What is known of the command before anything is sent. */
export interface Opening {
  readonly validity: Validity;
  readonly deadlines: Deadlines;
  readonly nowMs: number;
  /** How long the broker waits for a heartbeat before it redelivers a command. */
  readonly ackWaitMs: number;
}

export interface ClaimView extends Opening {
  /** The entry after the create: my own if it was stored, else the existing one, read from the leader. */
  readonly ledger: KeyOwner;
  readonly mine: CommandIdentity;
  /** The number of this delivery of the command. */
  readonly deliveryCount: number;
  /**
   * Oldest first. If my first `started` was stored at 0, it is that one entry, unread; otherwise it was read from the
   * leader.
   */
  readonly chain: readonly ChainStep[];
  /** The last `started` that this delivery wrote. */
  readonly myStarted: { readonly stored: true; readonly sequence: number } | { readonly stored: false };
  /** `refusedMine`: the note that refuses this command is durable. */
  readonly notes: { readonly cancelRequested: boolean; readonly refusedMine: boolean };
  readonly maximumAttempts: number;
}

/** Every write expects `expectedSequence` as the last sequence of the chain: 0 for the first. */
export type ClaimAction =
  /** Execute under this fencing token. After a `started` that was not the first, read transitions and notes first. */
  | { readonly kind: 'run'; readonly epoch: number; readonly attempt: number }
  /** Write `started`. */
  | {
      readonly kind: 'start';
      readonly expectedSequence: number;
      readonly attempt: number;
      readonly counted: boolean;
      readonly supersedes?: number;
    }
  /** Write `retrying`, not counted and due at once, over my own `started`: nothing ran under it. */
  | {
      readonly kind: 'giveBack';
      readonly expectedSequence: number;
      readonly attempt: number;
      readonly problem: ClaimProblem;
    }
  /** Write this terminal. */
  | {
      readonly kind: 'end';
      readonly phase: 'refused' | 'failed' | 'timed-out' | 'parked';
      readonly expectedSequence: number;
      readonly problem: ClaimProblem;
    }
  | { readonly kind: 'cancel'; readonly expectedSequence: number; readonly outcome: 'killed' }
  /** Write the note that refuses this command, outside the chain. */
  | { readonly kind: 'noteRefused'; readonly problem: ClaimProblem }
  | { readonly kind: 'nak'; readonly delayMs: number; readonly why: string }
  | { readonly kind: 'ack'; readonly why: string }
  /** Stay silent: this delivery is not the broker's latest for the command. */
  | { readonly kind: 'letGo'; readonly why: string };

/** How this command relates to the ledger's entry; the digest is compared before the command. */
export type Relation = 'owner' | 'duplicate' | 'other-digest' | 'other-chain';

export interface ClaimFacts extends ClaimView {
  readonly relation: Relation;
  readonly last: ChainStep | undefined;
  /** My `started` is the last of the chain, so I act under its epoch. */
  readonly myStartedIsLast: boolean;
  /** Another daemon started an attempt under this delivery or a later one. */
  readonly isOvertaken: boolean;
  /** The last attempt is of this command, and too young to have been silent for an ack wait. */
  readonly isYoung: boolean;
  /** The chain has an attempt of this command, so part of it may have run. */
  readonly mayHaveRun: boolean;
  /** How many of maximumAttempts are used up. */
  readonly spent: number;
}

export interface ClaimRow {
  readonly name: string;
  /** The action, if the row applies. The first row that applies decides. */
  decide(facts: ClaimFacts): ClaimAction | undefined;
}
