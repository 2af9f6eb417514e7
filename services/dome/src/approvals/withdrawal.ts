// A vote can be taken back by whoever gave it, while the gate takes votes: a withdrawal that meets the vote that is enough
// comes too late. A repeat returns the first. Pure, like the vote.
import { DomeError, LIMITS } from '@dome/contracts';
import type { GateWithdrawRequest, Identity, RunApprovalWithdrawn } from '@dome/contracts';
import { gateAt } from '@dome/runs';
import type { Recorded, RunState } from '@dome/runs';

import { requireGate, requireOpen } from './open-gate.ts';

export type Withdrawal =
  | { readonly kind: 'existing'; readonly withdrawal: Recorded<RunApprovalWithdrawn> }
  | { readonly kind: 'new'; readonly data: RunApprovalWithdrawn };

/** @throws DomeError NOT_FOUND, INVALID_TRANSITION */
export function judgeWithdrawal(state: RunState, request: GateWithdrawRequest, by: Identity): Withdrawal {
  const { gate, reason } = request;
  const iteration = request.iteration ?? state.iteration;
  const judged = gateAt(state, gate, iteration);
  requireGate(state, gate, judged);
  const open = requireOpen(state, judged, { gate, iteration });
  const own = open.withdrawals.filter(({ value }) => value.by.user === by.user);
  if (!open.votes.some(({ value }) => value.by.user === by.user)) {
    const withdrawal = own.at(-1);
    if (withdrawal !== undefined) return { kind: 'existing', withdrawal };
    throw new DomeError('NOT_FOUND', { detail: `${by.user} has no vote on the gate ${gate} of ${state.runId}` });
  }
  if (own.length >= LIMITS.withdrawalsPerVoter) {
    const detail = `${by.user} has withdrawn ${own.length} votes on the gate ${gate} of ${state.runId}`;
    throw new DomeError('INVALID_TRANSITION', { detail });
  }
  const data = { runId: state.runId, gate, iteration, by, ...(reason === undefined ? {} : { reason }) };
  return { kind: 'new', data };
}
