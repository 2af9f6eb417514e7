// The reasons for a decision, each as one code. Policies declare their own codes beside these; the built-in ones cover
// what a policy cannot know when it is written.
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

/** Names a reason code with a type, so that a misspelt code does not compile. */
export const reason = (code: ReasonCode): ReasonCode => code;
