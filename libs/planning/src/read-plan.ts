// Text becomes a plan and a policy here, or an error with every fault of both, each with line and column; nothing else ever
// parses either.
import { DomeError, LIMITS, structureDigest } from '@dome/contracts';
import type { Descriptor, Digest, FaultBody, Plan, Policy, RoleHolders } from '@dome/contracts';
import { documentsError } from '@dome/documents';
import { promotionNode, remedyNodes, shapeOf, taskNodes } from '@dome/runs';
import type { PlanShape } from '@dome/runs';

import { planFaults } from './check-plan.ts';
import { promotionFault } from './check-promoting.ts';
import { skillFaults } from './check-skills.ts';
import { policyFaults, unruledFaults } from './check-policy.ts';
import type { Fault, Locate } from './source.ts';
import type { SkillOf } from './typing/scope-types.ts';
import { openSource, withChecked } from './written-source.ts';
import type { WrittenSource } from './written-source.ts';

export interface ReadPlan {
  readonly shape: PlanShape;
  readonly planDigest: Digest;
  readonly policy?: Policy;
  readonly policyDigest?: Digest;
  /** The place in the plan's text of a fault that is found later (in resolving). */
  readonly locate: Locate;
  /** The same in the text of its policy. */
  readonly locateInPolicy?: Locate;
}

export interface PlanTexts {
  readonly plan: string;
  readonly policy?: string | undefined;
  /** The policy is of the law, under this name and version. */
  readonly ofLaw?: string | undefined;
  /** Gates without a policy are an error; a plan may be viewed without one. A plan that names one of the law has it. */
  readonly needsPolicy: boolean;
  /** By the law in force; without it, nothing is said of the people whom a gate asks for. */
  readonly holders?: RoleHolders | undefined;
}

/** The skill that a `uses` of the plan means, where it is at hand. */
export type SkillFor = (use: string) => Descriptor | undefined;

/**
 * @param skillFor tells what skills take and give already while the texts are read, so that all faults are told at once
 * @throws DomeError PLAN_INVALID with every fault of the plan and then of the policy; PAYLOAD_TOO_LARGE.
 */
export function readPlan(texts: PlanTexts, skillFor?: SkillFor): ReadPlan {
  const source = openSource(texts.plan, 'Plan', 'plan');
  const policySource = texts.policy === undefined ? undefined : openSource(texts.policy, 'Policy', calledPolicy(texts));
  refuseFaulty([source, policySource], texts, skillFor);
  const plan = heldBy(source);
  const planBytes = valueBytes(plan);
  requireRoom('the plan', planBytes);
  const base = { shape: shapeOf(plan), planDigest: digestOf(plan, source.locate), locate: source.locate };
  if (policySource === undefined) return base;
  const policy = heldBy(policySource);
  requireRoom('the plan with its policy', planBytes + valueBytes(policy));
  return { ...base, policy, policyDigest: digestOf(policy, policySource.locate), locateInPolicy: policySource.locate };
}

const calledPolicy = ({ ofLaw }: PlanTexts): string => (ofLaw === undefined ? 'policy' : `policy ${ofLaw}`);

type Sources = readonly [WrittenSource<'Plan'>, WrittenSource<'Policy'> | undefined];

function refuseFaulty([source, policySource]: Sources, texts: PlanTexts, skillFor: SkillFor | undefined): void {
  const plan = source.parts?.value;
  const placed = plan === undefined || skillFor === undefined ? undefined : placedSkills(plan, skillFor);
  const ofSkills = plan === undefined || placed === undefined ? [] : [...skillFaults(plan, placed.skillOf)];
  const policy = policySource?.parts?.value;
  const ofPlan = withChecked(source, function* check(value): Generator<Fault> {
    yield* planFaults(value);
    if (placed !== undefined) {
      yield* placed.misplaced;
      // What the documents alone tell is found again, and told once.
      for (const { fault } of ofSkills) yield fault;
    }
    yield* sentAlongFaults(value, texts);
    if (policy !== undefined) yield* unruledFaults(policy, value);
  });
  const ofPolicy: FaultBody[] =
    policySource === undefined
      ? []
      : withChecked(policySource, (value) =>
          plan === undefined ? [] : policyFaults(value, plan, { holders: texts.holders, skillOf: placed?.skillOf }),
        );
  const faults = [...ofPlan, ...ofPolicy];
  if (faults.length === 0) return;
  const first = ofSkills.find(({ fault }) => fault.pointer === ofPlan[0]?.pointer);
  throw documentsError(first?.code ?? 'PLAN_INVALID', faults, source.left + (policySource?.left ?? 0));
}

interface PlacedSkills {
  readonly misplaced: readonly Fault[];
  /** Of a skill in the wrong place, everything else would only distract from that. */
  readonly skillOf: SkillOf;
}

function placedSkills(plan: Plan, skillFor: SkillFor): PlacedSkills {
  const found = new Map<string, Descriptor>();
  const promotion = promotionNode(plan);
  const misplaced: Fault[] = [];
  for (const node of [...taskNodes(plan), ...remedyNodes(plan), ...(promotion === undefined ? [] : [promotion])]) {
    const skill = skillFor(node.uses);
    if (skill === undefined) continue;
    const fault = promotionFault(node, skill);
    if (fault === undefined) found.set(node.taskId, skill);
    else misplaced.push(fault);
  }
  return { misplaced, skillOf: (taskId) => found.get(taskId) };
}

/** Whether a policy is there that must be, or is not to be. */
function* sentAlongFaults(plan: Plan, { policy, ofLaw, needsPolicy }: PlanTexts): Generator<Fault> {
  const [gate] = Object.keys(plan.gates ?? {});
  if (policy === undefined && gate !== undefined && needsPolicy && plan.policy === undefined) {
    yield {
      pointer: `/gates/${gate}`,
      message: 'has no policy',
      hint: 'Name a policy of the law (policy: NAME@RANGE), or submit the plan with a policy.',
    };
  }
  if (policy !== undefined && plan.policy !== undefined && ofLaw === undefined) {
    const message = `names the policy ${plan.policy} of the law, so that none can be sent along`;
    yield { pointer: '/policy', message, hint: 'Leave the policy out, or take policy out of the plan.' };
  }
}

/** Without faults, all of it is there. */
function heldBy<Name extends 'Plan' | 'Policy'>({ parts }: WrittenSource<Name>) {
  if (parts === undefined) throw new DomeError('INTERNAL', { detail: 'a document without faults has no value' });
  return parts.value;
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

function digestOf(value: Plan | Policy, locate: Locate): Digest {
  try {
    return structureDigest(value);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw documentsError('PLAN_INVALID', [locate({ pointer: error.fields.pointer ?? '', message: error.message })]);
  }
}
