import { expect, test } from 'vitest';

import { DomeError } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';

import { EXIT, exitCodeOfError, exitCodeOfRun } from '../src/exit-codes.ts';

test('how a run ended is what the shell learns', () => {
  const code = (result: Parameters<typeof exitCodeOfRun>[0]['result'], isRejected = false) =>
    exitCodeOfRun({ result, isRejected });
  expect([code('success'), code('skip')]).toEqual([0, 0]);
  expect([code('failure'), code('error'), code('timeout')]).toEqual([5, 5, 5]);
  expect(code('failure', true)).toBe(6);
  expect([code('cancellation'), code('cancellation', true)]).toEqual([7, 7]);
});

test('an error says who can mend it: whoever typed, whoever grants, whoever runs it, nobody here', () => {
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
    for (const error of errors) expect([error, exitCodeOfError(new DomeError(error))]).toEqual([error, Number(code)]);
  }
});
