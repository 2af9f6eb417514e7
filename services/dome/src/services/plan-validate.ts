import { planView } from '@dome/planning';

import { requireRehearsable } from '../promotion/rehearsal.ts';
import { resolvePlan } from './resolve-plan.ts';
import type { SubmittedPlan } from '../promotion/asked.ts';
import { governPlan } from './law-policy.ts';
import type { Handler, ServiceParts } from './parts.ts';
import { requirePromotableBy } from './promotable.ts';

/** Checks whether a plan is valid, and resolved, whether the law would let it promote. Nothing is stored, and no role is needed. */
export function planValidate(parts: ServiceParts): Handler<'controlPlanValidate'> {
  return async (request, stamp) => {
    const law = await parts.law.refresh();
    const { holders } = law.access;
    const asked = { plan: request.plan, policy: request.policy, needsPolicy: false, holders };
    const read = await parts.planning.read(asked);
    const { texts, read: plan, ofLaw } = await governPlan({ texts: asked, read }, law, parts.planning);
    const { inputs, rehearsal } = request;
    const isRehearsal = rehearsal !== undefined;
    if (isRehearsal) requireRehearsable(plan.shape.document);
    if (inputs !== undefined) await parts.planning.inputs({ schema: plan.shape.document.inputs, inputs });
    if (request.resolve !== true) return { ...planView(plan), lock: [] };
    const lock = await resolvePlan(texts, parts, { isRehearsal });
    const { planDigest, policy, policyDigest } = plan;
    const submitted: SubmittedPlan = {
      planLock: lock,
      planDigest,
      ...(policyDigest === undefined ? {} : { policyDigest }),
      policyOrigin: ofLaw === undefined ? 'submitter' : 'law',
      submittedBy: { user: stamp?.user ?? 'whoever submits', account: stamp?.account ?? '', attested: false },
    };
    requirePromotableBy({ submitted, plan: plan.shape.document, policy }, law);
    return { ...planView(plan), lock };
  };
}
