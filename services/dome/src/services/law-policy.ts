// A plan that names its policy is decided by that of the law, whatever else would be at hand.
import { DomeError, parseSkillUse } from '@dome/contracts';
import type { PolicyRef } from '@dome/contracts';
import type { PlanReading, PlanTexts, Planning } from '@dome/planning';

import { inForce } from '../law/law-state.ts';
import type { LawState } from '../law/law-state.ts';

export interface GovernedPlan {
  readonly texts: PlanTexts;
  readonly read: PlanReading;
  /** The policy of the law, where the plan names one. */
  readonly ofLaw: Omit<PolicyRef, 'submittedBy'> | undefined;
}

/** @throws DomeError NOT_FOUND when the law has no such policy, or as `readPlan` */
export async function governPlan(
  { texts, read }: { readonly texts: PlanTexts; readonly read: PlanReading },
  law: LawState,
  planning: Pick<Planning, 'read'>,
): Promise<GovernedPlan> {
  const use = read.shape.document.policy;
  if (use === undefined) return { texts, read, ofLaw: undefined };
  const { name, range } = parseSkillUse(use);
  const found = inForce(law, { kind: 'policy', name }, range);
  if (found === undefined) {
    const detail = `the law has no policy ${use} in force`;
    const hint = 'List the law with `dome law list`.';
    const faults = [{ document: 'plan', pointer: '/policy', message: detail, hint }];
    throw new DomeError('NOT_FOUND', { detail, pointer: '/policy', hint, faults });
  }
  const { version, digest } = found;
  const governed = { ...texts, policy: JSON.stringify(found.document), ofLaw: `${name}@${version}` };
  return { texts: governed, read: await planning.read(governed), ofLaw: { name, version, digest } };
}
