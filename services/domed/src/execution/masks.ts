// A value under a mask never leaves the host: masks are applied to every line, annotation and progress before it is
// handed on, and before it is cut: half a value under a mask is not under it any more. Longer values go first, so that a
// value which holds another is not left half visible. Beyond the limit nothing is shown at all: a value that could not be
// kept might stand anywhere.
const masksMax = 1_024;
const replacement = '***';

export interface Masks {
  /** Each line of the value is masked on its own. Blank ones are passed over: they would mask everything. */
  add(value: string): void;
  /** `isCut`: something followed the text and is not there, so its end may be the beginning of a value. */
  apply(text: string, isCut?: boolean): string;
}

export function createMasks(): Masks {
  let values: string[] = [];
  let isFull = false;
  return {
    add: (value) => {
      if (isFull) return;
      const lines = value.split(/\r\n|[\n\r]/).map((line) => line.trim());
      const fresh = new Set(lines.filter((line) => line !== '' && !values.includes(line)));
      values = [...values, ...fresh].toSorted((a, b) => b.length - a.length);
      isFull = values.length > masksMax;
    },
    apply: (text, isCut = false) => {
      if (isFull) return text === '' ? '' : replacement;
      const masked = values.reduce((left, value) => left.replaceAll(value, replacement), text);
      return isCut ? withoutBeginning(masked, values) : masked;
    },
  };
}

/** Without the longest end that is the beginning of a value. */
function withoutBeginning(text: string, values: readonly string[]): string {
  const lengths = values.map((value) => {
    let length = Math.min(value.length - 1, text.length);
    while (length > 0 && !text.endsWith(value.slice(0, length))) length -= 1;
    return length;
  });
  const length = Math.max(0, ...lengths);
  return length === 0 ? text : `${text.slice(0, -length)}${replacement}`;
}
