// The judge of runs is tested first: it detects each fault that the rounds look for.
import { structureDigest } from '@dome/contracts';
import { expect, test } from 'vitest';

import { isOpen, runFaults } from './runs.ts';
import type { RunEvent } from './runs.ts';

let sequence = 0;
const event = (phase: string, data: Record<string, unknown> = {}): RunEvent => ({
  phase,
  data,
  sequence: (sequence += 1),
});
const decided = (status: string, kind: string): RunEvent => {
  const rest = { gate: 'quality', iteration: 1, status, decidedBy: { kind } };
  const decision = { ...rest, decisionId: structureDigest(rest) };
  return event('gate-decided', { gate: 'quality', iteration: 1, decision });
};
const faultsOf = (...middle: RunEvent[]): string[] =>
  runFaults('run', [event('submitted'), ...middle, event('finished')]).map((fault) => fault.replace('run: ', ''));

test('a run that asks people and is answered has no fault', () => {
  const tasks = [{ taskId: 'check', iteration: 1 }];
  expect(
    faultsOf(
      event('iteration-started', { iteration: 1 }),
      ...['tasks-dispatched', 'tasks-settled'].map((phase) => event(phase, { tasks })),
      decided('NEEDS_HUMAN', 'policy'),
      decided('APPROVE', 'people'),
    ),
  ).toEqual([]);
});

test('an event that comes twice, after the end, or from the wrong writer is a fault', () => {
  const tasks = [{ taskId: 'check', iteration: 1 }];
  expect(faultsOf(decided('APPROVE', 'policy'), decided('APPROVE', 'policy'))).toEqual([
    'quality 1 is decided APPROVE by policy, then APPROVE by policy',
  ]);
  expect(faultsOf(decided('APPROVE', 'people'))).toEqual(['quality 1 is decided APPROVE by people']);
  expect(faultsOf(event('tasks-settled', { tasks }), event('tasks-settled', { tasks }))).toEqual([
    'tasks-settled "check" 1 is there again',
  ]);
  expect(faultsOf(event('finished'))).toEqual(['finished 2 times']);
  expect(runFaults('run', [event('submitted'), event('finished'), event('wave-started')])).toEqual([
    'run: ends with wave-started',
  ]);
  const other = decided('REJECT', 'policy');
  const forged = {
    ...other,
    data: { ...other.data, decision: { decisionId: 'sha256:0', decidedBy: { kind: 'policy' } } },
  };
  expect(faultsOf(forged)).toEqual(['the decision sha256:0 is not the digest of its rest']);
});

test('a run is open until it is finished', () => {
  expect(isOpen([event('submitted')])).toBe(true);
  expect(isOpen([event('submitted'), event('finished')])).toBe(false);
});
