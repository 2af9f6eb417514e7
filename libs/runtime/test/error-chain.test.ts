import { expect, test } from 'vitest';
import { errorChain } from '../src/error-chain.ts';

test('the chain goes from the outermost to the innermost, each with its own message', () => {
  const inner = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
  const outer = Object.assign(new TypeError('the broker is away', { cause: inner }), {
    fields: { hint: 'start it' },
  });
  expect(errorChain(outer)).toMatchObject([
    { name: 'TypeError', message: 'the broker is away', fields: { hint: 'start it' } },
    { name: 'Error', message: 'connection refused', code: 'ECONNREFUSED' },
  ]);
});

test('a loop in the chain ends, and so does a very long chain', () => {
  const a = new Error('a');
  a.cause = new Error('b', { cause: a });
  expect(errorChain(a).map(({ message }) => message)).toEqual(['a', 'b']);
  let deep = new Error('bottom');
  for (let level = 0; level < 1_000; level += 1) deep = new Error(`level ${level}`, { cause: deep });
  expect(errorChain(deep)).toHaveLength(10);
});

test.each([
  ['text', [{ name: 'string', message: 'text' }]],
  [{ a: 1 }, [{ name: 'object', message: '{"a":1}' }]],
  [null, [{ name: 'object', message: 'null' }]],
  [undefined, []],
])('a thrown %o that is no error is a link too', (thrown, links) => {
  expect(errorChain(thrown)).toEqual(links);
});
