import type { PlanGateView, PlanTaskView, PlanValidateReply } from '@dome/contracts';

import { askingOfPolicy } from './asking.ts';
import type { PlanReading } from './planner.ts';

/** The plan as it would run: its waves, tasks and gates. */
export function planView(read: PlanReading): Omit<PlanValidateReply, 'lock'> {
  const { shape, planDigest, policy, policyDigest } = read;
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
