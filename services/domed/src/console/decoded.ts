// How a text reads once its escapes are undone, and where each of its units came from: a value is found in a text that
// was URL-encoded or written as JSON by any library, however much or little of it that library escapes.

export interface Decoded {
  readonly text: string;
  /** Where each unit begins in the text that was decoded; one more entry says where that text ends. */
  readonly starts: Int32Array;
}

/** Undefined if there is nothing to undo. */
export type Decode = (text: string) => Decoded | undefined;

/** `%41` is a byte of UTF-8, or of Latin-1 where the bytes are no UTF-8. */
export const undoPercent: Decode = (text) => undo(text, PERCENT, percentAt);

/** Those of JSON, and with them what shells and programs write: `\n \" \u0041 \x41`. */
export const undoBackslash: Decode = (text) => undo(text, BACKSLASH, backslashAt);

/** One escape: the units that it stands for, of which there may be two, and how many units it took. */
interface Escape {
  readonly unit: number;
  readonly second?: number;
  readonly length: number;
}

const PERCENT = 37;
const BACKSLASH = 92;

function undo(
  text: string,
  mark: number,
  escapeAt: (text: string, at: number) => Escape | undefined,
): Decoded | undefined {
  if (!text.includes(String.fromCharCode(mark))) return undefined;
  const units = new Uint16Array(text.length);
  const starts = new Int32Array(text.length + 1);
  let length = 0;
  const put = (unit: number, start: number): void => {
    units[length] = unit;
    starts[length] = start;
    length += 1;
  };
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at);
    const escape = unit === mark ? escapeAt(text, at) : undefined;
    put(escape?.unit ?? unit, at);
    if (escape?.second !== undefined) put(escape.second, at);
    at += escape?.length ?? 1;
  }
  if (length === text.length) return undefined;
  starts[length] = text.length;
  return { text: Buffer.from(units.buffer, 0, length * 2).toString('utf16le'), starts };
}

function percentAt(text: string, at: number): Escape | undefined {
  const lead = byteAt(text, at);
  if (lead === undefined) return undefined;
  const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
  let point = more === 0 ? lead : lead & (0x3f >> more);
  for (let index = 1; index <= more; index += 1) {
    const byte = byteAt(text, at + index * 3);
    if (byte === undefined || (byte & 0xc0) !== 0x80) return { unit: lead, length: 3 };
    point = point * 64 + (byte & 0x3f);
  }
  const length = (more + 1) * 3;
  if (point <= 0xffff) return { unit: point, length };
  const above = point - 0x1_0000;
  return { unit: 0xd800 + (above >> 10), second: 0xdc00 + (above & 0x3ff), length };
}

function byteAt(text: string, at: number): number | undefined {
  return text.charCodeAt(at) === PERCENT ? hexAt(text, at + 1, 2) : undefined;
}

const LETTERS: ReadonlyMap<string, number> = new Map(
  Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }).map(([letter, meant]) => [
    letter,
    meant.charCodeAt(0),
  ]),
);

/** Any other character stands for itself. */
function backslashAt(text: string, at: number): Escape | undefined {
  const letter = text[at + 1];
  if (letter === undefined) return undefined;
  const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : 0;
  const code = digits === 0 ? undefined : hexAt(text, at + 2, digits);
  if (code !== undefined) return { unit: code, length: 2 + digits };
  return { unit: LETTERS.get(letter) ?? letter.charCodeAt(0), length: 2 };
}

function hexAt(text: string, at: number, digits: number): number | undefined {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = hexDigit(text.charCodeAt(index));
    if (digit === undefined) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(unit: number): number | undefined {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const lower = unit | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : undefined;
}
