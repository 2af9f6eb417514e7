import { expect, test } from 'vitest';
import { decideAttempt, decideCancel } from '../../src/claim/cancel.ts';
import type { CancelAction, CancelView } from '../../src/claim/cancel.ts';
import type { ChainStep } from '../../src/job.ts';

const target = { skill: 'lint', runId: 'r1' };
const ledger = { ...target, pool: 'main', requestDigest: 'sha256:1', commandSequence: 11 } as const;
const at = { sequence: 100, attempt: 1, commandSequence: 11 };
const started: ChainStep = { ...at, phase: 'started', counted: true, deliveryCount: 1, startedAtMs: 0 };
const retrying: ChainStep = { ...at, sequence: 101, phase: 'retrying', counted: true, nextAttemptAtMs: 0 };
const succeeded: ChainStep = { ...at, sequence: 102, phase: 'succeeded' };
const view = (change: Partial<CancelView> = {}): CancelView => ({
  target,
  ledger,
  chain: [],
  cancelNoted: false,
  ...change,
});

test.each<[string, Partial<CancelView>, CancelAction]>([
  ['before submit', { ledger: undefined }, { kind: 'writeCanceled', expectedSequence: 0, outcome: 'not_started' }],
  ['claimed, nothing started', {}, { kind: 'writeCanceled', expectedSequence: 0, outcome: 'not_started' }],
  ['running', { chain: [started] }, { kind: 'note' }],
  ['waiting for its next attempt', { chain: [started, retrying] }, { kind: 'note' }],
  ['running, noted before', { chain: [started], cancelNoted: true }, { kind: 'wait' }],
  ['ended', { chain: [started, succeeded], cancelNoted: true }, { kind: 'answer', outcome: 'finished_first' }],
  [
    'cancelled',
    { chain: [started, { ...succeeded, phase: 'canceled', outcome: 'killed' }] },
    { kind: 'answer', outcome: 'killed' },
  ],
  [
    'the key stands for another skill',
    { ledger: { ...ledger, skill: 'test' } },
    { kind: 'notFound', owner: { ...ledger, skill: 'test' } },
  ],
  [
    'the key stands for another run',
    { ledger: { ...ledger, runId: 'r2' } },
    { kind: 'notFound', owner: { ...ledger, runId: 'r2' } },
  ],
])('a cancel of a job that is %s', (_name, change, action) => {
  expect(decideCancel(view(change))).toEqual(action);
});

test('a repeated cancel of a cancelled job gives the same outcome and writes nothing', () => {
  const canceled = { sequence: 90, attempt: 0, phase: 'canceled', outcome: 'not_started' } as const;
  expect(decideCancel(view({ chain: [canceled] }))).toEqual({ kind: 'answer', outcome: 'not_started' });
});

test('an attempt continues, is cancelled by a note, and is superseded by any later transition despite any notes', () => {
  expect(decideAttempt({ epoch: 100, lastSequence: 100, cancelNoted: false })).toBe('goOn');
  expect(decideAttempt({ epoch: 100, lastSequence: 100, cancelNoted: true })).toBe('cancel');
  expect(decideAttempt({ epoch: 100, lastSequence: 101, cancelNoted: true })).toBe('superseded');
});
