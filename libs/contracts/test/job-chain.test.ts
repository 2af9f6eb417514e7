import { expect, test } from 'vitest';
import {
  checkChain,
  endsJob,
  isLegalTransition,
  isTerminal,
  JOB_PHASE_NAMES,
  JOB_PHASES,
  JOB_TRANSITIONS,
  startCounts,
} from '../src/job-chain.ts';
import { EVENTS } from '../src/generated/messages.ts';
import type { ChainLink, ChainRule, JobPhase } from '../src/job-chain.ts';

const x = { requestDigest: 'sha256:x', commandSequence: 11 };
const y = { requestDigest: 'sha256:y', commandSequence: 12 };
const started = (sequence: number, attempt: number, change: Partial<ChainLink> = {}): ChainLink => ({
  ...x,
  phase: 'started',
  sequence,
  attempt,
  counted: true,
  ...change,
});
const then = (phase: JobPhase, sequence: number, change: Partial<ChainLink> = {}): ChainLink => ({
  ...x,
  phase,
  sequence,
  attempt: 1,
  epoch: 100,
  ...change,
});

const legal: readonly (readonly [string, readonly ChainLink[]])[] = [
  ['a job that succeeds', [started(100, 1), then('succeeded', 105)]],
  ['a refusal in the queue', [{ ...x, phase: 'refused', sequence: 100 }]],
  ['a cancel by somebody who never saw the command', [{ phase: 'canceled', sequence: 100 }]],
  [
    'a take-over',
    [started(100, 1), started(110, 2, { supersedes: 100 }), then('succeeded', 120, { attempt: 2, epoch: 110 })],
  ],
  [
    'a retry',
    [
      started(100, 1),
      then('retrying', 101, { counted: true }),
      started(102, 2),
      then('failed', 103, { attempt: 2, epoch: 102 }),
    ],
  ],
  ['a drain', [started(100, 1), then('retrying', 101, { counted: false }), started(102, 2, { counted: false })]],
  [
    'a claim that gives way',
    [
      started(100, 1, y),
      started(101, 2, { counted: false, supersedes: 100 }),
      then('succeeded', 102, { attempt: 2, epoch: 101 }),
    ],
  ],
  [
    "a claim given back, its owner's command refused",
    [started(100, 1, y), then('retrying', 101, { ...y, counted: false }), then('refused', 102)],
  ],
];

test.each(legal)('legal: %s', (_name, chain) => {
  expect(checkChain(chain)).toEqual([]);
});

const illegal: readonly (readonly [string, ChainRule, readonly ChainLink[]])[] = [
  ['a terminal after a terminal', 'after-terminal', [started(100, 1), then('succeeded', 101), then('failed', 102)]],
  ['a start after a terminal', 'after-terminal', [started(100, 1), then('failed', 101), started(102, 2)]],
  ['a result of what never started', 'illegal-step', [{ ...x, phase: 'succeeded', sequence: 100 }]],
  [
    'a retry that succeeds without a start',
    'illegal-step',
    [started(100, 1), then('retrying', 101, { counted: true }), then('succeeded', 102)],
  ],
  [
    'a refusal of what ran',
    'illegal-step',
    [started(100, 1), then('retrying', 101, { counted: true }), then('refused', 102)],
  ],
  ['an attempt that does not grow', 'attempt', [started(100, 1), started(101, 1, { supersedes: 100 })]],
  ['a result of another attempt', 'attempt', [started(100, 1), then('succeeded', 101, { attempt: 2 })]],
  [
    'a result under a stale epoch',
    'epoch',
    [started(100, 1), started(110, 2, { supersedes: 100 }), then('succeeded', 120, { attempt: 2, epoch: 100 })],
  ],
  ['a result without an epoch', 'epoch', [started(100, 1), then('succeeded', 101, { epoch: undefined })]],
  ['a take-over that names nothing', 'supersedes', [started(100, 1), started(101, 2)]],
  ['a first start that supersedes', 'supersedes', [started(100, 1, { supersedes: 90 })]],
  [
    'a take-over that is not counted',
    'counted',
    [started(100, 1), started(101, 2, { counted: false, supersedes: 100 })],
  ],
  [
    'a start over another command that is counted',
    'counted',
    [started(100, 1, y), started(101, 2, { supersedes: 100 })],
  ],
  [
    'a start after a drain that is counted',
    'counted',
    [started(100, 1), then('retrying', 101, { counted: false }), started(102, 2)],
  ],
  ['a retrying that does not say whether it counts', 'counted', [started(100, 1), then('retrying', 101)]],
  ['a sequence that goes back', 'order', [started(100, 1), then('succeeded', 99)]],
  ['a result by a command that did not start', 'not-its-attempt', [started(100, 1, y), then('succeeded', 101)]],
  ['a start without identity', 'identity', [{ phase: 'started', sequence: 100, attempt: 1, counted: true }]],
  [
    'a command with two digests',
    'identity',
    [started(100, 1), then('succeeded', 101, { requestDigest: 'sha256:other' })],
  ],
];

test.each(illegal)('illegal: %s', (_name, rule, chain) => {
  expect(checkChain(chain).map((finding) => finding.rule)).toContain(rule);
});

test('a chain that should have ended and has not is found, and an empty one too', () => {
  expect(checkChain([started(100, 1)], { ended: true })).toMatchObject([{ index: 1, rule: 'no-terminal' }]);
  expect(checkChain([], { ended: true })).toMatchObject([{ index: 0, rule: 'no-terminal' }]);
  expect(checkChain([started(100, 1), then('parked', 101)], { ended: true })).toEqual([]);
});

test('a finding names the place in the chain', () => {
  expect(checkChain([started(100, 1), then('succeeded', 101), then('failed', 102)])).toMatchObject([{ index: 2 }]);
});

test('nothing follows a terminal, and every phase can be reached', () => {
  const phases = JOB_PHASE_NAMES;
  for (const from of phases.filter(isTerminal)) {
    for (const to of phases) expect(isLegalTransition(from, to)).toBe(false);
  }
  expect(new Set(JOB_TRANSITIONS.map(({ to }) => to))).toEqual(new Set(phases));
});

test('each phase and each step has one sentence of its own', () => {
  for (const { sentence } of [...Object.values(JOB_PHASES), ...JOB_TRANSITIONS])
    expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
  const steps = JOB_TRANSITIONS.map(({ from, to }) => `${from}>${to}`);
  expect(new Set(steps).size).toBe(steps.length);
});

test('a start spends an attempt if it is the first, follows a lost one of its own, or a retry that counts', () => {
  expect(startCounts(undefined, 11)).toBe(true);
  expect(startCounts({ phase: 'started', commandSequence: 11 }, 11)).toBe(true);
  expect(startCounts({ phase: 'started', commandSequence: 12 }, 11)).toBe(false);
  expect(startCounts({ phase: 'retrying', counted: true }, 11)).toBe(true);
  expect(startCounts({ phase: 'retrying', counted: false }, 11)).toBe(false);
});

test('the events that end a job are the terminal transitions of the contract', () => {
  const all = Object.entries(EVENTS).map(([type, of]) => ({ type, ...of }));
  const ends = all.filter(({ terminal, channel }) => terminal && channel === 'jobTransition');
  expect(all.filter(endsJob).map(({ type }) => type)).toEqual(ends.map(({ type }) => type));
  expect(ends.length).toBeGreaterThan(3);
});
