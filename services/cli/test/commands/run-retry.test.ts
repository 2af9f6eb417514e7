import { releaseSubmitted } from '@dome/testkit';
import { expect, test } from 'vitest';

import { retryRequest } from '../../src/commands/run-retry.ts';

const submitted = releaseSubmitted('release-aaaaaaaa');
const none = { inputs: {}, labels: {}, workspace: undefined, idempotencyKey: 'k2' };

test('a retry is the same submission under another key, and names the run that it repeats', () => {
  expect(retryRequest(submitted, none)).toEqual({
    plan: JSON.stringify(submitted.plan),
    policy: JSON.stringify(submitted.policy),
    inputs: submitted.inputs,
    labels: submitted.labels,
    idempotencyKey: 'k2',
    retryOf: 'release-aaaaaaaa',
  });
});

test('a policy of the law is not sent along: the version in force now decides', () => {
  expect(retryRequest({ ...submitted, policyOrigin: 'law' }, none)).not.toHaveProperty('policy');
  expect(retryRequest({ ...submitted, policyOrigin: 'submitter' }, none)).toHaveProperty('policy');
});

test('what is given replaces what the run had under the same name, and nothing else', () => {
  const of = { ...submitted, inputs: { a: 1, b: 2 }, labels: { team: 'x', stage: 'y' } };
  const workspace = { digest: `sha256:${'b'.repeat(64)}`, size: 3 };
  expect(retryRequest(of, { ...none, inputs: { b: 3 }, labels: { stage: 'z' }, workspace })).toMatchObject({
    inputs: { a: 1, b: 3 },
    labels: { team: 'x', stage: 'z' },
    workspace,
  });
});
