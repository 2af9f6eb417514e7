// What this side can say of a plan, its policy and its inputs before anybody is asked, and before anything is packed: the
// control plane reads them by the same code, and checks them again.
import type { RoleHolders } from '@dome/contracts';
import { checkInputs, readPlan } from '@dome/planning';
import type { PlanTexts, SkillFor } from '@dome/planning';

import type { PlanFiles } from './plan-files.ts';

export interface AskedOfDocuments {
  /** Undefined: nothing is said of them. */
  readonly inputs: Record<string, unknown> | undefined;
  /** A plan with gates is refused without one. */
  readonly needsPolicy: boolean;
  /** The policy that the plan names, as the law at hand has it. */
  readonly ofLaw?: { readonly name: string; readonly text: string } | undefined;
  /** By the law at hand; without it, nothing is said of the people whom a gate asks for. */
  readonly holders?: RoleHolders | undefined;
  /** Skills at hand: without them, nothing is said of what skills take and give. */
  readonly skillFor?: SkillFor | undefined;
}

/** @throws DomeError PLAN_INVALID, INPUT_INVALID, PAYLOAD_TOO_LARGE, each with every fault */
export function checkPlanFiles(
  files: PlanFiles,
  { inputs, needsPolicy, ofLaw, holders, skillFor }: AskedOfDocuments,
): ReturnType<typeof readPlan> {
  const { plan, policy } = files;
  // A policy that is sent along with a plan that names one of the law is a fault, which the law must not hide.
  const law = policy === undefined && ofLaw !== undefined ? { policy: ofLaw.text, ofLaw: ofLaw.name } : {};
  const sent = policy === undefined ? law : { policy: policy.text };
  const texts: PlanTexts = { plan: plan.text, ...sent, needsPolicy, holders };
  const read = readPlan(texts, skillFor);
  if (inputs !== undefined) checkInputs(read.shape.document.inputs, inputs);
  return read;
}
