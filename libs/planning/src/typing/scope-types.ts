// The types of the names of expressions: what the documents of a plan say of its inputs, and descriptors of the outputs and
// artifacts of tasks. Where a descriptor is not at hand, what its task gives is left open.
import type { Decision, Descriptor, SettledTask } from '@dome/contracts';

import type { NameTypes } from './infer.ts';
import { schemaType } from './schema-type.ts';
import { NUMBER, TEXT, closedMap, listWith, mapOf, mapOfAll, meet, ofKinds } from './type.ts';
import type { Type } from './type.ts';

const RESULTS: Readonly<Record<SettledTask['result'], true>> = {
  success: true,
  failure: true,
  error: true,
  timeout: true,
  cancellation: true,
  skip: true,
};
const STATUSES: Readonly<Record<Decision['status'], true>> = { APPROVE: true, REJECT: true, NEEDS_HUMAN: true };

/** What is known of the skill behind a task. */
export type KnownSkill = Pick<Descriptor, 'name' | 'version' | 'inputSchema' | 'outputSchema' | 'artifacts' | 'locks'>;
export type SkillOf = (taskId: string) => KnownSkill | undefined;
/** No descriptor is at hand. */
export const noSkill: SkillOf = () => undefined;

/** What the names of all scopes of one plan have in common. */
export interface PlanTypes {
  readonly inputs: Type;
  readonly task: (taskId: string) => Type;
}

export interface ScopeMembers {
  /** Undefined: any task may be there, as for a policy that no plan uses yet. */
  readonly tasks: ReadonlySet<string> | undefined;
  readonly gates: ReadonlySet<string> | undefined;
}

/** Of a plan without a schema of inputs: it takes none. */
export function planTypes(inputs: Record<string, unknown> | undefined, skillOf: SkillOf): PlanTypes {
  const known = new Map<string, Type>();
  return {
    inputs: inputs === undefined ? closedMap({}) : objectOf(inputs),
    task: (taskId) => {
      const before = known.get(taskId);
      if (before !== undefined) return before;
      const made = taskType(skillOf(taskId));
      known.set(taskId, made);
      return made;
    },
  };
}

/** For a policy that no plan uses yet. */
export const UNKNOWN_PLAN: PlanTypes = { inputs: ofKinds('map'), task: () => taskType(undefined) };

export function typesIn({ tasks, gates }: ScopeMembers, types: PlanTypes): NameTypes {
  const scope: Readonly<Record<string, Type>> = {
    inputs: types.inputs,
    iteration: ofKinds('int'),
    tasks: named(tasks, types.task, taskType(undefined)),
    gates: named(gates, () => GATE, GATE),
    run: RUN,
    promotion: PROMOTION,
  };
  return (name) => (Object.hasOwn(scope, name) ? scope[name] : undefined);
}

/** `any`: what a name stands for that only the run will tell. */
function named(names: ReadonlySet<string> | undefined, typeOf: (name: string) => Type, any: Type): Type {
  return mapOf({
    member: (name) => (names === undefined || names.has(name) ? typeOf(name) : undefined),
    names: () => [...(names ?? [])],
    value: () => any,
  });
}

function taskType(skill: KnownSkill | undefined): Type {
  return closedMap({
    skill: closedMap({ name: TEXT, version: TEXT, digest: TEXT }),
    result: RESULT,
    output: skill === undefined ? ofKinds('map') : objectOf(skill.outputSchema),
    artifacts: skill === undefined ? mapOfAll(ARTIFACT) : artifactsOf(skill),
    problem: ofKinds('map'),
  });
}

const artifactsOf = ({ artifacts = [] }: KnownSkill): Type =>
  closedMap(Object.fromEntries(artifacts.map(({ name }) => [name, ARTIFACT])));

/** Inputs and outputs are objects, whatever their schemas leave open. */
const objectOf = (schema: Record<string, unknown>): Type => meet(schemaType(schema), ofKinds('map'));

/** In the order in which they are told. */
const RESULT = { ...TEXT, words: Object.keys(RESULTS) };
const STATUS = { ...TEXT, words: Object.keys(STATUSES) };

const ARTIFACT = closedMap({ name: TEXT, digest: TEXT, size: NUMBER, mediaType: TEXT });
const GATE = closedMap({
  status: STATUS,
  reasonCodes: listWith(() => TEXT),
  riskScore: NUMBER,
  confidence: NUMBER,
  notes: listWith(() => TEXT),
});
const RUN = closedMap({
  id: TEXT,
  plan: closedMap({ name: TEXT, version: TEXT }),
  submittedBy: TEXT,
  labels: mapOfAll(TEXT),
});
const PROMOTION = closedMap({ name: TEXT, digest: TEXT, from: TEXT, to: TEXT });
