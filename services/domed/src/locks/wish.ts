import type { LockTicket } from './table.ts';

/** What a job wants of one lock. */
export interface LockWish {
  readonly key: string;
  readonly mode: LockTicket['mode'];
  /** Of a limited one: with how many others, itself included. */
  readonly max?: number | undefined;
  /** How long it may wait for this lock. */
  readonly waitMs?: number | undefined;
}
