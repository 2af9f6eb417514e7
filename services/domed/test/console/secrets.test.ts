import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { undoBackslash, undoPercent } from '../../src/console/decoded.ts';
import { createMasks } from '../../src/console/masks.ts';
import { createRunFinder } from '../../src/console/run-finder.ts';
import { createSecretFinder } from '../../src/console/secret-finder.ts';

const masked = (secrets: readonly string[], text: string): string =>
  createMasks(createSecretFinder(secrets)).applySecrets(text);

const unit = fc.constantFrom(...'aB7+/=%"\\ é☃😀\'&?-_{}:,'.split(''));
/** What stands around it has no character in common with it, so that whatever is shown of it is a leak. */
const around = fc.string({ unit: fc.constantFrom('.', '!', '|', ';'), maxLength: 9 });
const secret = fc
  .string({ unit, minLength: 4, maxLength: 60 })
  .map((text) => text.trim())
  .filter((text) => Buffer.byteLength(text) >= 4 && text.isWellFormed());

const ways: readonly [string, (text: string) => string][] = [
  ['as it is', (text) => text],
  ['encoded for a URL', (text) => encodeURIComponent(text)],
  [
    'with every byte encoded',
    (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ],
  ['encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['as a form', (text) => new URLSearchParams({ a: text }).toString().slice(2)],
  ['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
  ['in JSON inside of JSON', (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3)],
  ['in JSON, encoded for a URL', (text) => encodeURIComponent(JSON.stringify(text).slice(1, -1))],
  ['as escapes', (text) => text.replaceAll(/[^]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)],
];

describe('a secret is hidden whole, and what stands around it is shown,', () => {
  test.each(ways)('%s', (_way, write) => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        expect(masked([value], before + write(value) + after)).toBe(`${before}***${after}`);
      }),
      { numRuns: 400 },
    );
  });

  test('in the base64 of a longer text, but for the characters that it shares with its neighbours', () => {
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), fc.boolean(), (value, ...of) => {
        const [before, after, isForUrl] = of;
        const bytes = Buffer.from(before + value + after);
        const text = bytes.toString(isForUrl ? 'base64url' : 'base64');
        const from = Math.ceil((Buffer.byteLength(before) * 8) / 6);
        const end = Math.floor((Buffer.byteLength(before + value) * 8) / 6);
        const shown = masked([value], text);
        expect(shown).toContain('***');
        expect(shown).not.toContain(text.slice(from, end));
        expect(shown.startsWith(text.slice(0, Math.min(from, 1)))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

const key = `-----BEGIN KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTU\nAw==\n'.repeat(2)}x\n-----END KEY-----\n`;

test('the lines of a value are hidden, however they are broken or joined; lines of under four characters are not', () => {
  const lines = key.trimEnd().split('\n');
  expect(lines.map((line) => masked([key], `  ${line}`))).toEqual(
    lines.map((line) => (line === 'x' ? '  x' : '  ***')),
  );
  expect(masked([key], lines.join(' '))).not.toMatch(/[A-Z]/);
  const encoded = Buffer.from(`before ${key} after`).toString('base64');
  for (const width of [76, 64, 40, 24]) {
    const shown = encoded.match(new RegExp(`.{1,${width}}`, 'g'))?.map((line) => masked([key], line)) ?? [];
    // At an end of a line there may be fewer characters of it than make a run.
    for (const line of shown.slice(1, -1)) expect(line.replace('***', '').length).toBeLessThan(24);
  }
});

test('a run of a long secret is hidden, fewer characters are not', () => {
  expect(masked(['0123456789abcdefghij'], 'x 456789abcdef x 456789abcde x')).toBe('x *** x 456789abcde x');
});

test('at a cut, the beginning of a secret is hidden', () => {
  const masks = createMasks(createSecretFinder(['0123456789abcdefghij', 'short']));
  expect([masks.apply('at 012345', true), masks.apply('at sho', true), masks.apply('at 012345')]).toEqual([
    'at ***',
    'at ***',
    'at 012345',
  ]);
});

test('masks of a job and its secrets hide together what overlaps', () => {
  const masks = createMasks(createSecretFinder(['secret-one']));
  masks.add('one-and-more');
  expect(masks.apply('a secret-one-and-more b')).toBe('a *** b');
  expect(masks.applySecrets('a secret-one-and-more b')).toBe('a ***-and-more b');
});

describe('escapes are undone', () => {
  const text = fc
    .string({ unit: fc.oneof(unit, fc.constantFrom('\n', '\t', '"')), maxLength: 30 })
    .filter((of) => of.isWellFormed());
  const reads = (decoded: ReturnType<typeof undoPercent>, whole: string): string => decoded?.text ?? whole;

  test('as those who wrote them meant', () => {
    fc.assert(
      fc.property(text, (value) => {
        const forUrl = encodeURIComponent(value);
        expect(reads(undoPercent(forUrl), forUrl)).toBe(value);
        const json = JSON.stringify(value).slice(1, -1);
        expect(reads(undoBackslash(json), json)).toBe(value);
      }),
    );
  });

  test('and each unit is known by its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('%', '\\', '4', '1', 'u', '0', 'é', '%C3%A9'), maxLength: 30 }),
        (whole) => {
          for (const decoded of [undoPercent(whole), undoBackslash(whole)]) {
            if (decoded === undefined) continue;
            const { starts } = decoded;
            expect(starts[0]).toBe(0);
            expect(starts[decoded.text.length]).toBe(whole.length);
            for (let at = 0; at < decoded.text.length; at += 1) {
              const piece = whole.slice(starts[at], starts[at + 1]);
              if (piece.length === 1) expect(decoded.text[at]).toBe(piece);
            }
          }
        },
      ),
    );
  });

  test('bytes that are no UTF-8 stand for themselves', () => {
    expect([
      undoPercent('%ff%41')?.text,
      undoPercent('%c3%28')?.text,
      undoPercent('%zz%4'),
      undoPercent('%F0%9F%98%80')?.text,
    ]).toEqual(['ÿA', 'Ã(', undefined, '😀']);
  });
});

test('runs are found wherever they stand, and nothing else', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '+', '/'), maxLength: 40 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 4 }), letters, fc.integer({ min: 1, max: 6 }), (texts, text, run) => {
      const found = createRunFinder(texts, run).find(text);
      const hidden = Array.from(text, (_, at) =>
        found.some((from, index) => index % 2 === 0 && from <= at && at < (found[index + 1] ?? 0)),
      );
      const expected = Array.from(text, (_, at) =>
        Array.from({ length: run }, (__, back) => at - back).some(
          (from) =>
            from >= 0 && from + run <= text.length && texts.some((one) => one.includes(text.slice(from, from + run))),
        ),
      );
      expect(hidden).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('the two alphabets of base64 count as one', () => {
  expect(createRunFinder(['ab+/cd'], 6).find('x ab-_cd')).toEqual([2, 8]);
});

test('a scan of bytes finds a whole secret, also between two pieces, and no part of one', () => {
  const finder = createSecretFinder(['geheim-é-und-lang', key]);
  const scanned = (bytes: Buffer, size: number): boolean => {
    const scan = finder.scan();
    for (let at = 0; at < bytes.length; at += size) scan.push(bytes.subarray(at, at + size));
    return scan.isFound();
  };
  for (const text of ['geheim-é-und-lang', key, Buffer.from(`xy${key}`).toString('base64')])
    for (const size of [1, 7, 1_000]) expect(scanned(Buffer.from(`before ${text} after`), size)).toBe(true);
  expect(scanned(Buffer.from('geheim-é-und-kurz'), 1_000)).toBe(false);
});
