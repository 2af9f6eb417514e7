import type { PlanGateView, PlanTaskView, PlanValidateReply } from '@dome/contracts';
import { askingOfPolicy } from '@dome/planning';
import type { PlanReading } from '@dome/planning';

import { resolvePlan } from './resolve-plan.ts';
import { governPlan } from './law-policy.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Checks whether a plan is valid. Nothing is stored, and no role is needed. */
export function planValidate(parts: ServiceParts): Handler<'controlPlanValidate'> {
  return async (request) => {
    const asked = { plan: request.plan, policy: request.policy, needsPolicy: false };
    const { texts, read: plan } = await governPlan(
      { texts: asked, read: await parts.planning.read(asked) },
      await parts.law.refresh(),
      parts.planning,
    );
    const { inputs } = request;
    if (inputs !== undefined) await parts.planning.inputs({ schema: plan.shape.document.inputs, inputs });
    const lock = request.resolve === true ? await resolvePlan(texts, parts) : [];
    return { ...replyOf(plan), lock };
  };
}

function replyOf({ shape, planDigest, policy, policyDigest }: PlanReading): Omit<PlanValidateReply, 'lock'> {
  const { name, version, title } = shape.document;
  const waves = new Map(shape.checkWaves.flatMap((ids, index) => ids.map((id) => [id, index + 1] as const)));
  return {
    plan: { name, version, ...(title === undefined ? {} : { title }) },
    planDigest,
    ...(policyDigest === undefined ? {} : { policyDigest }),
    waves: shape.checkWaves.map((wave) => [...wave]),
    tasks: [...shape.tasks.values()].map(({ taskId, uses, purpose, needs }): PlanTaskView => {
      const wave = waves.get(taskId);
      return { taskId, uses, purpose, needs: [...needs], ...(wave === undefined ? {} : { wave }) };
    }),
    gates: shape.gates.map((gate): PlanGateView => {
      const human = policy?.gates[gate]?.human;
      const needs = shape.document.gates?.[gate]?.needs ?? [];
      if (human === undefined) return { gate, needs };
      const { required } = askingOfPolicy(human);
      const [first] = required;
      return { gate, needs, ...(first === undefined ? {} : { human: first.role }), approvals: [...required] };
    }),
  };
}
