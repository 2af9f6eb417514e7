// L10: a decision is a pure function of recorded events and a versioned policy: reordering, repeating or replaying them
// does not change it. So nothing here depends on the order in which tasks settled, on time, or on who evaluates:
// everything with an order is sorted, and the decision's id is the digest of everything else.
import { cutText, structureDigest, LIMITS } from '@dome/contracts';
import type { Decision, Digest, Evidence, GatePolicy, GateRule, PolicyRef, RuleOutcome } from '@dome/contracts';
import { asksAlways, createMeasure } from '@dome/planning';
import type { Measure, Scope } from '@dome/planning';

import { reason } from '../reason-codes.ts';

export interface GateQuestion {
  readonly gate: string;
  readonly iteration: number;
  readonly rules: GatePolicy;
  readonly policy: PolicyRef;
  readonly accessDigest: Digest;
  /** Of the law that it is decided under. */
  readonly lawSequence: number;
  readonly inputsDigest: Digest;
  /** What the rules read. */
  readonly scope: Scope;
  /** The evidence of the settled tasks, by task id. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Tasks of the iteration that never ran. */
  readonly notRun: readonly string[];
}

export function decideGate(question: GateQuestion): Decision {
  const rules = question.rules.rules ?? [];
  const measure = createMeasure();
  const outcomes = rules.map((rule) => ({ rule, outcome: evaluateRule(rule, question.scope, measure) }));
  const failed = outcomes.filter(({ outcome }) => outcome.value !== 'true');
  const errors = outcomes.filter(({ outcome }) => outcome.value === 'error').length;
  const status = statusOf(
    question,
    failed.map(({ rule }) => rule),
  );
  const reasonCodes = [
    ...failed.map(({ rule }) => rule.reasonCode),
    ...(errors > 0 ? [reason('RULE_ERROR')] : []),
    ...(question.notRun.length > 0 ? [reason('TASKS_NOT_RUN')] : []),
    ...(status === 'NEEDS_HUMAN' && asksAlways(question.rules) ? [reason('HUMAN_REQUIRED')] : []),
  ];
  return sealDecision({
    gate: question.gate,
    iteration: question.iteration,
    status,
    reasonCodes: sortedUnique(reasonCodes),
    riskScore: Math.min(
      100,
      failed.reduce((sum, { rule }) => sum + (rule.risk ?? 0), 0),
    ),
    confidence: rules.length === 0 ? 1 : (rules.length - errors) / rules.length,
    policy: question.policy,
    accessDigest: question.accessDigest,
    lawSequence: question.lawSequence,
    inputsDigest: question.inputsDigest,
    rules: outcomes.map(({ outcome }) => outcome),
    ...evidenceOf(question),
    decidedBy: { kind: 'policy' },
    notes: notesOf(
      question,
      failed.map(({ rule }) => rule),
    ),
  });
}

/** A decision without its id: the id is the digest of the rest. */
export function sealDecision(rest: Omit<Decision, 'decisionId'>): Decision {
  return { decisionId: structureDigest(rest), ...rest };
}

export const sortedUnique = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

function statusOf(question: GateQuestion, failed: readonly GateRule[]): Decision['status'] {
  if (question.notRun.length > 0) return 'REJECT';
  if (failed.some((rule) => rule.otherwise !== 'NEEDS_HUMAN')) return 'REJECT';
  return failed.length > 0 || asksAlways(question.rules) ? 'NEEDS_HUMAN' : 'APPROVE';
}

function evaluateRule(rule: GateRule, scope: Scope, measure: Measure): RuleOutcome {
  const { id, expression, reasonCode } = rule;
  const said = measure.evaluateText(expression, scope);
  if (said.ok && said.value === true) return { id, expression, value: 'true' };
  if (said.ok && said.value === false) return { id, expression, value: 'false', reasonCode };
  const detail = said.ok ? 'the value is neither true nor false' : said.detail;
  return { id, expression, value: 'error', reasonCode, detail: cutText(detail, LIMITS.ruleDetailChars) };
}

function evidenceOf(question: GateQuestion): Pick<Decision, 'evidence' | 'evidenceDigest'> {
  const { gate, iteration, inputsDigest } = question;
  const evidence = [...question.evidence].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { evidence, evidenceDigest: structureDigest({ gate, iteration, inputsDigest, evidence }) };
}

function notesOf(question: GateQuestion, failed: readonly GateRule[]): string[] {
  const notRun = question.notRun.toSorted().slice(0, 16).join(', ');
  return [
    ...(notRun === '' ? [] : [`never run: ${notRun}`]),
    ...failed.flatMap(({ note }) => (note === undefined ? [] : [note])),
  ].slice(0, LIMITS.notesPerDecision);
}
