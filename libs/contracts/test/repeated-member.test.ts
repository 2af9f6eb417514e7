import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { repeatedMember } from '../src/repeated-member.ts';

describe('a repeated member', () => {
  test.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":{"b":1,"c":[0,{"d":1,"d":1}]}}', '/a/c/1/d'],
    ['[[],[{"":1 , "" : 2}]]', '/1/0/'],
    ['{"a/b":1,"a\\u002fb":2}', '/a~1b'],
    ['{"x":"\\"a\\":","a":"a","b":"a"}', undefined],
    ['{"a":{"a":{"a":[{"a":1},{"a":1}]}}}', undefined],
    ['{"__proto__":1,"toString":2}', undefined],
    ['"a:"', undefined],
  ])('%s: %s', (text, pointer) => {
    expect(() => void JSON.parse(text)).not.toThrow();
    expect(repeatedMember(text)).toBe(pointer);
  });

  test('is found in no text that a serializer wrote, and in every one in which a member is repeated', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), fc.jsonValue(), (text, name, value) => {
        expect(repeatedMember(text)).toBeUndefined();
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
        expect(repeatedMember(`[${text},{${member},"${name.length}x":${text},${member}}]`)).toBeDefined();
      }),
    );
  });
});
