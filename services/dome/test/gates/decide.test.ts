import { structureDigest } from '@dome/contracts';
import type { Evidence, SettledTask } from '@dome/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { closeByExpiry, closeByVotes } from '../../src/gates/close.ts';
import { decideGate } from '../../src/gates/decide.ts';
import type { GateQuestion } from '../../src/gates/decide.ts';
import { REASON_CODES } from '../../src/reason-codes.ts';
import { taskScope } from '../../src/gates/scope.ts';
import { isSound } from './sound.ts';

const digest = structureDigest({ of: 'test' });
const lock = { skill: 'coverage', version: '1.2.0', descriptorDigest: digest };
const settled = (taskId: string, failed: number): SettledTask => ({
  taskId,
  iteration: 1,
  result: failed === 0 ? 'success' : 'failure',
  output: { failed },
});
const evidence = (sequence: number): Evidence => ({ stream: 'JOB_EVENTS', sequence, id: `job.${sequence}`, digest });

function question(tasks: readonly SettledTask[], rules: GateQuestion['rules']): GateQuestion {
  return {
    gate: 'quality',
    iteration: 1,
    rules,
    policy: { name: 'p', version: '1.0.0', digest },
    accessDigest: digest,
    lawSequence: 1,
    inputsDigest: digest,
    scope: { inputs: {}, iteration: 1, tasks: taskScope(tasks.map((task) => ({ task, lock }))) },
    evidence: new Map(tasks.map(({ taskId }) => [taskId, evidence(taskId.length)])),
    notRun: [],
  };
}
const rule = (id: string, expression: string, more: object = {}) => ({
  id,
  expression,
  reasonCode: id.toUpperCase(),
  ...more,
});

test('a rule sees which skill did the task, whatever the plan calls it', () => {
  const value = (expression: string) =>
    decideGate(question([settled('test', 0)], { rules: [rule('a', expression)] })).rules[0]?.value;
  expect(value('tasks.test.skill.name == "coverage" && tasks.test.skill.version.startsWith("1.")')).toBe('true');
  expect(value(`tasks.test.skill.digest == "${digest}"`)).toBe('true');
  expect(value('tasks.test.skill.name == "node-test"')).toBe('false');
});

describe('a rule about something missing says why it failed', () => {
  const detailOf = (task: Partial<SettledTask>, expression: string): string | undefined =>
    decideGate(
      question([{ taskId: 'cov', iteration: 1, result: 'success', ...task }], { rules: [rule('a', expression)] }),
    ).rules[0]?.detail;

  test.each<[string, Partial<SettledTask>, string, string]>([
    [
      'a task that was skipped',
      { result: 'skip' },
      'tasks.cov.output.ratio > 0.5',
      'field not found: output: the task cov was skipped, so it has no output',
    ],
    [
      'a task that failed',
      { result: 'timeout' },
      'tasks["cov"].output.ratio > 0.5',
      'field not found: output: the task cov ended as timeout, without an output',
    ],
    [
      'an output that is too large',
      { outputDigest: digest, outputBytes: 20_000 },
      'tasks.cov.output.ratio > 0.5',
      'field not found: output: the output of cov has 20000 bytes; expressions see at most 16384 bytes',
    ],
    [
      'a problem that nobody had',
      { output: {} },
      'tasks.cov.problem.code == "X"',
      'field not found: problem: the task cov ended as success, without a problem',
    ],
    ['a member of an output', { output: {} }, 'tasks.cov.output.ratio > 0.5', 'field not found: ratio'],
  ])('%s', (_, task, expression, detail) => expect(detailOf(task, expression)).toContain(detail));

  test('and a rule that checks for it first is evaluated', () => {
    expect(detailOf({ result: 'skip' }, '!has(tasks.cov.output)')).toBeUndefined();
    expect(detailOf({ result: 'skip' }, 'tasks.cov.map(name, name).size() == 2')).toBeUndefined();
  });
});

describe('a decision', () => {
  test.each<[string, GateQuestion['rules'], object]>([
    [
      'every rule holds',
      { rules: [rule('ok', 'true')] },
      { status: 'APPROVE', reasonCodes: [], riskScore: 0, confidence: 1 },
    ],
    [
      'one does not hold',
      { rules: [rule('ok', 'true'), rule('no', 'false', { risk: 30, note: 'look' })] },
      { status: 'REJECT', reasonCodes: ['NO'], riskScore: 30, notes: ['look'] },
    ],
    [
      'people are to decide',
      { rules: [rule('no', 'false', { otherwise: 'NEEDS_HUMAN', risk: 30 })], human: { role: 'r' } },
      { status: 'NEEDS_HUMAN', reasonCodes: ['NO'] },
    ],
    [
      'a rejection wins over people',
      { rules: [rule('a', 'false', { otherwise: 'NEEDS_HUMAN' }), rule('b', 'false')], human: { role: 'r' } },
      { status: 'REJECT', reasonCodes: ['A', 'B'] },
    ],
    [
      'people always',
      { human: { role: 'r' } },
      { status: 'NEEDS_HUMAN', reasonCodes: ['HUMAN_REQUIRED'], confidence: 1 },
    ],
    [
      'the risk ends at 100',
      { rules: [rule('a', 'false', { risk: 70 }), rule('b', 'false', { risk: 70 })] },
      { riskScore: 100 },
    ],
    [
      'an error is not true and lowers confidence',
      {
        rules: [rule('a', 'tasks.none.x'), rule('b', 'tasks.test.output.failed'), rule('c', 'true'), rule('d', 'true')],
      },
      { status: 'REJECT', reasonCodes: ['A', 'B', 'RULE_ERROR'], confidence: 0.5 },
    ],
  ])('%s', (_, rules, expected) => {
    const decision = decideGate(question([settled('test', 0)], rules));
    expect(decision).toMatchObject(expected);
    expect(isSound(decision)).toBe(true);
  });

  test('counts a rule that exceeds its budget as an error, and is made all the same', () => {
    const long = `"${'a'.repeat(4_000)}" == ""`;
    const rules = Array.from({ length: 64 }, (_, n) => rule(`r${n}`, long));
    const decision = decideGate(question([settled('test', 0)], { rules }));
    expect(decision).toMatchObject({ status: 'REJECT' });
    expect(decision.reasonCodes).toContain('RULE_ERROR');
    expect(decision.rules.at(-1)).toMatchObject({ value: 'error', detail: expect.stringContaining('too much work') });
  });

  test('accepts any message of a rule that cannot be evaluated', () => {
    const odd = decideGate(
      question([], {
        rules: [rule('a', `inputs["${'😀'.repeat(700)}"]`), rule('b', `inputs["_${'😀'.repeat(700)}"]`)],
      }),
    );
    expect(odd.reasonCodes).toContain('RULE_ERROR');
    expect(isSound(odd)).toBe(true);
  });

  test('has the same bytes for any order of the settled tasks (L10)', () => {
    const tasks = ['a', 'bb', 'ccc', 'dddd', 'eeeee'].map((taskId, index) => settled(taskId, index % 2));
    const rules = {
      rules: [rule('all', 'tasks.all(t, tasks[t].output.failed == 0)'), rule('one', 'tasks.a.output.failed == 0')],
    };
    const expected = JSON.stringify(decideGate(question(tasks, rules)));
    fc.assert(
      fc.property(fc.shuffledSubarray(tasks, { minLength: tasks.length }), (shuffled) => {
        expect(JSON.stringify(decideGate(question(shuffled, rules)))).toBe(expected);
      }),
    );
  });

  test('other evidence is another decision', () => {
    const rules = { rules: [rule('ok', 'true')] };
    const one = decideGate(question([settled('test', 0)], rules));
    const other = decideGate({ ...question([settled('test', 0)], rules), evidence: new Map([['test', evidence(9)]]) });
    expect(other.evidenceDigest).not.toBe(one.evidenceDigest);
    expect(other.decisionId).not.toBe(one.decisionId);
    expect(isSound({ ...one, riskScore: 1 })).toBe(false);
  });
});

describe('closing', () => {
  const asked = decideGate(question([settled('test', 0)], { human: { role: 'r' } }));
  const vote = {
    runId: 'r',
    gate: 'quality',
    iteration: 1,
    roles: ['r'],
    evidenceDigest: asked.evidenceDigest,
    by: { user: 'grace', account: 'PEOPLE', attested: true },
    accessDigest: structureDigest({ other: 1 }),
  };

  test('keeps the evidence and names the person', () => {
    const closed = closeByVotes(asked, [{ ...vote, verdict: 'approve', reason: 'fine' }]);
    expect(closed).toMatchObject({
      status: 'APPROVE',
      evidenceDigest: asked.evidenceDigest,
      accessDigest: vote.accessDigest,
      decidedBy: { kind: 'people', people: ['grace'] },
      notes: ['grace: fine'],
    });
    expect(isSound(closed)).toBe(true);
    expect(closeByVotes(asked, [{ ...vote, verdict: 'reject' }]).status).toBe('REJECT');
  });

  test.each([
    ['longer than a note', '😀'.repeat(1_000)],
    ['half a character', '\ud83d'],
  ])('accepts any text of people: %s', (_, reason) => {
    const closed = closeByVotes(asked, [{ ...vote, verdict: 'approve', reason }]);
    expect(isSound(closed)).toBe(true);
    expect(closed.notes[0]?.length).toBeLessThanOrEqual(1_024);
  });

  test('by timeout is the rejection of the policy', () => {
    expect(closeByExpiry(asked, 'REJECT')).toMatchObject({ status: 'REJECT', decidedBy: { kind: 'policy' } });
    expect(isSound(closeByExpiry(asked, 'REJECT'))).toBe(true);
  });
});

test('every built-in reason code has a sentence', () => {
  for (const sentence of Object.values(REASON_CODES)) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
