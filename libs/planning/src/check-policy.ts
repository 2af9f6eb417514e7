import { DomeError, nearestName } from '@dome/contracts';
import type { GatePolicy, Plan, Policy, RoleHolders } from '@dome/contracts';

import { humanFaults, roleFaults } from './check-asking.ts';
import { ruleFaults } from './check-expression.ts';
import type { ScopeNames } from './check-expression.ts';
import { LONE_RULE_NAMES, ruleNames } from './scope-names.ts';
import { noSkill } from './typing/scope-types.ts';
import type { SkillOf } from './typing/scope-types.ts';
import type { Fault } from './source.ts';

/** Errors in a policy that its schema accepts, as this plan's gates use it; a policy may have gates of other plans. */
export function* policyFaults(policy: Policy, plan: Plan, known: KnownBefore = {}): Generator<Fault> {
  const { skillOf = noSkill, holders } = known;
  const names = ruleNames(plan, skillOf);
  for (const [gate, rules] of Object.entries(policy.gates)) {
    if (plan.gates?.[gate] === undefined) continue;
    yield* gateFaults(`/gates/${gate}`, rules, names);
    if (rules.human !== undefined) yield* roleFaults(`/gates/${gate}/human`, rules.human, holders);
  }
}

/** What is at hand besides the documents themselves. */
export interface KnownBefore {
  readonly skillOf?: SkillOf | undefined;
  readonly holders?: RoleHolders | undefined;
}

/** Gates of the plan that the policy does not mention: errors in the plan's text. */
export function* unruledFaults(policy: Policy, plan: Plan): Generator<Fault> {
  for (const gate of Object.keys(plan.gates ?? {})) {
    if (Object.hasOwn(policy.gates, gate)) continue;
    const near = nearestName(gate, Object.keys(policy.gates));
    const guess = near === undefined ? '' : `; did you mean ${near}?`;
    yield {
      pointer: `/gates/${gate}`,
      message: `the policy ${policy.name}@${policy.version} has no such gate${guess}`,
    };
  }
}

/** Errors in a policy of the law, before any plan uses it: which tasks its rules may name, only a plan can say. */
export function* lonePolicyFaults(policy: Policy): Generator<Fault> {
  for (const [gate, rules] of Object.entries(policy.gates)) yield* gateFaults(`/gates/${gate}`, rules, LONE_RULE_NAMES);
}

function* gateFaults(pointer: string, gate: GatePolicy, names: ScopeNames): Generator<Fault> {
  const rules = gate.rules ?? [];
  if (rules.length === 0 && gate.human === undefined) yield { pointer, message: 'has neither rules nor people' };
  const ids = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const at = `${pointer}/rules/${index}`;
    if (ids.has(rule.id)) yield { pointer: `${at}/id`, message: `the rule ${rule.id} stands here twice` };
    ids.add(rule.id);
    if (rule.otherwise === 'NEEDS_HUMAN' && gate.human === undefined) {
      yield { pointer: `${at}/otherwise`, message: 'nobody is named who could decide', hint: 'Add human: {role: …}.' };
    }
    for (const fault of ruleFaults(rule.expression, names)) yield { pointer: `${at}/expression`, ...fault };
  }
  if (gate.human !== undefined) yield* humanFaults(`${pointer}/human`, gate.human);
}

/** A gate without rules always asks people, because nothing else could decide. */
export const asksAlways = (gate: GatePolicy): boolean =>
  gate.human !== undefined && (gate.human.always === true || (gate.rules ?? []).length === 0);

/** @throws DomeError INTERNAL: a plan whose gate has no policy was refused before it was stored. */
export function gatePolicy(policy: Policy | undefined, gate: string): GatePolicy {
  const found = policy === undefined || !Object.hasOwn(policy.gates, gate) ? undefined : policy.gates[gate];
  if (found === undefined) throw new DomeError('INTERNAL', { detail: `the stored policy has no gate ${gate}` });
  return found;
}
