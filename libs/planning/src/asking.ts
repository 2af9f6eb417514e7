// Whom a gate asks, until when, and what follows if they do not answer: what a policy says of its gate, or an environment of
// the promotions into it.
import { CLOCKS, durationMs } from '@dome/contracts';
import type { Environment, HumanGate } from '@dome/contracts';
import type { ApprovalRequest } from '@dome/runs';

export interface Asking extends Pick<ApprovalRequest, 'required' | 'onExpiry' | 'remindEveryMs'> {
  readonly waitMs: number;
}

/** A checked policy names either a role or approvals. */
export const askingOfPolicy = ({ role, approvals, ...how }: HumanGate): Asking => ({
  required: approvals ?? (role === undefined ? [] : [{ role, count: 1 }]),
  ...timesOf(how),
});

/** Undefined: the environment asks nobody on top of the policy. */
export const askingOfEnvironment = ({ approvals, ...how }: Environment): Asking | undefined =>
  approvals === undefined ? undefined : { required: approvals, ...timesOf(how) };

type Times = Pick<HumanGate, 'deadline' | 'onExpiry' | 'remindEvery'>;

const timesOf = ({ deadline, onExpiry = 'REJECT', remindEvery }: Times): Omit<Asking, 'required'> => ({
  waitMs: deadline === undefined ? CLOCKS.approvalMs : (durationMs(deadline) ?? CLOCKS.approvalMs),
  onExpiry,
  remindEveryMs: remindEvery === undefined ? undefined : durationMs(remindEvery),
});
