// What a shell learns. The table is public (docs/cli.md): scripts branch on it.

import type { ErrorCode, RunView } from '@dome/contracts';

export const EXIT = {
  success: 0,
  unexpected: 1,
  usage: 2,
  forbidden: 3,
  unreachable: 4,
  failed: 5,
  rejected: 6,
  canceled: 7,
  checkFailed: 8,
  timedOut: 124,
  interrupted: 130,
} as const;

/** What each means, in a few words. */
export const EXIT_SAYS: Readonly<Record<keyof typeof EXIT, string>> = {
  success: 'success',
  unexpected: 'unexpected',
  usage: 'usage or validation',
  forbidden: 'not allowed',
  unreachable: 'nobody answers',
  failed: 'failed',
  rejected: 'rejected by a gate',
  canceled: 'canceled',
  checkFailed: 'a check did not hold',
  timedOut: 'time over',
  interrupted: 'interrupted',
};

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const FORBIDDEN: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'SELF_APPROVAL',
  'POLICY_DENIED',
  'ROLES_RAISED',
  'NOT_INDEPENDENT',
  'ALREADY_COUNTED',
  'PROMOTION_DENIED',
];
const UNREACHABLE: readonly ErrorCode[] = [
  'UNAVAILABLE',
  'TIMEOUT',
  'SERVER_TOO_OLD',
  'TOPOLOGY_MISSING',
  'BROKER_MISSING',
];
const CHECK_FAILED: readonly ErrorCode[] = ['TOPOLOGY_DRIFT'];
const UNEXPECTED: readonly ErrorCode[] = [
  ...(['INTERNAL', 'INVALID_TRANSITION', 'DIGEST_MISMATCH', 'ATTEMPT_LOST', 'RUNTIME_SILENT'] as const),
  ...(['SKILL_CRASHED', 'RUNNER_EXITED', 'OUTPUT_INVALID', 'SKILL_FAILED', 'CANCELED'] as const),
  ...(['LOCK_CONFLICT', 'CURSOR_CONFLICT', 'QUEUE_FULL', 'OUT_OF_SPACE', 'NOTIFICATION_FAILED'] as const),
];

/** Everything else is something that the person at the keyboard can fix: a name, a flag, a document, an input. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  if (FORBIDDEN.includes(code)) return EXIT.forbidden;
  if (UNREACHABLE.includes(code)) return EXIT.unreachable;
  if (CHECK_FAILED.includes(code)) return EXIT.checkFailed;
  return UNEXPECTED.includes(code) ? EXIT.unexpected : EXIT.usage;
}

export type RunResult = NonNullable<RunView['result']>;

export interface RunEnd {
  readonly result: RunResult;
  /** The last decision of some gate was REJECT. */
  readonly isRejected: boolean;
}

export function exitCodeOfRun({ result, isRejected }: RunEnd): ExitCode {
  switch (result) {
    case 'success':
    case 'skip':
      return EXIT.success;
    case 'cancellation':
      return EXIT.canceled;
    case 'failure':
    case 'error':
    case 'timeout':
      return isRejected ? EXIT.rejected : EXIT.failed;
  }
}
