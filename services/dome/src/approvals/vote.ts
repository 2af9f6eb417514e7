// Each person has one vote per gate and iteration: until it is withdrawn the first counts, and a repeat returns it. Pure
// over the state of the run and the law. A refused vote stores nothing, and an accepted one is stored only if the chain has
// not moved since. It counts with the roles that its author has then.
import { DomeError } from '@dome/contracts';
import type { GateDecideRequest, Identity, RunApprovalGiven } from '@dome/contracts';
import { PROMOTION_GATE } from '@dome/planning';
import { gateAt } from '@dome/runs';
import type { ApprovalRequest, Recorded, RunState } from '@dome/runs';

import { hasApplied } from '../law/independence.ts';
import { environmentOf } from '../law/judge-promotion.ts';
import type { LawState } from '../law/law-state.ts';
import { requireGate, requireOpen } from './open-gate.ts';

export type Vote =
  | { readonly kind: 'existing'; readonly vote: Recorded<RunApprovalGiven> }
  | { readonly kind: 'new'; readonly data: RunApprovalGiven };

export interface Voting {
  readonly voter: Identity;
  readonly law: LawState;
}

/**
 * @throws DomeError NOT_FOUND, INVALID_TRANSITION, SELF_APPROVAL, NOT_INDEPENDENT, ALREADY_COUNTED, FORBIDDEN,
 *   EVIDENCE_CHANGED
 */
export function judgeVote(state: RunState, request: GateDecideRequest, voting: Voting): Vote {
  const { gate, verdict, evidenceDigest, reason } = request;
  const { voter, law } = voting;
  const iteration = request.iteration ?? state.iteration;
  const judged = gateAt(state, gate, iteration);
  requireGate(state, gate, judged);
  const vote = judged?.votes.find(({ value }) => value.by.user === voter.user);
  if (vote !== undefined) return { kind: 'existing', vote };
  const asked = requireOpen(state, judged, { gate, iteration }).requested.value;
  if (verdict === 'approve') requireDistance(state, gate, voting);
  requireRight(asked, voting);
  requireEvidence(asked, request);
  const data: RunApprovalGiven = {
    runId: state.runId,
    gate,
    iteration,
    by: voter,
    roles: [...law.access.rolesOf(voter)],
    accessDigest: law.access.digest,
    lawSequence: law.sequence,
    verdict,
    evidenceDigest,
    ...(reason === undefined ? {} : { reason }),
  };
  return { kind: 'new', data };
}

/** Who submitted a run cannot approve it. Nor can who wrote its rules, or has approved it already, where the law says so. */
function requireDistance(state: RunState, gate: string, { voter, law }: Voting): void {
  const { user } = voter;
  if (user === state.submitted.value.submittedBy.user) {
    throw new DomeError('SELF_APPROVAL', { detail: `${user} submitted ${state.runId} and cannot approve it` });
  }
  const { policy } = state;
  const { promotion } = state.shape.document;
  if (promotion === undefined) return;
  const isIndependent = environmentOf(law, promotion.to)?.document.independent === true;
  if (policy !== undefined && isIndependent && hasApplied(law, voter, policy)) {
    const detail = `${user} applied the policy ${policy.name}@${policy.version}, and ${promotion.to} asks for independent people`;
    throw new DomeError('NOT_INDEPENDENT', { detail });
  }
  // The people of an environment come on top of those of the policy.
  const earlier = gate === PROMOTION_GATE ? state.shape.gates : [];
  const counted = earlier.find((name) => decidersOf(state, name).includes(user));
  if (counted === undefined) return;
  const detail = `${user} approved the gate ${counted} of ${state.runId}, and ${promotion.to} asks for other people on top`;
  throw new DomeError('ALREADY_COUNTED', { detail });
}

function decidersOf(state: RunState, name: string): readonly string[] {
  const gate = gateAt(state, name);
  return gate?.state === 'decided' ? (gate.final.value.decidedBy.people ?? []) : [];
}

function requireRight({ required }: ApprovalRequest, { voter, law: { access } }: Voting): void {
  access.requirePermission('decide', voter);
  const roles = required.map(({ role }) => role);
  const [only, ...others] = roles;
  if (only !== undefined && others.length === 0) return access.requireRole(only, voter);
  if (access.rolesOf(voter).some((role) => roles.includes(role))) return;
  throw new DomeError('FORBIDDEN', { detail: `${voter.user} has none of the roles ${roles.join(', ')}` });
}

function requireEvidence(asked: ApprovalRequest, { gate, evidenceDigest }: GateDecideRequest): void {
  if (evidenceDigest === asked.evidenceDigest) return;
  const detail = `the gate ${gate} rests on ${asked.evidenceDigest}, the vote on ${evidenceDigest}`;
  throw new DomeError('EVIDENCE_CHANGED', { detail, pointer: '/evidenceDigest' });
}
