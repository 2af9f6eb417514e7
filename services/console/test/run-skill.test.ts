import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';

import { copyText } from '../src/state/copy-skill.ts';
import { whyNotAlone, whyNotSubmit } from '../src/state/may-run.ts';
import { inputFaults, submitRequest } from '../src/state/run-skill.ts';

const chosen = { name: 'count', version: '1.0.0', pool: 'default', input: { lines: 2, note: "it's" } };

test('a fault of the plan of one task is one of the input that was typed', () => {
  const fault = (pointer: string, message: string) => ({ document: 'plan', pointer, message });
  const error = new DomeError('INPUT_INVALID', {
    faults: [
      fault('/tasks/count/input/lines', '/tasks/count/input/lines must be >= 2.'),
      fault('/tasks/count/uses', 'Nobody serves it.'),
    ],
  });
  expect([...inputFaults(error, 'count')]).toEqual([
    ['/lines', '/lines must be >= 2.'],
    ['', 'Nobody serves it.'],
  ]);
  const single = new DomeError('INPUT_INVALID', {
    detail: '/inputs/note is too long.',
    pointer: '/inputs/note',
    hint: '',
  });
  expect(inputFaults(single, 'count').get('/note')).toContain('/note is too long.');
});

test('a text that looks like a template reaches the skill as it was typed', () => {
  const { plan, inputs } = submitRequest({ ...chosen, input: { note: '${{ inputs.x }}' } }, 'key');
  expect(inputs).toEqual({ note: '${{ inputs.x }}' });
  expect(plan).toContain('inputs[\\"note\\"]');
});

test('the same run is typed in a shell and written in Python', () => {
  const by = { user: 'ada', key: 'k' };
  expect(copyText('dome', chosen, by)).toBe(`dome skill run count@1.0.0 -i lines=2 -i note='it'\\''s'`);
  expect(copyText('dome', { ...chosen, pool: 'gpu', input: {} }, by)).toBe('dome skill run count@1.0.0 --pool gpu');
  expect(copyText('nats', chosen, by)).toMatch(
    /^nats --context dome-PEOPLE-ada request dome\.svc\.dome\.run\.submit '\{/,
  );
  expect(copyText('Python', chosen, by)).toContain('inbox_prefix="_INBOX_ada"');
});

test('an action that is not given says why', () => {
  const access = {
    apiVersion: 'dome/v1',
    kind: 'Access',
    version: '1.0.0',
    users: { ada: { roles: ['maker'] }, eve: { roles: [] } },
    permissions: { submit: ['maker'] },
  } as const;
  const rights = access as unknown as Parameters<typeof whyNotSubmit>[1];
  expect(whyNotSubmit('ada', rights)).toBeUndefined();
  expect(whyNotSubmit('eve', rights)).toBe('eve may not submit runs: the law gives that to maker.');
  expect(whyNotSubmit('view', undefined)).toContain('observer');
  const descriptor = { name: 'pack', needs: { workspace: 'ro' }, sideEffects: [] } as const;
  expect(whyNotAlone({ descriptor: { ...descriptor, sideEffects: [] }, isDrained: false })).toContain('--workspace .');
});
