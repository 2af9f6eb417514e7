import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { isErrorCode } from '../src/error-catalogue.ts';
import { DomeError, ERRORS, checkDocument, docsOf, toDomeError } from '../src/index.ts';
import type { ErrorCode } from '../src/index.ts';

const CODES = Object.keys(ERRORS).filter(isErrorCode);

describe.each(CODES)('%s', (code: ErrorCode) => {
  test('crosses the wire and comes back', () => {
    const error = new DomeError(
      code,
      { detail: 'what happened', pointer: '/a/0', extra: 1 },
      { cause: new Error('secret') },
    );
    const problem = checkDocument('Problem', error.toProblem());
    expect(problem.retryable).toBe(error.disposition === 'retry');
    expect(JSON.stringify(problem)).not.toContain('secret');
    const back = DomeError.fromProblem(error.toProblem());
    expect(back).toMatchObject({ code, message: 'what happened', fields: { pointer: '/a/0' } });
    expect(back.toProblem()).toEqual(error.toProblem());
  });

  test('has a sentence, a hint and a place in the docs', () => {
    const { title, hint, status } = ERRORS[code];
    expect([title.endsWith('.'), hint.endsWith('.'), status >= 400 && status < 600]).toEqual([true, true, true]);
    const anchor = docsOf(code).split('#')[1];
    const page = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');
    expect(page).toContain(`\n## ${code}\n`);
    expect(anchor).toBe(code.toLowerCase());
  });
});

test('a code of a newer version becomes INTERNAL and keeps its name', () => {
  const problem = { ...new DomeError('INTERNAL').toProblem(), code: 'FROM_THE_FUTURE' };
  expect(DomeError.fromProblem(problem)).toMatchObject({ code: 'INTERNAL', fields: { remoteCode: 'FROM_THE_FUTURE' } });
});

test('names that every object has are no codes', () => {
  expect(['constructor', '__proto__', 'toString'].map(isErrorCode)).toEqual([false, false, false]);
});

test('anything thrown becomes an error of the catalogue once', () => {
  const own = new DomeError('TIMEOUT');
  expect(toDomeError(own)).toBe(own);
  const strange = new TypeError('x is not a function');
  expect(toDomeError(strange)).toMatchObject({ code: 'INTERNAL', cause: strange, message: 'x is not a function' });
  expect(toDomeError('text')).toMatchObject({ code: 'INTERNAL', message: 'text' });
});

test.each([
  ['a long word', 'x'.repeat(600_000)],
  ['what doubles when it is written twice', '"\\'.repeat(400_000)],
  ['half of a character', `${'x'.repeat(4_094)}\u{1F600}`],
  ['a lone surrogate', 'a \ud800 b'],
])('a problem keeps the contract whatever it quotes: %s', (_what, said) => {
  const deep = `/input/${said.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const error = new DomeError('INVALID_REQUEST', { detail: `no type ${said}`, pointer: deep, hint: said });
  const problem = checkDocument('Problem', error.toProblem());
  expect(JSON.stringify(problem).isWellFormed()).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(problem))).toBeLessThan(32_768);
  expect(problem.detail.isWellFormed()).toBe(true);
  expect(said.length > 1_024 ? problem.pointer : '/input').toBe('/input');
});

test('faults of documents cross the wire, as many as a problem may hold, and the others are counted', () => {
  const faults = Array.from({ length: 50 }, (_, n) => ({
    document: 'plan',
    pointer: `/tasks/t${n}`,
    line: n + 1,
    column: 3,
    message: 'x'.repeat(2_000),
    hint: 'y'.repeat(2_000),
  }));
  const problem = checkDocument('Problem', new DomeError('PLAN_INVALID', { faults, moreFaults: 7 }).toProblem());
  expect(problem.faults).toHaveLength(20);
  expect(problem.moreFaults).toBe(37);
  const back = DomeError.fromProblem(problem);
  expect(back.fields.faults?.[0]).toMatchObject({ document: 'plan', pointer: '/tasks/t0', line: 1, column: 3 });
  expect(back.toProblem()).toEqual(problem);
  expect(new DomeError('PLAN_INVALID', { faults: [] }).toProblem()).not.toHaveProperty('moreFaults');
});
