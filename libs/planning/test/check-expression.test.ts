import { describe, expect, test } from 'vitest';

import { checkExpression } from '../src/check-expression.ts';

const names = {
  roots: ['inputs', 'tasks', 'gates', 'run'],
  tasks: ['unit-test', 'unit', 'in', '2nd'],
  gates: ['is-good'],
  known: ['a-later'],
  types: () => undefined,
};
const fault = (text: string) => checkExpression(text, names).unread;

describe('a name that CEL does not parse as one', () => {
  test.each([
    [
      'tasks.unit-test.output.failed == 0',
      'tasks.unit-test needs brackets: CEL reads the hyphen as a minus',
      'Write tasks["unit-test"].',
    ],
    [
      'tasks.unit-run.result == "success"',
      'no task is called unit-run',
      'Put a name with a hyphen in brackets: tasks["a-b"].',
    ],
    ['tasks.unit-tset.result == "x"', 'no task is called unit-tset; did you mean tasks["unit-test"]?', undefined],
    [
      'gates.is-good.status == "APPROVE"',
      'gates.is-good needs brackets: CEL reads the hyphen as a minus',
      'Write gates["is-good"].',
    ],
    ['tasks.in.result == "success"', 'tasks.in needs brackets: CEL does not read that as a name', 'Write tasks["in"].'],
    [
      'tasks.2nd.result == "success"',
      'tasks.2nd needs brackets: CEL does not read that as a name',
      'Write tasks["2nd"].',
    ],
    [
      'tasks.a-later.result == "x"',
      'tasks.a-later needs brackets: CEL reads the hyphen as a minus',
      'Write tasks["a-later"].',
    ],
    [
      'tasks["unit"].output.line-count > 3',
      'the name count is unknown here',
      'CEL reads a hyphen as a minus. Write output["line-count"].',
    ],
    [
      'inputs.max-size > 3',
      'the name size is unknown here',
      'CEL reads a hyphen as a minus. Write inputs["max-size"].',
    ],
  ])('%s', (text, message, hint) => {
    expect(fault(text)?.message).toBe(message);
    if (hint !== undefined) expect(fault(text)?.hint).toBe(hint);
  });

  test.each([
    'tasks["unit-test"].output.failed == 0',
    'inputs.max-inputs.min > 1',
    'tasks.unit.output.ratio - 1.5 > 0.0',
    'tasks.unit.output.word == "tasks.unit-test"',
    "inputs.text.contains('gates.is-good') && 1.5 < 2.0",
  ])('and any other name is left alone: %s', (text) => expect(fault(text)).toBeUndefined());
});
