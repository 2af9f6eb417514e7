// The cost of what a skill prints and writes depends on its length, not on its content. Each text was chosen against a
// backtracking scanner, for which a line of 64 KiB took seconds.
import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { annotationLines, createCommandReader, fitAnnotation, parseCommand } from '../../src/console/commands.ts';
import { createLineSplitter } from '../../src/console/line-splitter.ts';
import { createMasks } from '../../src/console/masks.ts';
import { createSecretFinder } from '../../src/console/secret-finder.ts';
import { parseOutputFile } from '../../src/outcome/output-file.ts';

const lineChars = 65_536;
/** Far more than a slow machine needs, and far less than anything quadratic takes. */
const lineMsMax = 100;

function leastMs(work: () => void): number {
  const once = (): number => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  };
  return Math.min(...Array.from({ length: 5 }, once));
}

/** As it comes from a stream: flat, not a concatenation. */
const filled = (begin: string, fill: string, end = ''): string => {
  const room = lineChars - begin.length - end.length;
  return Buffer.from(`${begin}${fill.repeat(Math.ceil(room / fill.length)).slice(0, room)}${end}`).toString();
};

describe('a line of 64 KiB', () => {
  test.each([
    ['blanks after a word', filled('::a', ' ')],
    ['blanks after a command', filled('::error', ' ')],
    ['blanks and no end', filled('::error ', ' ', ':x')],
    ['blanks of Unicode', filled('::error', '\u2003', '::')],
    ['colons', filled('::error ', ':')],
    ['single colons', filled('::error ', ': ')],
    ['commas', filled('::error ', ',', '::x')],
    ['one property again and again', filled('::error ', 'file,', '::x')],
    ['properties among blanks', filled('::error ', `file${' '.repeat(100)}`, '::x')],
    ['beginnings of a property', filled('::error ', 'lin,', '::x')],
    ['codes in a text', filled('::error::', '%0a')],
    ['codes in a property', filled('::error file=', '%25', '::x')],
    ['halves of codes', filled('::error::', '%')],
    ['a long number', filled('::error line=', '9', '::x')],
    ['a long name', filled('::', 'a-')],
    ['masks', filled('::add-mask::', 'ab%0A')],
    ['a token', filled('::stop-commands::', 'x')],
  ])('of %s', (_what, line) => {
    const take = (): void => {
      const commands = createCommandReader();
      const masks = createMasks();
      for (let count = 0; count < 2; count += 1) {
        const command = commands.read(line);
        if (command?.kind === 'mask') masks.add(command.value);
        if (command?.kind !== 'annotation') continue;
        annotationLines(fitAnnotation(command.annotation, (text) => masks.apply(text, true)));
      }
    };
    expect(leastMs(take)).toBeLessThan(lineMsMax);
  });

  test.each([
    ['one', ['hunter2'], filled('', 'hunter')],
    ['a thousand that stand there', Array.from({ length: 1_000 }, (_, at) => `key-${at}-`), filled('', 'key-77-')],
    ['those that nearly stand there', Array.from({ length: 300 }, (_, at) => `${'a'.repeat(at)}b`), filled('', 'a')],
    ['a long one that nearly stands there', [`${'a'.repeat(60_000)}b`], filled('', 'a')],
    ['a long one that differs in its middle', [`${'a'.repeat(30_000)}b${'a'.repeat(30_000)}`], filled('', 'a')],
    ['single characters', ['a', 'b'], filled('', 'abc')],
  ])('under masks: %s', (_what, values, line) => {
    const hide = (): void => {
      const masks = createMasks();
      for (const value of values) masks.add(value);
      masks.apply(line);
      masks.apply(line, true);
    };
    expect(leastMs(hide)).toBeLessThan(lineMsMax);
  });

  test.each([
    ['words', 'the quick brown fox jumps over '],
    ['its beginnings', 'KEYKEYKEYKE!'],
    ['the secret itself', 'KEYKEYKEYKEY'],
    ['backslashes', '\\\\'],
    ['escapes of escapes', '%255c%5cu0025'],
    ['escapes that stand for it', '\\u004b\\u0045\\u0059'],
    ['bytes that stand for it', '%4b%45%59'],
  ])('under secrets: %s', (_what, text) => {
    const secrets = createSecretFinder(['KEY'.repeat(2_700), 'a%b\\c', randomBytes(5_000).toString('base64')]);
    const masks = createMasks(secrets);
    const line = filled('', text);
    expect(leastMs(() => void masks.apply(line, true))).toBeLessThan(lineMsMax);
  });

  test('that comes byte by byte', () => {
    const bytes = Array.from({ length: lineChars }, () => Buffer.from('x'));
    const split = (): void => {
      const splitter = createLineSplitter();
      for (const byte of bytes) splitter.push(byte);
      expect(splitter.push(Buffer.from('\n'))).toHaveLength(1);
    };
    expect(leastMs(split)).toBeLessThan(lineMsMax * 3);
  });
});

test.each([
  ['line ends', '\n'.repeat(262_144)],
  ['carriage returns', '\r'.repeat(262_144)],
  ['blanks', `${' '.repeat(262_143)}a`],
  ['openings', 'a<<b\n'.repeat(50_000)],
  ['the openings of one line', 'a<'.repeat(131_072)],
  ['ends that nearly fit', `a<<${'e'.repeat(500)}\n${`${'e'.repeat(499)}f\n`.repeat(500)}`],
  ['separators of lines', `a<<${'\u2028'.repeat(80_000)}\n`],
])('the cost of an output file of %s depends on its length', (_what, text) => {
  const parse = (): void => {
    try {
      parseOutputFile(text, {});
    } catch {
      // 'a lone daemon makes its folder anew, with the files of its skills, and a running job is given back uncounted'
    }
  };
  expect(leastMs(parse)).toBeLessThan(lineMsMax * 3);
});

/** The grammar as a pattern: `::name`, perhaps blanks and properties without `::`, then `::text`. */
const grammar = /^::([a-z-]+)(?:\s+([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s;
const unescaped = (text: string): string =>
  text.replaceAll(/%25|%0D|%0A|%3A|%2C/gi, (code) => decodeURIComponent(code));

function expectedOf(line: string): unknown {
  const [, name = '', properties = '', rest = ''] = grammar.exec(line) ?? [];
  const of = new Map(
    properties.split(',').map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key.trim(), unescaped(value.join('='))] as const;
    }),
  );
  const [file, title, line_, given] = ['file', 'title', 'line', 'value'].map((key) => of.get(key));
  const text = unescaped(rest);
  if (['debug', 'notice', 'warning', 'error'].includes(name)) {
    const startLine = Number(line_);
    const annotation = {
      level: name,
      message: text,
      ...(file ? { file } : {}),
      ...(Number.isSafeInteger(startLine) && startLine >= 1 ? { startLine } : {}),
      ...(title ? { title } : {}),
    };
    return { kind: 'annotation', annotation };
  }
  if (name === 'add-mask') return { kind: 'mask', value: text };
  if (name === 'stop-commands' && text !== '') return { kind: 'stop', token: text };
  const value = Number(given);
  if (name !== 'progress' || (given ?? '').trim() === '' || !Number.isFinite(value)) return undefined;
  const progress = { value: Math.min(1, Math.max(0, value)), ...(text === '' ? {} : { text }) };
  return { kind: 'progress', progress };
}

const WORDS = [
  ...'file line title value x = , : :: % %25 %0a %3A %2 0 1 7 .5 file=a ,line=3 %2C é 😀'.split(' '),
  ' ',
  '\t',
  '\u2003',
];

test('a command is parsed by the grammar, whatever is in the line', () => {
  const names = fc.constantFrom('error', 'notice', 'progress', 'add-mask', 'stop-commands', 'group', 'errors', '');
  const word = fc.constantFrom(...WORDS);
  const words = fc.array(word, { maxLength: 12 }).map((parts) => parts.join(''));
  const line = fc.tuple(fc.constantFrom('::', ':', ' ::'), names, words).map((parts) => parts.join(''));
  fc.assert(
    fc.property(line, (text) => {
      expect(parseCommand(text)).toEqual(expectedOf(text));
    }),
    { numRuns: 20_000 },
  );
});

test('masks hide every value anywhere, overlapping ones together, and nothing else', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 24 });
  const values = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(text, values, fc.boolean(), (line, given, isCut) => {
      const masks = createMasks();
      for (const value of given) masks.add(value);
      expect(masks.apply(line, isCut)).toBe(hidden(line, rangesOf(line, given, isCut)));
    }),
    { numRuns: 5_000 },
  );
});

/** Where each value occurs, one after the other; at the cut, also where its beginning stands. */
function rangesOf(line: string, values: readonly string[], isCut: boolean): { start: number; end: number }[] {
  return Array.from(line, (_, start) => start).flatMap((start) =>
    values.flatMap((value) => {
      if (line.startsWith(value, start)) return [{ start, end: start + value.length }];
      return isCut && value.startsWith(line.slice(start)) ? [{ start, end: line.length }] : [];
    }),
  );
}

function hidden(line: string, ranges: readonly { start: number; end: number }[]): string {
  let shown = '';
  let until = 0;
  for (const { start, end } of ranges) {
    if (start >= until) shown += `${line.slice(until, start)}***`;
    until = Math.max(until, end);
  }
  return shown + line.slice(until);
}
