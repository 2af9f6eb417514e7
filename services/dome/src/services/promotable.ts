// What the law says against the promotion of a run before there is one.
import { DomeError, segmentsOf, valueAt } from '@dome/contracts';
import type { Plan } from '@dome/contracts';
import { BUILD } from '@dome/planning';

import { standingIn } from '../environments/standing.ts';
import { environmentOf, promotionReasons } from '../law/judge-promotion.ts';
import type { Against } from '../law/judge-promotion.ts';
import type { LawState } from '../law/law-state.ts';
import { promotionAsked } from '../promotion/asked.ts';
import type { PromotingRun } from '../promotion/asked.ts';
import { reason } from '../reason-codes.ts';
import type { ReasonCode } from '../reason-codes.ts';
import type { ServiceParts } from './parts.ts';

type PromotableParts = Pick<ServiceParts, 'caughtUp' | 'standings' | 'now'>;

/** @returns the digest of the environment. @throws DomeError PROMOTION_DENIED with every reason at once */
export async function requirePromotable(
  run: PromotingRun,
  law: LawState,
  parts: PromotableParts,
): Promise<string | undefined> {
  const { promotion } = run.plan;
  if (promotion === undefined) return undefined;
  if (promotion.from !== BUILD) await parts.caughtUp();
  const standing = standingIn(parts.standings(), promotion.from).map(({ digest }) => digest);
  const asked = promotionAsked(run, { standing, digest: undefined, people: undefined, nowMs: parts.now() });
  refuse(asked === undefined ? [] : promotionReasons(law, asked), run.plan);
  return environmentOf(law, promotion.to)?.digest;
}

/**
 * Reasons that the documents give, whoever submits the plan, and whenever. A policy that is not law yet is none: it may be sent
 * along to be looked at before it becomes law.
 */
const OF_DOCUMENTS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'APPROVALS_MISSING',
  'ENVIRONMENT_UNKNOWN',
  'GATE_MISSING',
  'PLAN_NOT_ALLOWED',
  'POLICY_NOT_ALLOWED',
  'SKILL_NOT_ALLOWED',
  'SOURCE_NOT_ALLOWED',
]);

/**
 * A plan that is refused anyway is told of its policy, too: whoever mends the one should know the other.
 * @throws DomeError PROMOTION_DENIED with every reason at once
 */
export function requirePromotableBy(run: PromotingRun, law: LawState): void {
  const asked = promotionAsked(run, { standing: [], digest: undefined, people: undefined, nowMs: 0 });
  const against = asked === undefined ? [] : promotionReasons(law, asked);
  if (!against.some(({ code }) => OF_DOCUMENTS.has(code))) return;
  refuse(
    against.filter(({ code }) => OF_DOCUMENTS.has(code) || code === reason('POLICY_NOT_OF_LAW')),
    run.plan,
  );
}

function refuse(reasons: readonly Against[], plan: Plan): void {
  if (reasons.length === 0) return;
  throw new DomeError('PROMOTION_DENIED', {
    detail: reasons.map(({ code, detail }) => `${code}: ${detail}`).join('; '),
    pointer: '/promotion',
    reasons,
    faults: reasons.map(({ code, detail }) => ({
      document: 'plan',
      pointer: memberOf(code, plan),
      message: `${code}: ${detail}`,
    })),
  });
}

function memberOf(code: ReasonCode, plan: Plan): string {
  const pointer = MEMBERS[code];
  // A policy that is not named stands nowhere.
  return pointer === undefined || valueAt(plan, segmentsOf(pointer)) === undefined ? '/promotion' : pointer;
}

/** The member of the plan that a reason is about; any other is about the promotion as a whole. */
const MEMBERS: Partial<Readonly<Record<ReasonCode, string>>> = {
  ENVIRONMENT_UNKNOWN: '/promotion/to',
  SOURCE_NOT_ALLOWED: '/promotion/from',
  NOT_IN_SOURCE: '/promotion/from',
  POLICY_NOT_OF_LAW: '/policy',
  POLICY_NOT_ALLOWED: '/policy',
  GATE_MISSING: '/gates',
  PLAN_NOT_ALLOWED: '/name',
  SKILL_NOT_ALLOWED: '/promotion/task/uses',
  ENVIRONMENT_FROZEN: '/promotion/to',
  OUTSIDE_WINDOW: '/promotion/to',
};
