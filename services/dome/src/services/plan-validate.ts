import type { PlanGateView, PlanTaskView, PlanValidateReply } from '@dome/contracts';

import { checkInputs } from '../planning/inputs.ts';
import { readPlan } from '../planning/read-plan.ts';
import type { ReadPlan } from '../planning/read-plan.ts';
import { resolvePlan } from '../planning/resolve.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Does the plan hold? Nothing is stored, and nobody needs a role to ask. */
export function planValidate({ discovery }: ServiceParts): Handler<'controlPlanValidate'> {
  return async (request) => {
    const plan = readPlan({ plan: request.plan, policy: request.policy, needsPolicy: false });
    if (request.inputs !== undefined) checkInputs(plan.shape.document.inputs, request.inputs);
    const lock = request.resolve === true ? await resolvePlan(plan.shape, discovery, plan.error) : [];
    return { ...replyOf(plan), lock };
  };
}

function replyOf({ shape, planDigest, policy, policyDigest }: ReadPlan): Omit<PlanValidateReply, 'lock'> {
  const { name, version, title } = shape.document;
  return {
    plan: { name, version, ...(title === undefined ? {} : { title }) },
    planDigest,
    ...(policyDigest === undefined ? {} : { policyDigest }),
    waves: shape.checkWaves.map((wave) => [...wave]),
    tasks: [...shape.tasks.values()].map(({ taskId, uses, purpose, needs }): PlanTaskView => {
      const wave = shape.checkWaves.findIndex((ids) => ids.includes(taskId));
      return { taskId, uses, purpose, needs: [...needs], ...(wave === -1 ? {} : { wave: wave + 1 }) };
    }),
    gates: shape.gates.map((gate): PlanGateView => {
      const human = policy?.gates[gate]?.human?.role;
      const needs = shape.document.gates?.[gate]?.needs ?? [];
      return { gate, needs, ...(human === undefined ? {} : { human }) };
    }),
  };
}
