// The one name space of error codes. A code carries the decision (its disposition) and the sentence a person reads;
// the error object carries the fields, and `cause` carries the story of the layers below (L12).

/**
 * What the receiver of a failed message does with it: try again later, park it for a person, answer with a
 * refusal and forget it, or drop it because nothing is lost.
 */
export type Disposition = 'retry' | 'park' | 'refuse' | 'drop';

interface CatalogueEntry {
  readonly disposition: Disposition;
  /** HTTP-like status of a service answer, so that gateways need no table of their own. */
  readonly status: number;
  readonly title: string;
  readonly hint: string;
}

export const ERRORS = {
  INVALID_REQUEST: {
    disposition: 'refuse',
    status: 400,
    title: 'The message does not have the shape the contract gives it.',
    hint: 'Compare the field at the pointer with the schema named in asyncapi.yaml.',
  },
  INVALID_TRANSITION: {
    disposition: 'drop',
    status: 409,
    title: 'The chain does not allow this transition from where it stands.',
    hint: 'Read the chain again: somebody else moved it first.',
  },
  NOT_FOUND: {
    disposition: 'refuse',
    status: 404,
    title: 'Nothing is known under that name.',
    hint: 'Check the spelling, or list what there is.',
  },
  LOCK_CONFLICT: {
    disposition: 'retry',
    status: 409,
    title: 'Another job holds the lock.',
    hint: 'It is tried again when the lease ends.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    disposition: 'refuse',
    status: 409,
    title: 'The idempotency key already stands for other work.',
    hint: 'Use a new key for new work, or send exactly the first request again.',
  },
  POLICY_DENIED: {
    disposition: 'refuse',
    status: 403,
    title: 'The policy does not allow it.',
    hint: 'Read the reason codes of the decision.',
  },
  CAPABILITY_MISSING: {
    disposition: 'refuse',
    status: 422,
    title: 'No daemon announces a skill that satisfies the requirement.',
    hint: 'List the capabilities with `dome skill list`, or start a daemon that serves it.',
  },
  DESCRIPTOR_DRIFT: {
    disposition: 'retry',
    status: 409,
    title: 'The skill that is served is not the one that was locked.',
    hint: 'Submit again to lock the descriptor that is announced now.',
  },
  INPUT_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'The input does not satisfy the input schema of the skill.',
    hint: 'See `dome skill get` for the schema; the pointer names the field.',
  },
  OUTPUT_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'The skill wrote an output that its own output schema forbids.',
    hint: 'This is a defect of the skill: mend its output or its schema.',
  },
  WORKSPACE_MISSING: {
    disposition: 'refuse',
    status: 422,
    title: 'The workspace or artifact digest is not stored.',
    hint: 'Upload it first; the submitting command does so with --workspace.',
  },
  EVIDENCE_CHANGED: {
    disposition: 'refuse',
    status: 409,
    title: 'The evidence is no longer what the vote was cast on.',
    hint: 'Read the gate again and vote on what it shows now.',
  },
  ATTEMPT_LOST: {
    disposition: 'refuse',
    status: 500,
    title: 'The last attempt fell silent and no attempt is left.',
    hint: 'Raise maximumAttempts, or look at the daemons that ran it.',
  },
  SKILL_FAILED: {
    disposition: 'refuse',
    status: 422,
    title: 'The skill ended with an error.',
    hint: 'Read its log; exit code 1 means that the check said no, any other means that it broke.',
  },
  SKILL_CRASHED: {
    disposition: 'refuse',
    status: 500,
    title: 'The code of the skill threw outside of its own promise.',
    hint: 'Read the stack in the log of the job.',
  },
  RUNNER_EXITED: {
    disposition: 'refuse',
    status: 500,
    title: 'The runner process ended before the skill gave a verdict.',
    hint: 'A node skill returns its result; it never calls process.exit.',
  },
  RUNTIME_SILENT: {
    disposition: 'refuse',
    status: 504,
    title: 'The runtime said nothing until the clock of the task ran out.',
    hint: 'Check that daemons serve the pool of the task.',
  },
  TIMEOUT: {
    disposition: 'refuse',
    status: 504,
    title: 'A clock ran out.',
    hint: 'The detail names the clock and its length.',
  },
  CANCELED: {
    disposition: 'refuse',
    status: 409,
    title: 'It was canceled.',
    hint: 'Submit it again under a new idempotency key.',
  },
  QUEUE_FULL: {
    disposition: 'retry',
    status: 429,
    title: 'A limit on open work is reached.',
    hint: 'Wait for open work to finish, or raise the limit.',
  },
  OUT_OF_SPACE: {
    disposition: 'retry',
    status: 507,
    title: 'The broker has no room to store it.',
    hint: 'Health names the stream and how full it is: give it more room, or remove what may go.',
  },
  PAYLOAD_TOO_LARGE: {
    disposition: 'refuse',
    status: 413,
    title: 'The message is larger than the limit.',
    hint: 'Hand large values over as artifacts, by digest.',
  },
  PLAN_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'The plan or policy document does not hold.',
    hint: 'The detail gives the line and column of the first fault.',
  },
  EXPRESSION_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'An expression cannot be parsed or evaluated.',
    hint: 'Expressions are CEL; see docs/plans.md for the names they may use.',
  },
  SELF_APPROVAL: {
    disposition: 'refuse',
    status: 403,
    title: 'Whoever submitted a run cannot approve it.',
    hint: 'Ask somebody else who has the role that the gate requires.',
  },
  UNAUTHENTICATED: {
    disposition: 'refuse',
    status: 401,
    title: 'The broker did not say who is asking.',
    hint: 'Ask through the people account: the broker stamps the request there.',
  },
  FORBIDDEN: {
    disposition: 'refuse',
    status: 403,
    title: 'That identity does not have the role for this.',
    hint: 'Roles come from the access file of the control plane.',
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
    title: 'The nats-server is older than Dome can run on.',
    hint: 'Run nats-server 2.12 or newer.',
  },
  TOPOLOGY_MISSING: {
    disposition: 'retry',
    status: 503,
    title: 'A stream, bucket or consumer that is needed does not exist.',
    hint: 'Run `dome topology apply` with the provisioner credentials.',
  },
  TOPOLOGY_DRIFT: {
    disposition: 'refuse',
    status: 409,
    title: 'The broker holds a setting that cannot be changed in place.',
    hint: 'See the field named in the diff; recreate it by hand if the data may go.',
  },
  CONFIG_INVALID: {
    disposition: 'refuse',
    status: 400,
    title: 'The configuration does not hold.',
    hint: 'The detail names the variable and what it takes.',
  },
  MANIFEST_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'A skill manifest does not hold.',
    hint: 'The detail gives the file, line and column.',
  },
  ARCHIVE_INVALID: {
    disposition: 'refuse',
    status: 422,
    title: 'An archive holds something that is not allowed in one.',
    hint: 'Archives hold plain files, folders and links that stay inside.',
  },
  DIGEST_MISMATCH: {
    disposition: 'refuse',
    status: 422,
    title: 'The bytes do not have the digest they are named by.',
    hint: 'Fetch them again; if it stays, the store is damaged.',
  },
  BROKER_MISSING: {
    disposition: 'refuse',
    status: 503,
    title: 'No nats-server can be found or fetched.',
    hint: 'Set NATS_SERVER to a nats-server of 2.12 or newer, or put one on PATH.',
  },
  INTERNAL: {
    disposition: 'park',
    status: 500,
    title: 'Something broke that should not.',
    hint: 'Read the log of the component that answered.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERRORS, value);
}
