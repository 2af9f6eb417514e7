import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';

import { errorJson, showError } from '../../src/errors.ts';
import { withFiles } from '../../src/faults/written-files.ts';
import { memoryIo } from '../memory-io.ts';

const text = 'tasks:\n  a:\n    uses: lint@^1\n    needs: [b]\n';
const plan = { called: 'plan', path: 'dome/p.plan.yaml', text };
const refused = (more: object = {}): DomeError =>
  new DomeError('PLAN_INVALID', {
    detail: 'plan 4:13: /tasks/a/needs/0 no task is called b',
    faults: [
      {
        document: 'plan',
        pointer: '/tasks/a/needs/0',
        line: 4,
        column: 13,
        message: '/tasks/a/needs/0 no task is called b',
      },
      {
        document: 'plan',
        pointer: '/tasks/a/uses',
        message: '/tasks/a/uses nobody serves lint',
        hint: 'See `dome skill list`.',
      },
    ],
    ...more,
  });

function shown(error: unknown): string {
  const io = memoryIo();
  showError(error, io.err, { format: 'table' });
  return io.written.err;
}

test('every fault is shown in the file that was typed, with its line, also where only the member was named', () => {
  const said = shown(withFiles(refused({ moreFaults: 3 }), [plan]));
  expect(said.replace(/docs: .*\n$/, 'docs:'))
    .toBe(`error: The plan or policy document is not valid: 5 faults.  [PLAN_INVALID]

dome/p.plan.yaml:4:13  /tasks/a/needs/0 no task is called b
     3 │     uses: lint@^1
     4 │     needs: [b]
       │             ^

dome/p.plan.yaml:3:5  /tasks/a/uses nobody serves lint
     2 │   a:
     3 │     uses: lint@^1
       │     ^
hint:  See \`npx dome skill list\`.

… and 3 more

docs:`);
});

test('a program gets the same list, and the detail names the file', () => {
  const error = withFiles(refused(), [plan]);
  if (!(error instanceof DomeError)) throw new Error('it is another error');
  expect(JSON.parse(errorJson(error))).toMatchObject({
    error: {
      message: 'dome/p.plan.yaml:4:13  /tasks/a/needs/0 no task is called b',
      faults: [
        { document: 'dome/p.plan.yaml', line: 4, column: 13 },
        { document: 'dome/p.plan.yaml', line: 3, column: 5, pointer: '/tasks/a/uses' },
      ],
    },
  });
});

test('standard input has a name, and an error without faults stays as it is', () => {
  expect(shown(withFiles(refused(), [{ ...plan, path: '-' }]))).toContain('\nstandard input:4:13  ');
  const other = new DomeError('NOT_FOUND', { detail: 'no such run' });
  expect(withFiles(other, [plan])).toBe(other);
  expect(shown(refused())).toContain('\nplan:4:13  /tasks/a/needs/0 no task is called b\n');
});
