// What the text of a pattern shows in one pass, before anything is compiled: how large its program becomes, and its
// spelling for RE2. A pattern of a dozen characters can stand for thousands of instructions.
import { LIMITS } from '@dome/contracts';

export interface PatternText {
  /** As RE2 spells it; without `^` and `$` if `isWhole`. */
  readonly source: string;
  /** The pattern matches the whole text or nothing: a third of the work of searching for two ends. */
  readonly isWhole: boolean;
  /** Instructions, approximately. */
  readonly size: number;
  readonly unicodeClasses: readonly string[];
}

/** @throws Error with one sentence, when it exceeds a limit */
export function readPatternText(pattern: string): PatternText {
  if (pattern.length > LIMITS.schemaPatternChars) {
    throw new Error(`a pattern has at most ${LIMITS.schemaPatternChars} characters, this one has ${pattern.length}`);
  }
  const text = respelt(pattern);
  // Case folding of a range beyond ASCII visits every character of it, each time the range occurs.
  if (FOLDS.test(text) && BEYOND_ASCII.test(text)) {
    throw new Error('(?i) is for ASCII only: write out both cases of any other letter');
  }
  const { size, hasAlternatives, endsAt } = measure(text);
  if (size > LIMITS.schemaPatternSize) {
    throw new Error(`the pattern comes to ${size} instructions, the limit is ${LIMITS.schemaPatternSize}`);
  }
  const unicodeClasses = Array.from(text.matchAll(UNICODE_CLASS), ([, name = '']) => name);
  const isWhole = STARTS.test(text) && endsAt === text.length - 1 && !hasAlternatives && !FLAGS.test(text);
  return { source: isWhole ? text.slice(1, -1) : text, isWhole, size, unicodeClasses };
}

const FOLDS = /\(\?[a-zA-Z-]*i/;
const FLAGS = /\(\?(?!:|P?<)/;
const STARTS = /^\^(?![*+?{])/;
const BEYOND_ASCII = /[\u0080-\uffff]|\\[xpP]/;
const UNICODE_CLASS = /\\[pP](\{[^}]*\}|.)/g;
const ESCAPED = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u([0-9a-fA-F]{4})|[^])/gi;

/** A character by its number is `\u0041` to JSON Schema and `\x{0041}` to RE2. */
const respelt = (pattern: string): string =>
  pattern.replaceAll(ESCAPED, (whole, ...[long, high, low, short]: (string | undefined)[]) => {
    if (long !== undefined || short !== undefined) return `\\x{${long ?? short ?? ''}}`;
    if (high === undefined || low === undefined) return whole;
    const point = String.fromCharCode(parseInt(high, 16), parseInt(low, 16)).codePointAt(0) ?? 0;
    return `\\x{${point.toString(16)}}`;
  });

interface Measured {
  readonly size: number;
  /** Outside all groups. */
  readonly hasAlternatives: boolean;
  /** The place of the last `$` outside all groups, or -1. */
  readonly endsAt: number;
}

const TOKEN =
  /\\Q(?:[^\\]|\\(?!E))*(?:\\E)?|\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\[^]|\[\^?\]?(?:\[:[^\]]*:\]|\\[^]|[^\]\\])*\]|\((?:\?(?:P?<[^>]*>|[a-zA-Z-]*:?))?|\{(\d+)(?:(,)(\d*))?\}|[^]/g;

/** A counted repetition is that number of copies of the item before it. */
function measure(text: string): Measured {
  const open: number[] = [];
  let sum = 2;
  let last = 0;
  let hasAlternatives = false;
  let endsAt = -1;
  for (const token of text.matchAll(TOKEN)) {
    const [word, least, , most] = token;
    if (least !== undefined) {
      const copies = Math.max(Number(least), Number(most ?? 0), 1);
      sum += last * (copies - 1);
      last *= copies;
    } else if (word.startsWith('(')) {
      open.push(sum);
      sum = 2;
      last = 0;
    } else if (word === ')') {
      last = sum;
      sum += open.pop() ?? 0;
    } else {
      last = word.startsWith('\\Q') ? word.length : 1;
      sum += last;
      if (open.length === 0 && word === '|') hasAlternatives = true;
      if (open.length === 0 && word === '$') endsAt = token.index;
    }
  }
  return { size: sum, hasAlternatives, endsAt };
}
