// What the law says against a promotion: every reason at once, none if it is allowed. Pure over the law, what stands where,
// and the moment. It is asked when a run is submitted, about what is known then, and again when the promotion is decided.
import { isInWindow, isMeantBy, openFreezes, parseSkillUse } from '@dome/contracts';
import type { Environment, Identity, PolicyRef } from '@dome/contracts';
import { BUILD, tooFewFaults } from '@dome/planning';
import { tallyOf } from '@dome/runs';
import type { Approver } from '@dome/runs';

import { reason } from '../reason-codes.ts';
import type { ReasonCode } from '../reason-codes.ts';
import { hasApplied } from './independence.ts';
import { inForce } from './law-state.ts';
import type { LawState, LawVersion } from './law-state.ts';

export interface Against {
  readonly code: ReasonCode;
  readonly detail: string;
}

export interface Versioned {
  readonly name: string;
  readonly version: string;
}

/** What people have said of the run until now. */
export interface PeopleSaid {
  /** Whose approval closed one of its gates. */
  readonly approvedBy: readonly string[];
  /** In the gate of the environment; undefined: it has not asked. */
  readonly answer: PeopleAnswer | undefined;
}

export type PeopleAnswer =
  | { readonly kind: 'people'; readonly approvers: readonly Approver[] }
  /** They did not answer in time, and the environment said that this means yes. */
  | { readonly kind: 'expiry' };

export interface PromotionAsked {
  readonly from: string;
  readonly to: string;
  /** Undefined: the run has no policy. */
  readonly policy: PolicyRef | undefined;
  readonly plan: Versioned & { readonly digest: string };
  readonly skill: Versioned;
  /** Those that approved, or that would have to. */
  readonly gates: readonly string[];
  readonly submitter: Identity;
  /** Digests of what stands in `from`. */
  readonly standing: readonly string[];
  /** The digest to promote; undefined while nobody knows it. */
  readonly digest: string | undefined;
  /** Undefined while nobody could be asked. */
  readonly people: PeopleSaid | undefined;
  readonly nowMs: number;
}

export function promotionReasons(law: LawState, asked: PromotionAsked): Against[] {
  const found = environmentOf(law, asked.to);
  if (found === undefined) {
    return [{ code: reason('ENVIRONMENT_UNKNOWN'), detail: `the law has no environment ${asked.to}` }];
  }
  const { document } = found;
  return [
    ...sourceReasons(document, asked),
    ...policyReasons(law, document, asked),
    ...gateReasons(document, asked),
    ...listReasons(document, asked),
    ...submitterReasons(law, document, asked),
    ...peopleReasons(law, document, asked),
    ...timeReasons(document, asked.nowMs),
  ];
}

/** The environment that a promotion is judged by. */
export const environmentOf = (law: LawState, to: string): LawVersion<'environment'> | undefined =>
  inForce(law, { kind: 'environment', name: to });

function* sourceReasons({ name, promotesFrom }: Environment, { from, standing, digest }: PromotionAsked) {
  if (!promotesFrom.includes(from)) {
    const detail = `${name} takes artifacts from ${promotesFrom.join(', ')}, not from ${from}`;
    yield { code: reason('SOURCE_NOT_ALLOWED'), detail };
    return;
  }
  if (from === BUILD) return;
  if (standing.length === 0) yield { code: reason('NOT_IN_SOURCE'), detail: `nothing stands in ${from}` };
  else if (digest !== undefined && !standing.includes(digest)) {
    yield { code: reason('NOT_IN_SOURCE'), detail: `${digest} does not stand in ${from}` };
  }
}

function policyReasons(law: LawState, environment: Environment, { policy }: PromotionAsked): Against[] {
  const { name, policy: wanted } = environment;
  if (policy === undefined) {
    return [
      { code: reason('POLICY_NOT_OF_LAW'), detail: `${name} asks for the policy ${wanted}, and the run has none` },
    ];
  }
  const own = `${policy.name}@${policy.version}`;
  if (policy.submittedBy !== undefined) {
    const detail = `${name} asks for the policy ${wanted} of the law; ${own} was submitted by ${policy.submittedBy}`;
    return [{ code: reason('POLICY_NOT_OF_LAW'), detail }];
  }
  const { name: wantedName, range } = parseSkillUse(wanted);
  const current = inForce(law, { kind: 'policy', name: wantedName }, range);
  if (current === undefined) {
    return [
      { code: reason('POLICY_NOT_ALLOWED'), detail: `${name} asks for the policy ${wanted}, which is not in force` },
    ];
  }
  if (policy.name === wantedName && policy.version === current.version && policy.digest === current.digest) return [];
  const detail = `${name} asks for the policy ${wanted}, which is ${current.version} now; the run is decided by ${own}`;
  return [{ code: reason('POLICY_NOT_ALLOWED'), detail }];
}

function gateReasons({ name, gates: wanted }: Environment, { gates }: PromotionAsked): Against[] {
  return wanted
    .filter((gate) => !gates.includes(gate))
    .map((gate) => ({ code: reason('GATE_MISSING'), detail: `${name} asks for the gate ${gate}` }));
}

function* listReasons({ name, plans, planDigests, skills }: Environment, { plan, skill }: PromotionAsked) {
  if (!isListed(plans, plan)) {
    const detail = `${name} is promoted into by ${plans.join(', ')}, not by ${plan.name}@${plan.version}`;
    yield { code: reason('PLAN_NOT_ALLOWED'), detail };
  } else if (planDigests !== undefined && !planDigests.includes(plan.digest)) {
    const detail = `${name} is promoted into by plans of certain digests, and ${plan.digest} is none of them`;
    yield { code: reason('PLAN_NOT_ALLOWED'), detail };
  }
  if (!isListed(skills, skill)) {
    const detail = `promotions into ${name} are carried out by ${skills.join(', ')}, not by ${skill.name}@${skill.version}`;
    yield { code: reason('SKILL_NOT_ALLOWED'), detail };
  }
}

const isListed = (uses: readonly string[], version: Versioned): boolean => uses.some((use) => isMeantBy(use, version));

function submitterReasons({ access }: LawState, environment: Environment, { submitter }: PromotionAsked): Against[] {
  const { name, submitters } = environment;
  if (access.rolesOf(submitter).some((role) => submitters.includes(role))) return [];
  const detail = `${submitter.user} has none of the roles whose runs may promote into ${name}: ${submitters.join(', ')}`;
  return [{ code: reason('SUBMITTER_NOT_ALLOWED'), detail }];
}

/** Law that has changed since people answered: they were asked for less, or may not have answered at all. */
function* peopleReasons(law: LawState, environment: Environment, { people, policy, submitter }: PromotionAsked) {
  const { name, approvals = [], independent = false, onExpiry } = environment;
  if (people === undefined) {
    // Nobody need be asked to know that nobody could answer.
    for (const { message } of approvals.flatMap((one) => [...tooFewFaults('', one, law.access.holders)])) {
      yield { code: reason('APPROVALS_MISSING'), detail: `${name}: ${message}` };
    }
    return;
  }
  // Those who approve are stamped by the account of the one who submitted.
  const { account } = submitter;
  for (const user of independent ? new Set(people.approvedBy) : []) {
    if (policy === undefined || !hasApplied(law, { user, account }, policy)) continue;
    const detail = `${name} asks for independent people, and ${user} applied the policy and approved`;
    yield { code: reason('NOT_INDEPENDENT'), detail };
  }
  const { answer } = people;
  if (answer === undefined || (answer.kind === 'expiry' && onExpiry === 'APPROVE')) return;
  const { missing } = tallyOf(approvals, answer.kind === 'people' ? answer.approvers : []);
  if (missing.length === 0) return;
  const more = missing.map(({ role, count }) => `${count} more ${role}`).join(' and ');
  yield { code: reason('APPROVALS_MISSING'), detail: `${name} asks for the approval of ${more}` };
}

function* timeReasons({ name, windows = [], freezes = [] }: Environment, nowMs: number) {
  for (const { to, timeZone, reason: why } of openFreezes(freezes, nowMs)) {
    const because = why === undefined ? '' : `: ${why}`;
    yield { code: reason('ENVIRONMENT_FROZEN'), detail: `${name} is frozen until ${to} ${timeZone}${because}` };
  }
  if (isInWindow(windows, nowMs)) return;
  const words = windows.map(({ days, from, to, timeZone }) => `${days.join(' ')} ${from}-${to} ${timeZone}`);
  yield { code: reason('OUTSIDE_WINDOW'), detail: `${name} is promoted into at ${words.join(', ')}` };
}
