// The rules of a gate, each with what it came to.
import type { Decision, GateRuleView } from '@dome/contracts/portable';

import type { RunState } from './state.ts';

/** Those of the policy, in its order; the gate of an environment has none. */
export function gateRules(
  { policy, shape }: Pick<RunState, 'policy' | 'shape'>,
  gate: string,
  decision: Decision | undefined,
): GateRuleView[] {
  const rules = shape.gates.includes(gate) ? (policy?.gates[gate]?.rules ?? []) : [];
  const outcomes = new Map((decision?.rules ?? []).map((outcome) => [outcome.id, outcome]));
  return rules.map(({ id, title, expression, reasonCode, otherwise = 'REJECT', risk = 0, note }): GateRuleView => {
    const { value, detail } = outcomes.get(id) ?? {};
    return {
      id,
      ...(title === undefined ? {} : { title }),
      expression,
      ...(value === undefined ? {} : { value }),
      ...(detail === undefined ? {} : { detail }),
      reasonCode,
      otherwise,
      risk,
      ...(note === undefined ? {} : { note }),
    };
  });
}
