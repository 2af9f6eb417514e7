// A promotion is decided, like a gate, from recorded events alone: its evidence is the final decisions of the gates,
// its subject is an artifact by digest, and the command that carries it out names this decision.
import { structureDigest } from '@dome/contracts';
import type { Decision, Digest, Evidence, Plan, PolicyRef, RunPromotionDecided, SettledTask } from '@dome/contracts';

import { sealDecision } from '../gates/decide.ts';
import { reason } from '../gates/reason-codes.ts';
import { PROMOTION_GATE } from '../planning/check-plan.ts';

export type Promotion = NonNullable<Plan['promotion']>;

export interface ApprovedGate {
  readonly decision: Decision;
  /** The event that holds it. */
  readonly evidence: Evidence;
}

export interface PromotionQuestion {
  readonly iteration: number;
  readonly policy: PolicyRef;
  readonly accessDigest: Digest;
  readonly inputsDigest: Digest;
  readonly gates: readonly ApprovedGate[];
}

/** The artifact to promote, or why there is none. */
export function promotionSubject(
  promotion: Promotion,
  settled: SettledTask | undefined,
): { readonly name: string; readonly digest: string } | { readonly missing: string } {
  const { task, artifact } = promotion.subject;
  if (settled === undefined) return { missing: `the task ${task} was not run, so there is nothing to promote` };
  if (settled.result !== 'success') return { missing: `the task ${task} ended with ${settled.result}, not success` };
  const found = settled.artifacts?.find(({ name }) => name === artifact);
  if (found !== undefined) return { name: found.name, digest: found.digest };
  return { missing: `the task ${task} returned no artifact called ${artifact}` };
}

export function decidePromotion(question: PromotionQuestion): Decision {
  const { iteration, inputsDigest } = question;
  const gates = question.gates.toSorted((a, b) => (a.decision.gate < b.decision.gate ? -1 : 1));
  const evidence = gates.map((gate) => gate.evidence);
  return sealDecision({
    gate: PROMOTION_GATE,
    iteration,
    status: 'APPROVE',
    reasonCodes: [reason('ALL_GATES_APPROVED')],
    riskScore: Math.max(0, ...gates.map(({ decision }) => decision.riskScore)),
    confidence: Math.min(1, ...gates.map(({ decision }) => decision.confidence)),
    policy: question.policy,
    accessDigest: question.accessDigest,
    inputsDigest,
    rules: [],
    evidence,
    evidenceDigest: structureDigest({ gate: PROMOTION_GATE, iteration, inputsDigest, evidence }),
    decidedBy: { kind: 'policy' },
    notes: [],
  });
}

/** The value of `promotion` in the input expressions of the promotion task. */
export const promotionScope = (of: RunPromotionDecided): Record<string, string> => ({
  name: of.subject.name,
  digest: of.subject.digest,
  from: of.from,
  to: of.to,
});
