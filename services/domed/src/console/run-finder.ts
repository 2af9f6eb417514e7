// Finds every run of so many characters that a text shares with one of the given texts, whatever surrounds it, in one
// pass: a rolling hash of the last characters is looked up among those of all runs. A long value is found so even when
// only a part of it is printed, or when it is broken over lines of any length.
import { addRange } from './value-finder.ts';
import type { Ranges } from './value-finder.ts';

export interface RunFinder {
  /** The runs in order; overlapping ones are merged. */
  find(text: string): Ranges;
}

const BASE = 0x01_00_01_93;
const SPREAD = 0x9e_37_79_b1;

/** Time and memory grow with the total length of the texts. A text shorter than a run has none. */
export function createRunFinder(texts: readonly string[], runChars: number): RunFinder {
  const runs = texts.reduce((sum, { length }) => sum + Math.max(0, length - runChars + 1), 0);
  if (runs === 0) return { find: () => [] };
  const table = createTable(texts.join(''), runs, runChars);
  let from = 0;
  for (const { length } of texts) {
    if (length >= runChars)
      eachHash(table.text, { from, end: from + length, runChars }, (at, hash) => table.add(at, hash));
    from += length;
  }
  return {
    find: (text) => {
      const found: Ranges = [];
      if (text.length < runChars) return found;
      eachHash(text, { from: 0, end: text.length, runChars }, (at, hash) => {
        if (table.has(text, at, hash)) addRange(found, at, at + runChars);
      });
      return found;
    },
  };
}

interface Part {
  readonly from: number;
  readonly end: number;
  readonly runChars: number;
}

function eachHash(text: string, { from, end, runChars }: Part, visit: (at: number, hash: number) => void): void {
  let lead = 1;
  for (let index = 1; index < runChars; index += 1) lead = Math.imul(lead, BASE);
  let hash = 0;
  for (let at = from; at < end; at += 1) {
    if (at >= from + runChars) hash = (hash - Math.imul(unitAt(text, at - runChars), lead)) | 0;
    hash = (Math.imul(hash, BASE) + unitAt(text, at)) | 0;
    if (at >= from + runChars - 1) visit(at - runChars + 1, hash);
  }
}

/** The two alphabets of base64 differ in two characters, which count as equal. */
function unitAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit === 45 ? 43 : unit === 95 ? 47 : unit;
}

function createTable(text: string, runs: number, runChars: number) {
  const bits = Math.max(4, Math.ceil(Math.log2(runs * 2)));
  const mask = 2 ** bits - 1;
  const places = new Int32Array(mask + 1);
  const hashes = new Int32Array(mask + 1);
  const isSame = (other: string, at: number, place: number): boolean => {
    for (let index = 0; index < runChars; index += 1)
      if (unitAt(other, at + index) !== unitAt(text, place + index)) return false;
    return true;
  };
  /** Its place, or the free one where it belongs. */
  const slotOf = (other: string, at: number, hash: number): number => {
    let slot = Math.imul(hash, SPREAD) >>> (32 - bits);
    for (; ; slot = (slot + 1) & mask) {
      const place = places[slot] ?? 0;
      if (place === 0 || (hashes[slot] === hash && isSame(other, at, place - 1))) return slot;
    }
  };
  return {
    text,
    add: (at: number, hash: number): void => {
      const slot = slotOf(text, at, hash);
      places[slot] = at + 1;
      hashes[slot] = hash;
    },
    has: (other: string, at: number, hash: number): boolean => places[slotOf(other, at, hash)] !== 0,
  };
}
