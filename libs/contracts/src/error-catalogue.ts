// The one name space of error codes. A code carries the decision (its disposition) and the sentence a person reads; the
// error object carries the fields, and `cause` carries the errors of the layers below (L12).

/**
 * What the receiver of a failed message does with it: retry it later, park it for a person, answer with a refusal and
 * forget it, or drop it because nothing is lost.
 */
export type Disposition = 'retry' | 'park' | 'refuse' | 'drop';

interface CatalogueEntry {
  readonly disposition: Disposition;
  /** The HTTP-like status of a service's answer, so that gateways need no table of their own. */
  readonly status: number;
  readonly title: string;
  readonly hint: string;
}

export const ERRORS = {
  INVALID_REQUEST: {
    disposition: 'refuse',
    status: 400,
    title: 'The message does not follow the contract.',
    hint: 'Compare the field at the pointer with the schema named in asyncapi.yaml.',
  },
  INVALID_TRANSITION: {
    disposition: 'drop',
    status: 409,
    title: 'The chain does not allow this transition in its present state.',
    hint: 'Read the chain again: another writer moved it first.',
  },
  NOT_FOUND: {
    disposition: 'refuse',
    status: 404,
    title: 'Nothing exists under that name.',
    hint: 'Check the spelling, or list what exists.',
  },
  LOCK_CONFLICT: {
    disposition: 'retry',
    status: 409,
    title: 'Another job holds the lock, or this one has lost it.',
    hint: 'See who holds it with `dome lock list`, and how leases work in docs/locks.md.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    disposition: 'refuse',
    status: 409,
    title: 'The idempotency key was already used for different work.',
    hint: 'Use a new key for new work, or resend the original request unchanged.',
  },
  CURSOR_CONFLICT: {
    disposition: 'refuse',
    status: 409,
    title: 'Another reader moved the cursor.',
    hint: 'One reader at a time uses a name: stop the other, or give each a name of its own.',
  },
  CURSOR_REUSED: {
    disposition: 'refuse',
    status: 409,
    title: 'The cursor stands for something else.',
    hint: 'Choose another name, or free this one with `dome cursor delete`.',
  },
  POLICY_DENIED: {
    disposition: 'refuse',
    status: 403,
    title: 'The policy does not allow this.',
    hint: 'Read the reason codes of the decision.',
  },
  CAPABILITY_MISSING: {
    disposition: 'refuse',
    status: 422,
    title: 'No daemon announces a skill that satisfies the requirement.',
    hint: 'List the capabilities with `dome skill list`, or start a daemon that serves the skill.',
  },
  DESCRIPTOR_DRIFT: {
    disposition: 'retry',
    status: 409,
    title: 'The served skill is not the one that was locked.',
    hint: 'Submit again to lock the descriptor announced now.',
  },
  INPUT_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'The input does not satisfy its schema.',
    hint: '`dome skill get` shows the schema; the pointer names the field.',
  },
  OUTPUT_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'The output of the skill does not satisfy its own output schema.',
    hint: 'This is a bug in the skill: fix its output or its schema.',
  },
  WORKSPACE_MISSING: {
    disposition: 'refuse',
    status: 422,
    title: 'No workspace or artifact is stored under this digest.',
    hint: 'Upload it first: pass --workspace to the command that submits.',
  },
  EVIDENCE_CHANGED: {
    disposition: 'refuse',
    status: 409,
    title: 'The vote refers to evidence that has since changed.',
    hint: 'Read the gate again and vote on what it shows now.',
  },
  ATTEMPT_LOST: {
    disposition: 'refuse',
    status: 500,
    title: 'The last attempt stopped reporting, and no attempts remain.',
    hint: 'Raise maximumAttempts, or check the daemons that ran the job.',
  },
  SKILL_FAILED: {
    disposition: 'refuse',
    status: 422,
    title: 'The skill ended with an error.',
    hint: 'Read its log. Exit code 1 means that the check said no; any other means that it broke.',
  },
  SKILL_CRASHED: {
    disposition: 'refuse',
    status: 500,
    title: 'The skill threw an error outside the promise it returned.',
    hint: 'Read the stack trace in the log of the job.',
  },
  RUNNER_EXITED: {
    disposition: 'refuse',
    status: 500,
    title: 'The runner process exited before the skill returned a result.',
    hint: 'A node skill returns its result; it must not call process.exit.',
  },
  RUNTIME_SILENT: {
    disposition: 'refuse',
    status: 504,
    title: 'The runtime did not respond before the task timed out.',
    hint: 'Check that a daemon serves the pool of the task.',
  },
  TIMEOUT: {
    disposition: 'refuse',
    status: 504,
    title: 'A time limit was exceeded.',
    hint: 'The detail names the limit and its length.',
  },
  CANCELED: {
    disposition: 'refuse',
    status: 409,
    title: 'The work was canceled.',
    hint: 'To run it again, submit it under a new idempotency key.',
  },
  QUEUE_FULL: {
    disposition: 'retry',
    status: 429,
    title: 'A limit on open work has been reached.',
    hint: 'Wait for open work to finish, or raise the limit.',
  },
  OUT_OF_SPACE: {
    disposition: 'retry',
    status: 507,
    title: 'The broker has no space left to store it.',
    hint: 'Health names the full stream: give it more space, or delete what is no longer needed.',
  },
  PAYLOAD_TOO_LARGE: {
    disposition: 'refuse',
    status: 413,
    title: 'The message is larger than the limit.',
    hint: 'Pass large values as artifacts, by digest.',
  },
  PLAN_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'The plan or policy document is not valid.',
    hint: 'Mend each fault at its line and column; one may lie in an expression.',
  },
  EXPRESSION_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'An expression cannot be evaluated.',
    hint: 'Its syntax is valid, but a value it uses is missing or has the wrong type. A malformed expression is PLAN_INVALID.',
  },
  LAW_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'A document of law is not valid.',
    hint: 'Mend each fault at its file, line and column.',
  },
  VERSION_REUSED: {
    disposition: 'refuse',
    status: 409,
    title: 'This version was applied with other content.',
    hint: 'Raise the version: a version that was applied never changes.',
  },
  ROLES_RAISED: {
    disposition: 'refuse',
    status: 403,
    title: 'Nobody may raise their own roles.',
    hint: 'Ask another law keeper to apply this change.',
  },
  PROMOTION_DENIED: {
    disposition: 'refuse',
    status: 403,
    title: 'The law does not allow this promotion.',
    hint: 'The detail gives every reason. `dome law get environment NAME` shows what the environment asks.',
  },
  SELF_APPROVAL: {
    disposition: 'refuse',
    status: 403,
    title: 'The submitter of a run cannot approve it.',
    hint: 'Ask someone else who has the role that the gate requires.',
  },
  NOT_INDEPENDENT: {
    disposition: 'refuse',
    status: 403,
    title: 'Whoever applied the policy cannot approve what it decides.',
    hint: 'The environment asks for independent people: ask someone who did not apply this version of the policy.',
  },
  ALREADY_COUNTED: {
    disposition: 'refuse',
    status: 403,
    title: 'This person has approved a gate of the run already, and counts once.',
    hint: 'The environment asks for people on top of those whom the policy asks: ask somebody else.',
  },
  UNAUTHENTICATED: {
    disposition: 'refuse',
    status: 401,
    title: 'The broker did not say who sent the request.',
    hint: 'Connect through the PEOPLE account, where the broker stamps the sender on each request.',
  },
  FORBIDDEN: {
    disposition: 'refuse',
    status: 403,
    title: 'This identity does not have the required role.',
    hint: 'Roles are set by the access document of the law: `dome law get access access` shows it.',
  },
  UNAVAILABLE: {
    disposition: 'retry',
    status: 503,
    title: 'The broker or a service does not answer.',
    hint: 'Start a local stack with `dome dev`, or check the server address.',
  },
  SERVER_TOO_OLD: {
    disposition: 'refuse',
    status: 503,
    title: 'The nats-server is too old for Dome.',
    hint: 'Run nats-server 2.12 or newer.',
  },
  TOPOLOGY_MISSING: {
    disposition: 'retry',
    status: 503,
    title: 'A required stream, bucket or consumer does not exist.',
    hint: 'Run `dome topology apply` with the provisioner credentials.',
  },
  TOPOLOGY_DRIFT: {
    disposition: 'refuse',
    status: 409,
    title: 'The broker has a setting that cannot be changed in place.',
    hint: 'The diff names the field. Recreate the object by hand if its data may be lost.',
  },
  CONFIG_INVALID: {
    disposition: 'refuse',
    status: 400,
    title: 'The configuration is not valid.',
    hint: 'The detail names the variable and the values it accepts.',
  },
  MANIFEST_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'A skill manifest is not valid.',
    hint: 'Mend each fault at its file, line and column.',
  },
  ARCHIVE_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'An archive contains something that is not allowed.',
    hint: 'An archive may contain plain files, folders, and links that stay inside it.',
  },
  DIGEST_MISMATCH: {
    disposition: 'refuse',
    status: 422,
    title: 'The bytes do not match their digest.',
    hint: 'Fetch them again; if the error persists, the store is damaged.',
  },
  BROKER_MISSING: {
    disposition: 'refuse',
    status: 503,
    title: 'No nats-server was found, and none could be downloaded.',
    hint: 'Set NATS_SERVER to a nats-server of 2.12 or newer, or put one on PATH.',
  },
  NOTIFICATION_FAILED: {
    disposition: 'refuse',
    status: 502,
    title: 'A program or a webhook did not take a notification.',
    hint: 'The detail says why. Once it takes them again, start the command with the same cursor: it goes on with this one.',
  },
  INTERNAL: {
    disposition: 'park',
    status: 500,
    title: 'An internal error occurred.',
    hint: 'Read the log of the component that answered.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (value: string): value is ErrorCode => Object.hasOwn(ERRORS, value);
