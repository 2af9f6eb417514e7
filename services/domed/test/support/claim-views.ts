// What a claim may see, as data that a test can change: four commands for one key, the links of their chains, one view.
import type { ChainLink } from '@dome/contracts';

import type { ClaimView } from '../../src/claim/claim-view.ts';
import type { ChainStep, CommandIdentity } from '../../src/job.ts';

export const x: CommandIdentity = { skill: 'lint', runId: 'r1', requestDigest: 'sha256:1', commandSequence: 11 };
export const xAgain: CommandIdentity = { ...x, commandSequence: 12 };
export const y: CommandIdentity = { ...x, requestDigest: 'sha256:2', commandSequence: 13 };
export const z: CommandIdentity = { ...x, skill: 'test', requestDigest: 'sha256:3', commandSequence: 14 };
export const commands = [x, xAgain, y, z];

export type Link = ChainStep & ChainLink;
type Started = Extract<Link, { phase: 'started' }>;
export const startedBy = (by: CommandIdentity, change: Partial<Started> = {}): Link => ({
  phase: 'started',
  sequence: 100,
  attempt: 1,
  counted: true,
  commandSequence: by.commandSequence,
  requestDigest: by.requestDigest,
  deliveryCount: 1,
  startedAtMs: 0,
  ...change,
});
export const retryingBy = (by: CommandIdentity, counted: boolean, nextAttemptAtMs = 0): Link => ({
  phase: 'retrying',
  sequence: 101,
  attempt: 1,
  epoch: 100,
  counted,
  nextAttemptAtMs,
  commandSequence: by.commandSequence,
  requestDigest: by.requestDigest,
});
export const view = (change: Partial<ClaimView> = {}): ClaimView => ({
  validity: { state: 'ok' },
  deadlines: { queueUntilMs: 1_000, totalUntilMs: 5_000 },
  nowMs: 500,
  ackWaitMs: 400,
  ledger: { ...x, pool: 'main' },
  mine: x,
  deliveryCount: 2,
  chain: [],
  myStarted: { stored: false },
  notes: { cancelRequested: false, refusedMine: false },
  maximumAttempts: 2,
  ...change,
});
