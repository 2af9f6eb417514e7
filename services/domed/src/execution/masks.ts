// A value under a mask never leaves the host: masks are applied to every line, annotation and progress before it is
// handed on. Longer values go first, so that a value which holds another is not left half visible.
const masksMax = 256;
const replacement = '***';

export interface Masks {
  /** Each line of the value is masked on its own. Blank ones are passed over: they would mask everything. */
  add(value: string): void;
  apply(text: string): string;
}

export function createMasks(): Masks {
  let values: string[] = [];
  return {
    add: (value) => {
      const lines = value.split(/\r?\n/).map((line) => line.trim());
      const fresh = lines.filter((line) => line !== '' && !values.includes(line));
      values = [...values, ...fresh].toSorted((a, b) => b.length - a.length).slice(0, masksMax);
    },
    apply: (text) => values.reduce((masked, value) => masked.replaceAll(value, replacement), text),
  };
}
