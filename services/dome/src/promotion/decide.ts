// A promotion is decided, like a gate, from recorded events alone: its evidence is the final decisions of the gates,
// its subject is an artifact by digest, and the command that carries it out names this decision. The law has the last word.
import { LIMITS, cutText, structureDigest } from '@dome/contracts';
import type { Decision, Digest, EnvironmentRef, Evidence, Plan, PolicyRef } from '@dome/contracts';
import type { RunPromotionDecided, SettledTask } from '@dome/contracts';
import { PROMOTION_GATE } from '@dome/planning';

import { sealDecision, sortedUnique } from '../gates/decide.ts';
import { reason } from '../reason-codes.ts';
import type { ReasonCode } from '../reason-codes.ts';
import type { Against } from '../law/judge-promotion.ts';

export type Promotion = NonNullable<Plan['promotion']>;

export interface ApprovedGate {
  readonly decision: Decision;
  /** The event that holds it. */
  readonly evidence: Evidence;
}

export interface PromotionQuestion {
  readonly iteration: number;
  readonly policy: PolicyRef;
  readonly accessDigest: Digest;
  readonly lawSequence: number;
  /** The environment as it is in force; undefined if there is none. */
  readonly environment: EnvironmentRef | undefined;
  readonly inputsDigest: Digest;
  readonly gates: readonly ApprovedGate[];
  /** The event that says that the artifact stands where it comes from; a run that made it needs none. */
  readonly standing: Evidence | undefined;
  /** What the law says against it. */
  readonly against: readonly Against[];
  /** The digest of the environment when the run was submitted. */
  readonly submittedUnder: string | undefined;
}

/** The artifact to promote, or why there is none. */
export function promotionSubject(
  promotion: Promotion,
  settled: SettledTask | undefined,
): { readonly name: string; readonly digest: string } | { readonly missing: string } {
  const { task, artifact } = promotion.subject;
  if (settled === undefined) return { missing: `the task ${task} was not run, so there is nothing to promote` };
  if (settled.result !== 'success') return { missing: `the task ${task} ended with ${settled.result}, not success` };
  const found = settled.artifacts?.find(({ name }) => name === artifact);
  if (found !== undefined) return { name: found.name, digest: found.digest };
  return { missing: `the task ${task} returned no artifact called ${artifact}` };
}

export function decidePromotion(question: PromotionQuestion): Decision {
  const { against } = question;
  const isAllowed = against.length === 0;
  return sealPromotion(question, {
    status: isAllowed ? 'APPROVE' : 'REJECT',
    reasonCodes: isAllowed ? [reason('ALL_GATES_APPROVED')] : codesAgainst(question),
    decidedBy: isAllowed ? decidersOf(question.gates) : { kind: 'policy' },
    notes: against.map(({ detail }) => cutText(detail, LIMITS.ruleDetailChars)).slice(0, LIMITS.notesPerDecision),
  });
}

/** The environment asks people: their gate is opened over the same evidence. */
export const askPromotion = (question: PromotionQuestion): Decision =>
  sealPromotion(question, {
    status: 'NEEDS_HUMAN',
    reasonCodes: [reason('HUMAN_REQUIRED')],
    decidedBy: { kind: 'policy' },
    notes: [],
  });

type Verdict = Pick<Decision, 'status' | 'reasonCodes' | 'decidedBy' | 'notes'>;

function sealPromotion(question: PromotionQuestion, verdict: Verdict): Decision {
  const { iteration, inputsDigest, environment } = question;
  const gates = question.gates.toSorted((a, b) => (a.decision.gate < b.decision.gate ? -1 : 1));
  const evidence = [
    ...gates.map((gate) => gate.evidence),
    ...(question.standing === undefined ? [] : [question.standing]),
  ];
  return sealDecision({
    gate: PROMOTION_GATE,
    iteration,
    ...verdict,
    riskScore: Math.max(0, ...gates.map(({ decision }) => decision.riskScore)),
    confidence: Math.min(1, ...gates.map(({ decision }) => decision.confidence)),
    policy: question.policy,
    accessDigest: question.accessDigest,
    lawSequence: question.lawSequence,
    ...(environment === undefined ? {} : { environment: refOf(environment) }),
    inputsDigest,
    rules: [],
    evidence,
    evidenceDigest: structureDigest({ gate: PROMOTION_GATE, iteration, inputsDigest, evidence }),
  });
}

/** The people who closed a gate that it rests on. */
function decidersOf(gates: readonly ApprovedGate[]): Decision['decidedBy'] {
  const people = sortedUnique(gates.flatMap(({ decision }) => decision.decidedBy.people ?? []));
  return people.length === 0 ? { kind: 'policy' } : { kind: 'people', people };
}

const refOf = ({ name, version, digest }: EnvironmentRef): EnvironmentRef => ({ name, version, digest });

/** These can become true by themselves; every other reason against a run that was accepted means that law has changed. */
const BY_ITSELF: ReadonlySet<ReasonCode> = new Set(['ENVIRONMENT_FROZEN', 'OUTSIDE_WINDOW', 'NOT_IN_SOURCE']);

function codesAgainst({ against, environment, submittedUnder }: PromotionQuestion): string[] {
  const isOtherLaw = environment?.digest !== submittedUnder || against.some(({ code }) => !BY_ITSELF.has(code));
  return sortedUnique([...against.map(({ code }) => code), ...(isOtherLaw ? [reason('LAW_CHANGED')] : [])]);
}

/** The value of `promotion` in the input expressions of the promotion task. */
export const promotionScope = (of: RunPromotionDecided): Record<string, string> => ({
  name: of.subject.name,
  digest: of.subject.digest,
  from: of.from,
  to: of.to,
});
