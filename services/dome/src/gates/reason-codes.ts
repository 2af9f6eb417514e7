// Why a decision came out as it did, in words of one code each. Policies declare their own codes beside these; the built-in
// ones say what the policy could not know when it was written.
export const REASON_CODES = {
  RULE_ERROR: 'A rule could not be evaluated, which counts as not true.',
  TASKS_NOT_RUN: 'Tasks of the iteration never ran, because an earlier one did not succeed.',
  HUMAN_REQUIRED: 'The policy always asks people.',
  APPROVED_BY_PEOPLE: 'People with the required role approved on this evidence.',
  REJECTED_BY_PEOPLE: 'Someone with the required role rejected.',
  APPROVAL_EXPIRED: 'Nobody decided before the deadline.',
  ALL_GATES_APPROVED: 'Every gate of the plan approved in this iteration.',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof REASON_CODES;

/** A typed way to name one, so that a misspelt code does not compile. */
export const reason = (code: ReasonCode): ReasonCode => code;
