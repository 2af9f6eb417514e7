// Text becomes a plan and a policy here, or an error with its line and column; nothing else ever parses either.
import { DomeError, checkDocument, structureDigest } from '@dome/contracts';
import type { Digest, Plan, Policy } from '@dome/contracts';
import { nearestName } from '@dome/runtime';

import { planFaults } from './check-plan.ts';
import { policyFaults, unruledFaults } from './check-policy.ts';
import { shapeOf } from './shape.ts';
import type { PlanShape } from './shape.ts';
import { readSource } from './source.ts';
import type { Fault, Source } from './source.ts';

export interface ReadPlan {
  readonly shape: PlanShape;
  readonly planDigest: Digest;
  readonly policy?: Policy;
  readonly policyDigest?: Digest;
  /** A fault found later (in resolving) as an error with its place in the plan's text. */
  readonly error: Source['error'];
}

export interface PlanTexts {
  readonly plan: string;
  readonly policy?: string | undefined;
  /** Gates without a policy are a fault; a plan may be looked at without one. */
  readonly needsPolicy: boolean;
}

/** @throws DomeError PLAN_INVALID with line, column and pointer; PAYLOAD_TOO_LARGE. */
export function readPlan(texts: PlanTexts): ReadPlan {
  const source = readSource(texts.plan, 'plan');
  const plan = checked(source, 'Plan');
  throwFirst(source, planFaults(plan));
  const planDigest = digestOf(source);
  const base = { shape: shapeOf(plan), planDigest, error: source.error };
  if (texts.policy === undefined) {
    const [gate] = Object.keys(plan.gates ?? {});
    if (gate === undefined || !texts.needsPolicy) return base;
    throw source.error({ pointer: `/gates/${gate}`, message: 'has no policy', hint: 'Submit the plan with a policy.' });
  }
  const policySource = readSource(texts.policy, 'policy');
  const policy = checked(policySource, 'Policy');
  throwFirst(policySource, policyFaults(policy, plan));
  throwFirst(source, unruledFaults(policy, plan));
  return { ...base, policy, policyDigest: digestOf(policySource) };
}

function throwFirst(source: Source, faults: Iterable<Parameters<Source['error']>[0]>): void {
  for (const fault of faults) throw source.error(fault);
}

function checked(source: Source, name: 'Plan'): Plan;
function checked(source: Source, name: 'Policy'): Policy;
function checked(source: Source, name: 'Plan' | 'Policy'): Plan | Policy {
  try {
    return checkDocument(name, source.value);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw schemaError(source, error);
  }
}

/** The contract's words for the fault, without the pointer that the place says again. */
function schemaError(source: Source, error: DomeError): DomeError {
  const pointer = error.fields.pointer ?? '';
  const field = pointer.split('/').at(-1) ?? '';
  const worded = error.message.replace(/^(Plan|Policy) /, '');
  const said = pointer === '' ? worded : worded.replace(`${pointer} `, '');
  if (said.includes('additional properties')) return source.error(unknownField(pointer, field), error);
  if (!said.includes('required property')) return source.error({ pointer, message: said }, error);
  // A field that is missing often stands there under another name: that is the better place to point at.
  const parent = pointer.slice(0, -field.length - 1);
  const near = nearestName(field, membersAt(source.value, parent));
  if (near === undefined) return source.error({ pointer: parent, message: `${field} is missing` }, error);
  const message = `is not a field here; did you mean ${field}?`;
  return source.error({ pointer: `${parent}/${near}`, message }, error);
}

function unknownField(pointer: string, field: string): Fault {
  const near = nearestName(field, FIELDS);
  return { pointer, message: `is not a field here${near === undefined ? '' : `; did you mean ${near}?`}` };
}

function membersAt(value: unknown, pointer: string): string[] {
  let at = value;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return [];
    at = Object.entries(at).find(([name]) => name === segment.replaceAll('~1', '/').replaceAll('~0', '~'))?.[1];
  }
  return typeof at === 'object' && at !== null ? Object.keys(at) : [];
}

function digestOf(source: Source): Digest {
  try {
    return structureDigest(source.value);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw source.error({ pointer: error.fields.pointer ?? '', message: error.message }, error);
  }
}

const FIELDS = [
  ...['apiVersion', 'kind', 'name', 'version', 'title', 'description', 'inputs', 'tasks', 'partialFailure', 'gates'],
  ...['loop', 'promotion', 'uses', 'pool', 'needs', 'input', 'timeouts', 'maxIterations', 'remedy', 'task', 'subject'],
  ...['from', 'to', 'artifact', 'queue', 'execution', 'heartbeat', 'total', 'id', 'rules', 'human', 'expression'],
  ...['otherwise', 'reasonCode', 'risk', 'note', 'role', 'always', 'deadline'],
];
