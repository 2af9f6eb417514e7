// The situations that are searched: one idempotency key, two daemons, chains 0 and 1 (two skills), up to three commands.
import type { Digest } from '@dome/contracts';

export interface ModelCommand {
  readonly name: string;
  readonly chain: 0 | 1;
  readonly requestDigest: Digest;
}

export interface Configuration {
  readonly commands: readonly ModelCommand[];
  /** Crashes, pauses, retries and drains that may happen, each at any moment. */
  readonly budget: readonly [crashes: number, pauses: number, retries: number, drains: number];
  readonly cancel?: boolean;
  /** Every daemon finds that the command of this digest can never be run. */
  readonly invalid?: Digest;
  /** No verdict can be reached on this digest. */
  readonly poison?: Digest;
  /** This daemon cannot serve the skill, the other can. */
  readonly unservedBy?: 0 | 1;
  /** The first `started` may fail to go out with the ledger create. */
  readonly apart?: boolean;
  /** At any moment, once: a clock of the job runs out, or the fleet stops serving the descriptor. */
  readonly event?: 'queue' | 'total' | 'drift';
  /** A retry is not due until the backoff ends, at any later moment. */
  readonly backoff?: boolean;
  /** The broker may redeliver a command whose attempt is young and alive, until time advances, at any later moment. */
  readonly forgets?: boolean;
}

const x = { name: 'X', chain: 0, requestDigest: 'sha256:1' } as const;
const xAgain = { name: 'Xdup', chain: 0, requestDigest: 'sha256:1' } as const;
const y = { name: 'Y', chain: 0, requestDigest: 'sha256:2' } as const;
const z = { name: 'Z', chain: 1, requestDigest: 'sha256:3' } as const;
const zAgain = { name: 'Zdup', chain: 1, requestDigest: 'sha256:3' } as const;

/** The design's own nine, with the numbers of states and goals that its own search counts. */
export const nine: readonly (readonly [name: string, states: number, goals: number, Configuration])[] = [
  ['X, 2 crashes, pause, retry, drain, cancel', 355_386, 25_106, { commands: [x], budget: [2, 1, 1, 1], cancel: true }],
  [
    'X+Xdup, crash, pause, retry, cancel',
    1_034_284,
    25_124,
    { commands: [x, xAgain], budget: [1, 1, 1, 0], cancel: true },
  ],
  ['X+Y, no fault', 284, 6, { commands: [x, y], budget: [0, 0, 0, 0] }],
  ['X+Y, crash, pause, cancel', 478_524, 12_324, { commands: [x, y], budget: [1, 1, 0, 0], cancel: true }],
  ['X+Z, crash, pause, cancel', 381_307, 6_116, { commands: [x, z], budget: [1, 1, 0, 0], cancel: true }],
  ['X+Y, Y invalid, crash, pause', 46_080, 824, { commands: [x, y], budget: [1, 1, 0, 0], invalid: 'sha256:2' }],
  ['X+Y+Z, crash', 38_242, 66, { commands: [x, y, z], budget: [1, 0, 0, 0] }],
  ['X+Z+Zdup, crash', 38_242, 66, { commands: [x, z, zAgain], budget: [1, 0, 0, 0] }],
  ['X+Xdup+Y, crash', 47_078, 105, { commands: [x, xAgain, y], budget: [1, 0, 0, 0] }],
];

/** Rows reached by time, the catalogue or a lost publish; the nine abstract from those. */
export const more = {
  crashes: { commands: [x], budget: [2, 0, 0, 0] },
  alone: { commands: [x], budget: [1, 0, 0, 0] },
  retried: { commands: [x], budget: [1, 0, 1, 1] },
  canceled: { commands: [x], budget: [1, 0, 0, 0], cancel: true },
  twice: { commands: [x, xAgain], budget: [1, 0, 0, 0] },
  otherDigest: { commands: [x, y], budget: [0, 0, 0, 0] },
  otherChain: { commands: [x, z], budget: [0, 0, 0, 0] },
  otherChainCanceled: { commands: [x, z], budget: [0, 0, 0, 0], cancel: true },
  invalid: { commands: [x, y], budget: [1, 0, 0, 0], invalid: 'sha256:2' },
  poison: { commands: [x, xAgain], budget: [1, 0, 0, 0], poison: 'sha256:1' },
  unserved: { commands: [x], budget: [1, 0, 1, 0], unservedBy: 1 },
  apart: { commands: [x, y], budget: [1, 0, 0, 0], apart: true },
  queueOver: { commands: [x, xAgain], budget: [1, 0, 1, 0], event: 'queue' },
  totalOver: { commands: [x, xAgain], budget: [1, 0, 1, 0], event: 'total' },
  drift: { commands: [x, y], budget: [1, 0, 1, 0], event: 'drift' },
  backoff: { commands: [x], budget: [1, 0, 1, 1], backoff: true },
  forgets: { commands: [x], budget: [1, 1, 1, 1], forgets: true },
  forgetsCanceled: { commands: [x], budget: [1, 1, 0, 0], cancel: true, forgets: true },
} as const satisfies Record<string, Configuration>;
