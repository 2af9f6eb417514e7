// Text becomes a plan and a policy here, or an error with line and column; nothing else ever parses either.
import { DomeError, LIMITS, structureDigest } from '@dome/contracts';
import type { Digest, Plan, Policy } from '@dome/contracts';
import { shapeOf } from '@dome/runs';
import type { PlanShape } from '@dome/runs';

import { planFaults } from './check-plan.ts';
import { policyFaults, unruledFaults } from './check-policy.ts';
import { checkSource } from './check-source.ts';
import { readSource } from './source.ts';
import type { SourceDocument } from './source.ts';

export interface ReadPlan {
  readonly shape: PlanShape;
  readonly planDigest: Digest;
  readonly policy?: Policy;
  readonly policyDigest?: Digest;
  /** An error found later (in resolving), with its place in the plan's text. */
  readonly error: SourceDocument['error'];
}

export interface PlanTexts {
  readonly plan: string;
  readonly policy?: string | undefined;
  /** The policy is of the law, under this name and version. */
  readonly ofLaw?: string | undefined;
  /** Gates without a policy are an error; a plan may be viewed without one. A plan that names one of the law has it. */
  readonly needsPolicy: boolean;
}

/** @throws DomeError PLAN_INVALID with line, column and pointer; PAYLOAD_TOO_LARGE. */
export function readPlan(texts: PlanTexts): ReadPlan {
  const source = readSource(texts.plan, 'plan');
  const plan = checkSource(source, 'Plan');
  throwFirst(source, planFaults(plan));
  const planDigest = digestOf(source);
  const planBytes = valueBytes(plan);
  requireRoom('the plan', planBytes);
  const base = { shape: shapeOf(plan), planDigest, error: source.error };
  if (texts.policy === undefined) {
    const [gate] = Object.keys(plan.gates ?? {});
    if (gate === undefined || !texts.needsPolicy || plan.policy !== undefined) return base;
    throw source.error({
      pointer: `/gates/${gate}`,
      message: 'has no policy',
      hint: 'Name a policy of the law (policy: NAME@RANGE), or submit the plan with a policy.',
    });
  }
  if (plan.policy !== undefined && texts.ofLaw === undefined) {
    const message = `names the policy ${plan.policy} of the law, so that none can be sent along`;
    throw source.error({ pointer: '/policy', message, hint: 'Leave the policy out, or take policy out of the plan.' });
  }
  const policySource = readSource(texts.policy, texts.ofLaw === undefined ? 'policy' : `policy ${texts.ofLaw}`);
  const policy = checkSource(policySource, 'Policy');
  throwFirst(policySource, policyFaults(policy, plan));
  throwFirst(source, unruledFaults(policy, plan));
  requireRoom('the plan with its policy', planBytes + valueBytes(policy));
  return { ...base, policy, policyDigest: digestOf(policySource) };
}

const valueBytes = (value: Plan | Policy): number => Buffer.byteLength(JSON.stringify(value));

/**
 * An alias is one word in the text and a whole value in the event, so the expanded size of a plan is checked when it is
 * read.
 */
function requireRoom(what: string, bytes: number): void {
  if (bytes <= LIMITS.planValueBytes) return;
  throw new DomeError('PAYLOAD_TOO_LARGE', {
    detail: `${what} has ${bytes} bytes with all aliases written out, at most ${LIMITS.planValueBytes}`,
    hint: 'Use fewer aliases: pass a large value once, as an input of the plan or an artifact.',
  });
}

function throwFirst(source: SourceDocument, faults: Iterable<Parameters<SourceDocument['error']>[0]>): void {
  for (const fault of faults) throw source.error(fault);
}

function digestOf(source: SourceDocument): Digest {
  try {
    return structureDigest(source.value);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw source.error({ pointer: error.fields.pointer ?? '', message: error.message }, error);
  }
}
