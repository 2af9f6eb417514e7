// Finds the secrets of a job in whatever it says: as they are, in base64, URL-encoded, and escaped as in JSON or by a
// shell, also escapes of escapes. Any run of `secretRunChars` characters of a secret or of its base64 is found; what is
// shorter is found whole. Base64 of a longer text begins at any of three places inside a group of three bytes, so a
// secret in it has three spellings.
import { LIMITS } from '@dome/contracts';

import { undoBackslash, undoPercent } from './decoded.ts';
import { createRunFinder } from './run-finder.ts';
import { createValueFinder } from './value-finder.ts';
import type { Findings, Ranges, ValueFinder } from './value-finder.ts';

export interface SecretFinder {
  find(text: string): Findings;
  /** Looks for whole secrets in a file: by chance a file may well share a run of characters with one. */
  scan(): ByteScan;
}

export interface ByteScan {
  push(bytes: Buffer): void;
  isFound(): boolean;
}

/** Escapes of escapes are undone so often: JSON inside of JSON, a URL inside of a URL. */
const DEPTH = 2;

/** Made once for each version of the secrets of a skill: it costs about as much as reading as many bytes ten times. */
export function createSecretFinder(secrets: readonly string[]): SecretFinder {
  const runs = finderOf(secrets.flatMap(spellingsOf));
  let spellings: readonly string[] | undefined;
  let whole: ValueFinder | undefined;
  return {
    find: (text) => runs.find(text),
    scan: () => {
      spellings ??= [...new Set(secrets.flatMap(spellingsOf).map(latin1Of))];
      whole ??= createValueFinder(spellings);
      return scanWith(whole, Math.max(0, ...spellings.map(({ length }) => length)));
    },
  };
}

/** What may be the beginning of a secret is kept for the next bytes. */
function scanWith(whole: ValueFinder, lengthMax: number): ByteScan {
  let kept = '';
  let isFound = false;
  return {
    push: (bytes) => {
      if (isFound) return;
      const text = kept + bytes.toString('latin1');
      isFound = whole.find(text).found.length > 0;
      kept = text.slice(Math.max(0, text.length - lengthMax + 1));
    },
    isFound: () => isFound,
  };
}

function finderOf(spellings: readonly string[]): ValueFinder {
  const run = LIMITS.secretRunChars;
  const long = spellings.filter(({ length }) => length >= run);
  const short = spellings.filter(({ length }) => length < run);
  const runs = createRunFinder(apart([...new Set(long)]), run);
  // With the beginnings of the long ones, so that a cut hides the beginning of each.
  const values = createValueFinder([...new Set([...short, ...long.map((text) => text.slice(0, run))])]);
  const findPlain = (text: string): Findings => {
    const { found, beginsAt } = values.find(text);
    return { found: merged([found, runs.find(text)]), beginsAt };
  };
  const findDecoded = (text: string, depth: number): Ranges[] =>
    depth === 0
      ? []
      : [undoPercent, undoBackslash].flatMap((undo) => {
          const decoded = undo(text);
          if (decoded === undefined) return [];
          const inside = [findPlain(decoded.text).found, ...findDecoded(decoded.text, depth - 1)];
          return inside.map((ranges) => ranges.map((at) => decoded.starts[at] ?? text.length));
        });
  return {
    find: (text) => {
      const plain = findPlain(text);
      const decoded = findDecoded(text, DEPTH);
      return decoded.length === 0 ? plain : { ...plain, found: merged([plain.found, ...decoded]) };
    },
  };
}

/** Without those whose runs are all among the runs of another one. The two alphabets of base64 have the same runs. */
function apart(texts: readonly string[]): string[] {
  const longest = texts.toSorted((a, b) => b.length - a.length);
  const kept: string[] = [];
  for (const text of longest) {
    const plain = text.replaceAll('-', '+').replaceAll('_', '/');
    if (!kept.some((other) => other.includes(plain))) kept.push(plain);
  }
  return kept;
}

/** The ranges of all in one order; overlapping ones are merged. */
export function merged(lists: readonly Ranges[]): Ranges {
  const [first = [], ...others] = lists.filter(({ length }) => length > 0);
  if (others.length === 0) return first;
  const pairs: [number, number][] = [];
  for (const ranges of [first, ...others])
    for (let at = 0; at < ranges.length; at += 2) pairs.push([ranges[at] ?? 0, ranges[at + 1] ?? 0]);
  pairs.sort(([a], [b]) => a - b);
  const all: Ranges = [];
  for (const [start, end] of pairs) {
    const last = all.length - 1;
    if (last > 0 && start < (all[last] ?? 0)) all[last] = Math.max(all[last] ?? 0, end);
    else all.push(start, end);
  }
  return all;
}

/** Each of which must be found: the value, those of its lines that are shorter than a run, and all of it in base64. */
function spellingsOf(secret: string): string[] {
  const value = secret.replace(/(\r?\n)+$/, '');
  const lines = value.split(/\r\n|[\n\r]/).map((line) => line.trim());
  const short = lines.filter(({ length }) => length >= LIMITS.maskLineCharsMin && length < LIMITS.secretRunChars);
  const plain = [value, ...(lines.length === 1 ? lines : short)];
  const spaced = value.includes(' ') ? [value.replaceAll(' ', '+')] : [];
  const inJson = JSON.stringify(value).slice(1, -1);
  const encoded = [...plain, ...(inJson === value ? [] : [inJson])].flatMap(base64Of);
  return [...new Set([...plain, ...spaced, ...encoded])].filter((text) => text !== '');
}

/**
 * The characters that the value alone decides, for each place in a group at which it may begin, and those after them
 * that its end decides where nothing follows.
 */
function base64Of(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const from = Math.ceil((before * 8) / 6);
    const ended = whole.toString('base64').slice(from);
    const core = ended.slice(0, Math.floor((whole.length * 8) / 6) - from);
    const forUrl = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');
    return [core, ended, ended.replaceAll('=', '')].flatMap((text) => [text, forUrl(text)]);
  });
}

const latin1Of = (text: string): string => Buffer.from(text).toString('latin1');
