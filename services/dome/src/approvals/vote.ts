// One vote per person, gate and iteration: the first counts, and a repeat returns it. Pure over the state of the run. A
// refused vote stores nothing, and an accepted one is stored only if the chain has not moved since.
import { DomeError } from '@dome/contracts';
import type { GateDecideRequest, Identity, RunApprovalGiven } from '@dome/contracts';
import { gateAt } from '@dome/runs';
import type { GateState, Recorded, RunState } from '@dome/runs';
import { nearestName } from '@dome/runtime';

import type { LawState } from '../law/law-state.ts';

export type Vote =
  | { readonly kind: 'existing'; readonly vote: Recorded<RunApprovalGiven> }
  | { readonly kind: 'new'; readonly data: RunApprovalGiven };

/** @throws DomeError NOT_FOUND, INVALID_TRANSITION, SELF_APPROVAL, FORBIDDEN, EVIDENCE_CHANGED */
export function judgeVote(
  state: RunState,
  request: GateDecideRequest,
  { voter, law }: { voter: Identity; law: LawState },
): Vote {
  const { access } = law;
  const { gate, verdict, evidenceDigest, reason } = request;
  requireGate(state, gate);
  const iteration = request.iteration ?? state.iteration;
  const judged = gateAt(state, gate, iteration);
  const vote = judged?.votes.find(({ value }) => value.by.user === voter.user);
  if (vote !== undefined) return { kind: 'existing', vote };
  const asked = requireOpen(state, judged, { gate, iteration });
  if (verdict === 'approve' && voter.user === state.submitted.value.submittedBy.user) {
    throw new DomeError('SELF_APPROVAL', { detail: `${voter.user} submitted ${state.runId} and cannot approve it` });
  }
  access.requirePermission('decide', voter);
  access.requireRole(asked.role, voter);
  if (evidenceDigest !== asked.evidenceDigest) {
    const detail = `the gate ${gate} rests on ${asked.evidenceDigest}, the vote on ${evidenceDigest}`;
    throw new DomeError('EVIDENCE_CHANGED', { detail, pointer: '/evidenceDigest' });
  }
  const data: RunApprovalGiven = {
    runId: state.runId,
    gate,
    iteration,
    by: voter,
    roles: [...access.rolesOf(voter)],
    accessDigest: access.digest,
    lawSequence: law.sequence,
    verdict,
    evidenceDigest,
    ...(reason === undefined ? {} : { reason }),
  };
  return { kind: 'new', data };
}

function requireGate(state: RunState, gate: string): void {
  if (state.shape.gates.includes(gate)) return;
  const near = nearestName(gate, state.shape.gates);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  throw new DomeError('NOT_FOUND', { detail: `${state.runId} has no gate ${gate}${guess}`, pointer: '/gate' });
}

interface Asked {
  readonly role: string;
  readonly evidenceDigest: string;
}

/** A gate is open while people are asked, in the current iteration of an unfinished run. */
function requireOpen(
  state: RunState,
  judged: GateState | undefined,
  { gate, iteration }: { gate: string; iteration: number },
): Asked {
  const closed = (why: string): DomeError =>
    new DomeError('INVALID_TRANSITION', {
      detail: `the gate ${gate} of ${state.runId} takes no votes in iteration ${iteration}: ${why}`,
      hint: 'List what waits for people with `dome gate list`.',
    });
  if (judged?.state === 'decided') throw closed(`it is decided, ${judged.final.value.status}`);
  if (state.finished !== undefined) throw closed(`the run is finished, ${state.finished.value.result}`);
  if (state.cancel !== undefined) throw closed('the run is being canceled');
  if (iteration !== state.iteration) throw closed(`the run is in iteration ${state.iteration}`);
  if (judged?.state !== 'waiting') throw closed('nobody has been asked yet');
  if (judged.expired !== undefined) throw closed('its deadline is over');
  const [vote] = judged.votes;
  if (vote !== undefined) throw closed(`${vote.value.by.user} has voted`);
  return judged.requested.value;
}
