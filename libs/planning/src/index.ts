export { askingOfEnvironment, askingOfPolicy } from './asking.ts';
export type { Asking } from './asking.ts';
export { tooFewFaults } from './check-asking.ts';
export { PROMOTION_GATE } from './check-plan.ts';
export { asksAlways, gatePolicy } from './check-policy.ts';
export { ABSENT } from './expressions/absent.ts';
export type { Absent } from './expressions/absent.ts';
export type { Scope } from './expressions/expression.ts';
export { createMeasure } from './expressions/measure.ts';
export type { Measure } from './expressions/measure.ts';
export { fillTemplates } from './expressions/template.ts';
/** @public The command line will check documents by it before it sends them. */
export { checkInputs } from './inputs.ts';
export { ACCESS, BUILD, checkLawDocument, documentId } from './law-document.ts';
export type { LawDocuments, LawKind, NewLaw } from './law-document.ts';
export { localTime } from './local-time.ts';
/** @public The command line will check documents by it before it sends them. */
export { lockPlan, requireWorkspace } from './lock.ts';
export type { Fleet } from './lock.ts';
export { createPlanner, textsDigest } from './planner.ts';
export type { Answer, Planner, Planning, PlanReading, Question, QuestionKind } from './planner.ts';
export { planView } from './plan-view.ts';
export { readLaw, readLaws, refusedTogether } from './read-law.ts';
export type { LawSource } from './read-law.ts';
/** @public The command line will check documents by it before it sends them. */
export { readPlan } from './read-plan.ts';
export type { PlanTexts, SkillFor } from './read-plan.ts';
export { isTooDeep, requireBounded } from './value-bounds.ts';
