import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AnswerReader, parsePublishAnswer } from '../src/publish-answer.ts';
import { judgeAnswer } from '../src/publish-verdict.ts';
import { commonFilter, intersectFilters, matchesFilter } from '../src/subject-filter.ts';

describe('what an answer to a publish means', () => {
  const stored = '{"stream":"S","seq":7}';
  const doubled = '{"stream":"S","seq":7,"duplicate":true}';
  const failed = (errorCode: number, code = 400): string =>
    `{"error":{"code":${code},"err_code":${errorCode},"description":"why"},"stream":"S","seq":0}`;

  test.each([
    { text: stored, sends: 1, expects: true, kind: 'stored' },
    { text: stored, sends: 3, expects: true, kind: 'stored' },
    { text: doubled, sends: 1, expects: false, kind: 'stored' },
    { text: doubled, sends: 1, expects: true, kind: 'verify' },
    { text: doubled, sends: 2, expects: true, kind: 'verify' },
    { text: failed(10071), sends: 1, expects: true, kind: 'conflict' },
    { text: failed(10071), sends: 2, expects: true, kind: 'verify' },
    { text: failed(10164), sends: 1, expects: true, kind: 'again' },
    { text: failed(10158), sends: 1, expects: false, kind: 'again' },
    { text: failed(10008, 503), sends: 1, expects: false, kind: 'again' },
    { text: failed(10077, 503), sends: 1, expects: false, kind: 'refused' },
    // No space in the account, on the server (which says 503, as one that looks for a leader does), in memory, on its disk.
    { text: failed(10002, 400), sends: 1, expects: false, kind: 'refused' },
    { text: failed(10023, 503), sends: 1, expects: false, kind: 'refused' },
    { text: failed(10028, 500), sends: 1, expects: false, kind: 'refused' },
    { text: failed(10047, 500), sends: 2, expects: true, kind: 'refused' },
    { text: failed(10054), sends: 1, expects: false, kind: 'refused' },
    { text: failed(10060), sends: 1, expects: false, kind: 'refused' },
  ])('$text after $sends sendings: $kind', ({ text, sends, expects, kind }) => {
    const answer = parsePublishAnswer(text) ?? expect.fail('no answer');
    expect(judgeAnswer(answer, { sends, expects }).kind).toBe(kind);
  });

  const others = ['', 'null', '[]', '{', '{"stream":"S"}', '+OK', '{"stream":"S","seq":7', '{"stream":"S","seq":}'];

  test('other bytes are no answer', () => {
    for (const text of others) expect(parsePublishAnswer(text)).toBeUndefined();
  });

  test('a reader of many answers reads each as if it were the first', () => {
    const sequence = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 7, 10, 2 ** 53));
    const stream = fc.constantFrom('S', 'T', 'ST', 'a "b" {c}');
    const plain = fc.record({ stream, seq: sequence });
    const answer = fc.oneof(
      { arbitrary: plain.map((said) => JSON.stringify(said)), weight: 4 },
      fc.record({ stream, domain: stream, seq: sequence }).map((said) => JSON.stringify(said)),
      fc.record({ stream, seq: sequence, duplicate: fc.boolean() }).map((said) => JSON.stringify(said)),
      fc.constantFrom(failed(10071), ...others),
    );
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 12 }), (texts) => {
        const reader = new AnswerReader();
        for (const text of texts) expect(reader.read(Buffer.from(text))).toEqual(parsePublishAnswer(text));
      }),
    );
  });
});

describe('filters', () => {
  const token = fc.constantFrom('a', 'b', 'c');
  const subject = fc.array(token, { minLength: 1, maxLength: 5 }).map((tokens) => tokens.join('.'));
  const filter = fc
    .tuple(fc.array(fc.oneof(token, fc.constant('*')), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([tokens, open]) => (open ? [...tokens, '>'] : tokens).join('.'));

  test('the common filter covers whatever one of the filters covers', () => {
    fc.assert(
      fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), subject, (filters, name) => {
        if (filters.some((one) => matchesFilter(one, name))) {
          expect(matchesFilter(commonFilter(filters), name)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('it is no wider than necessary', () => {
    expect(commonFilter(['log.r1.j1', 'log.r1.j2'])).toBe('log.r1.*');
    expect(commonFilter(['log.r1.j1'])).toBe('log.r1.j1');
    expect(commonFilter(['evt.job.*.r1.>', 'evt.job.*.r1.j2.x'])).toBe('evt.job.*.r1.>');
  });

  test('`>` covers one token or more, `*` exactly one', () => {
    expect(matchesFilter('a.>', 'a')).toBe(false);
    expect(matchesFilter('a.>', 'a.b.c')).toBe(true);
    expect(matchesFilter('a.*', 'a.b.c')).toBe(false);
  });
});

test('two filters have in common exactly the subjects that both match', () => {
  const token = fc.constantFrom('a', 'b', '*');
  const filter = fc
    .record({ tokens: fc.array(token, { maxLength: 3 }), isOpen: fc.boolean() })
    .map(({ tokens, isOpen }) => (isOpen ? [...tokens, '>'] : ['a', ...tokens]).join('.'));
  const subject = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join('.'));
  fc.assert(
    fc.property(filter, filter, subject, (left, right, one) => {
      const common = intersectFilters(left, right);
      const isInBoth = matchesFilter(left, one) && matchesFilter(right, one);
      expect(common !== undefined && matchesFilter(common, one)).toBe(isInBoth);
    }),
    { numRuns: 1_000 },
  );
});
