// What the documents alone tell before a run: each row is a fault, its place and its sentence.
import type { Plan } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { planFaults } from '../src/check-plan.ts';
import { lonePolicyFaults, policyFaults } from '../src/check-policy.ts';
import { inPromotion, inRemedy, inTask, plan, policy, told, withoutInputs } from './known-documents.ts';

describe('without a descriptor, a plan with', () => {
  test.each<[string, Plan, string]>([
    [
      'a member of a task that no task has',
      inTask('tasks.build.reslut'),
      '/tasks/test/input/of tasks.build has no member reslut; did you mean result?',
    ],
    [
      'a member of the inputs that the schema excludes',
      inTask('inputs.dirr'),
      '/tasks/test/input/of inputs has no member dirr; did you mean dir?',
    ],
    [
      'inputs where the plan takes none',
      withoutInputs(inTask('inputs.dir')),
      '/tasks/test/input/of inputs has no member dir',
    ],
    [
      'a member of a member that is text',
      inTask('inputs.dir.name'),
      '/tasks/test/input/of inputs.dir is text, and has no member name',
    ],
    [
      'a function of another language',
      inTask('len(inputs.dir)'),
      '/tasks/test/input/of CEL has no function len; did you mean size?',
    ],
    [
      'an argument too many',
      inTask('size(inputs.dir, 1)'),
      '/tasks/test/input/of size takes 1 argument, and is given 2',
    ],
    [
      'a sum of text and a number',
      inTask('inputs.dir + inputs.minimum'),
      '/tasks/test/input/of inputs.dir + inputs.minimum adds a number to text',
    ],
    ['a member that runs do not have', inTask('run.name'), '/tasks/test/input/of run has no member name'],
    [
      'a member that artifacts do not have',
      inTask('tasks.build.artifacts["app.tgz"].sha'),
      '/tasks/test/input/of tasks.build.artifacts["app.tgz"] has no member sha',
    ],
    [
      'a member that gates do not have',
      inRemedy('gates.quality.verdict'),
      '/loop/remedy/tasks/fix/input/of gates.quality has no member verdict',
    ],
    [
      'a member that promotions do not have',
      inPromotion('promotion.target'),
      '/promotion/task/input/of promotion has no member target',
    ],
  ])('%s', (_, wrong, fault) => {
    expect(told(planFaults(wrong))).toEqual([fault]);
  });
});

describe('without a descriptor, a policy with', () => {
  const at = '/gates/quality/rules/0/expression';
  test.each([
    [
      'a member of a task that no task has',
      'tasks.build.reslut == "success"',
      'tasks.build has no member reslut; did you mean result?',
    ],
    ['a member that the inputs exclude', 'inputs.minimun > 3', 'inputs has no member minimun; did you mean minimum?'],
    ['numbers held against text', 'inputs.minimum > "3"', 'inputs.minimum > "3" compares a number with text'],
    [
      'a function that CEL does not have',
      'length(tasks.build.result) > 3',
      'CEL has no function length; did you mean size?',
    ],
    ['a rule that is text', 'tasks.build.result', 'is text, and a rule is true or false'],
    [
      'a rule that is a list',
      '[tasks.build.result].filter(r, r == "success")',
      'is a list, and a rule is true or false',
    ],
    [
      'text where true or false decides',
      'tasks.build.result && iteration > 1',
      'tasks.build.result is text, where only true or false will do',
    ],
    [
      'a result misspelt',
      'tasks.build.result == "sucess"',
      'tasks.build.result is never "sucess"; did you mean success?',
    ],
    ['a result of other tools', '"passed" != tasks.build.result', 'tasks.build.result is never "passed"'],
    [
      'a result among several that there is not',
      'tasks.build.result in ["success", "skipped"]',
      'tasks.build.result is never "skipped"',
    ],
    [
      'a loop over names, taken for tasks',
      'tasks.all(t, t.result == "success")',
      't is text, and has no member result',
    ],
  ])('%s', (_, expression, fault) => {
    expect(told(policyFaults(policy(expression), plan()))).toEqual([`${at} ${fault}`]);
  });

  test.each([
    [
      'a member of a task that no task has',
      'tasks.any.reslut == "x"',
      'tasks.any has no member reslut; did you mean result?',
    ],
    ['a name that rules do not have', 'run.id != ""', 'the name run is unknown here'],
    ['a function that CEL does not have', 'len(inputs.any) > 3', 'CEL has no function len; did you mean size?'],
    ['a rule that is never true or false', '"true"', 'is text, and a rule is true or false'],
  ])('of the law, before any plan uses it: %s', (_, expression, fault) => {
    expect(told(lonePolicyFaults(policy(expression)))).toEqual([`${at} ${fault}`]);
  });
});

describe('what only the run will tell is not refused', () => {
  test.each([
    'tasks.build.output.anything.at.all > 3',
    'tasks.build.artifacts["app.tgz"].size > 3',
    'tasks.build.problem.code == "TIMEOUT" || tasks.build.result == "success"',
    'has(inputs.later) && inputs.later > 3',
    'inputs.minimum',
  ])('%s', (expression) => {
    const faults = told(policyFaults(policy(`[${expression}].size() == 1`), plan()));
    expect([...faults, ...told(planFaults(inTask(expression)))]).toEqual([]);
  });
});
