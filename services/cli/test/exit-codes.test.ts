import { expect, test } from 'vitest';

import type { ErrorCode } from '@dome/contracts';

import { EXIT, exitCodeOf, exitCodeOfRun } from '../src/exit-codes.ts';

test('the exit code says how the run ended', () => {
  const code = (result: Parameters<typeof exitCodeOfRun>[0]['result'], isRejected = false) =>
    exitCodeOfRun({ result, isRejected });
  expect([code('success'), code('skip')]).toEqual([0, 0]);
  expect([code('failure'), code('error'), code('timeout')]).toEqual([5, 5, 5]);
  expect(code('failure', true)).toBe(6);
  expect([code('cancellation'), code('cancellation', true)]).toEqual([7, 7]);
});

test('the exit code of an error says who can fix it: the caller, whoever grants rights, the operator, or nobody here', () => {
  const table: Record<number, ErrorCode[]> = {
    [EXIT.usage]: [
      'INVALID_REQUEST',
      'PLAN_INVALID',
      'INPUT_INVALID',
      'CAPABILITY_MISSING',
      'NOT_FOUND',
      'CONFIG_INVALID',
    ],
    [EXIT.forbidden]: ['UNAUTHENTICATED', 'FORBIDDEN', 'SELF_APPROVAL', 'POLICY_DENIED'],
    [EXIT.unreachable]: ['UNAVAILABLE', 'TIMEOUT', 'SERVER_TOO_OLD', 'BROKER_MISSING'],
    [EXIT.checkFailed]: ['TOPOLOGY_DRIFT'],
    [EXIT.unexpected]: ['INTERNAL', 'DIGEST_MISMATCH'],
  };
  for (const [code, errors] of Object.entries(table)) {
    for (const error of errors) expect([error, exitCodeOf(error)]).toEqual([error, Number(code)]);
  }
});
