import { planView } from '@dome/planning';

import { requireRehearsable } from '../promotion/rehearsal.ts';
import { resolvePlan } from './resolve-plan.ts';
import { governPlan } from './law-policy.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Checks whether a plan is valid. Nothing is stored, and no role is needed. */
export function planValidate(parts: ServiceParts): Handler<'controlPlanValidate'> {
  return async (request) => {
    const law = await parts.law.refresh();
    const { holders } = law.access;
    const asked = { plan: request.plan, policy: request.policy, needsPolicy: false, holders };
    const read = await parts.planning.read(asked);
    const { texts, read: plan } = await governPlan({ texts: asked, read }, law, parts.planning);
    const { inputs, rehearsal } = request;
    const isRehearsal = rehearsal !== undefined;
    if (isRehearsal) requireRehearsable(plan.shape.document);
    if (inputs !== undefined) await parts.planning.inputs({ schema: plan.shape.document.inputs, inputs });
    const lock = request.resolve === true ? await resolvePlan(texts, parts, { isRehearsal }) : [];
    return { ...planView(plan), lock };
  };
}
