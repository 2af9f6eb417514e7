// What is asked of the law about the promotion of a run, from what the run was submitted with.
import type { Plan, Policy, RunSubmitted } from '@dome/contracts';

import { policyRef } from '../gates/policy-ref.ts';
import type { PromotionAsked } from '../law/judge-promotion.ts';

/** What it is submitted with, as far as the law asks. */
export type SubmittedPlan = Pick<
  RunSubmitted,
  'planLock' | 'planDigest' | 'policyDigest' | 'policyOrigin' | 'submittedBy'
>;

export interface PromotingRun {
  readonly submitted: SubmittedPlan;
  readonly plan: Plan;
  readonly policy: Policy | undefined;
}

export type PromotionMoment = Pick<PromotionAsked, 'standing' | 'digest' | 'people' | 'nowMs'>;

/** Undefined for a plan that promotes nothing. */
export function promotionAsked(run: PromotingRun, moment: PromotionMoment): PromotionAsked | undefined {
  const { submitted, plan, policy } = run;
  const { promotion } = plan;
  if (promotion === undefined) return undefined;
  const lock = submitted.planLock.find(({ taskId }) => taskId === promotion.task.id);
  return {
    from: promotion.from,
    to: promotion.to,
    policy: policy === undefined ? undefined : policyRef(policy, submitted),
    plan: { name: plan.name, version: plan.version, digest: submitted.planDigest },
    skill: { name: lock?.skill ?? '', version: lock?.version ?? '' },
    // A promotion comes after all gates of its plan.
    gates: Object.keys(plan.gates ?? {}),
    submitter: submitted.submittedBy,
    ...moment,
  };
}
