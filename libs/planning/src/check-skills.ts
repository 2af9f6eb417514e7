// What the descriptors of a plan's skills tell of it before a run: which inputs they take, which outputs and artifacts they give.
// Of a skill whose descriptor is not at hand, nothing is said.
import { DomeError, hasTemplates, REHEARSAL_ENVIRONMENT } from '@dome/contracts';
import type { ErrorCode, Plan } from '@dome/contracts';
import { assertSkillInput } from '@dome/skill-schema';

import { checkInput } from './check-input.ts';
import type { CheckedInput } from './check-input.ts';
import { PROMOTION_GATE } from './check-plan.ts';
import { lockKeyMisfits } from './lock-keys.ts';
import { scopedNodes } from './scope-names.ts';
import type { ScopedNode } from './scope-names.ts';
import type { Fault } from './source.ts';
import { inputMisfits } from './typing/fit-input.ts';
import { guessOf } from './typing/misfit.ts';
import type { KnownSkill, SkillOf } from './typing/scope-types.ts';

/** The code is that of the error, if the fault comes first. */
export interface CodedFault {
  readonly code: ErrorCode;
  readonly fault: Fault;
}

/** Faults of a plan that has none without its skills. Where a skill that promotes is tried, it is told what and where. Pure. */
export function* skillFaults(
  plan: Plan,
  skillOf: SkillOf,
  { isRehearsal }: { readonly isRehearsal: boolean } = { isRehearsal: false },
): Generator<CodedFault> {
  for (const scoped of scopedNodes(plan, skillOf)) {
    const { node, names } = scoped;
    const checked = checkInput(node, names);
    for (const fault of checked.faults) yield { code: 'PLAN_INVALID', fault };
    const skill = skillOf(node.taskId);
    const to = isRehearsal ? REHEARSAL_ENVIRONMENT : scoped.node.purpose === 'promote' ? 'staging' : undefined;
    if (skill !== undefined) yield* inputFaults(scoped, skill, { ...checked, to });
  }
  yield* subjectFaults(plan, skillOf);
}

/** As the input of a promoting task has it; the digest is known when it is decided. */
const PROMOTION_SHOWN = { name: 'artifact', digest: `sha256:${'0'.repeat(64)}`, from: 'build' };

/** `to` is where the task promotes into; undefined for one that does not. */
type PlacedInput = CheckedInput & { readonly to: string | undefined };

function* inputFaults({ node }: ScopedNode, skill: KnownSkill, { templates, to }: PlacedInput): Generator<CodedFault> {
  const base = `${node.pointer}/input`;
  const misfits = function* misfits(): Generator<CodedFault> {
    const given = new Set(to === undefined ? [] : [PROMOTION_GATE]);
    const found = inputMisfits({ input: node.input, skill, templateOf: (text) => templates.get(text), given });
    for (const { pointer, ...fault } of found)
      yield { code: 'INPUT_INVALID', fault: { pointer: `${base}${pointer}`, ...fault } };
  };
  const lockKeys = lockKeyMisfits({ node, skill, templates, promotes: to !== undefined });
  for (const { pointer, ...fault } of lockKeys)
    yield { code: 'PLAN_INVALID', fault: { pointer: `${node.pointer}${pointer}`, ...fault } };
  if (hasTemplates(node.input)) return yield* misfits();
  const promotion = to === undefined ? {} : { [PROMOTION_GATE]: { ...PROMOTION_SHOWN, to } };
  const fault = literalFault(skill, { ...node.input, ...promotion }, base);
  if (fault === undefined) return undefined;
  const found = [...misfits()];
  return yield* fault.code === 'INPUT_INVALID' && found.length > 0 ? found : [fault];
}

/** Of an input that is written out, the whole schema can be asked; what its members do not tell, its first fault does. */
function literalFault(skill: KnownSkill, input: Record<string, unknown>, base: string): CodedFault | undefined {
  try {
    assertSkillInput(skill, input, base);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    const { code, message, fields } = error;
    return { code, fault: { pointer: fields.pointer ?? base, message, hint: fields.hint } };
  }
}

/** What is promoted is one of the artifacts that the skill of its task declares. */
function* subjectFaults({ promotion }: Plan, skillOf: SkillOf): Generator<CodedFault> {
  const skill = promotion === undefined ? undefined : skillOf(promotion.subject.task);
  if (promotion === undefined || skill === undefined) return;
  const names = (skill.artifacts ?? []).map(({ name }) => name);
  const { artifact } = promotion.subject;
  if (names.includes(artifact)) return;
  const { guess, hint } = guessOf(artifact, names);
  const message = `${skill.name}@${skill.version} has no artifact ${artifact}${guess}`;
  yield { code: 'PLAN_INVALID', fault: { pointer: '/promotion/subject/artifact', message, hint } };
}
