// The reasons for a decision, each as one code. Policies declare their own codes beside these; the built-in ones cover
// what a policy cannot know when it is written.
export const REASON_CODES = {
  RULE_ERROR: 'A rule could not be evaluated, which counts as not true.',
  TASKS_NOT_RUN: 'Tasks of the iteration never ran, because an earlier one did not succeed.',
  HUMAN_REQUIRED: 'The policy always asks people.',
  APPROVED_BY_PEOPLE: 'People with the required role approved on this evidence.',
  REJECTED_BY_PEOPLE: 'Someone with the required role rejected.',
  APPROVAL_EXPIRED: 'Too few people voted before the deadline.',
  ENVIRONMENT_UNKNOWN: 'The law has no environment of that name.',
  SOURCE_NOT_ALLOWED: 'The environment takes no artifacts from there.',
  NOT_IN_SOURCE: 'The artifact does not stand where it would be promoted from.',
  POLICY_NOT_OF_LAW: 'The policy that decides was sent along with the plan, or there is none.',
  POLICY_NOT_ALLOWED: 'The policy that decides is not the one that the environment asks for.',
  GATE_MISSING: 'A gate that the environment asks for has not approved.',
  PLAN_NOT_ALLOWED: 'The environment does not list the plan.',
  SKILL_NOT_ALLOWED: 'The environment does not list the skill that would carry the promotion out.',
  SUBMITTER_NOT_ALLOWED: 'The submitter has none of the roles whose runs may promote there.',
  ENVIRONMENT_FROZEN: 'The environment is frozen.',
  OUTSIDE_WINDOW: 'The environment is not promoted into at this time.',
  APPROVALS_MISSING: 'People whom the environment asks for have not approved.',
  NOT_INDEPENDENT: 'Somebody approved who applied the policy, and the environment asks for independent people.',
  LAW_CHANGED: 'The law has changed since the run was submitted, and does not allow the promotion any more.',
  ALL_GATES_APPROVED: 'Every gate of the plan approved in this iteration.',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof REASON_CODES;

/** Names a reason code with a type, so that a misspelt code does not compile. */
export const reason = (code: ReasonCode): ReasonCode => code;

export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(REASON_CODES, code);
}
