// A value under a mask never leaves the host: masks are applied to every line, annotation and progress before it is
// handed on, and before it is cut: half a value under a mask is not under it any more. Values that overlap are hidden
// together, so that none is left half visible. Beyond the limits nothing is shown at all: a value that could not be kept
// might stand anywhere.
import { LIMITS } from '@dome/contracts';

import { addRange, createValueFinder } from './value-finder.ts';
import type { Findings, ValueFinder } from './value-finder.ts';

const replacement = '***';

export interface Masks {
  /**
   * Each line of the value is masked on its own. Blank ones are passed over, and of a value of several lines the short ones:
   * the brackets of a document would mask those of everything.
   */
  add(value: string): void;
  /** `isCut`: something followed the text and is not there, so its end may be the beginning of a value. */
  apply(text: string, isCut?: boolean): string;
}

export function createMasks(): Masks {
  const values = new Set<string>();
  let chars = 0;
  let isFull = false;
  let finder: ValueFinder | undefined;
  const keep = (value: string): void => {
    if (value === '' || values.has(value) || isFull) return;
    values.add(value);
    chars += value.length;
    isFull = values.size > LIMITS.masksPerJob || chars > LIMITS.maskChars;
    finder = undefined;
  };
  return {
    add: (value) => {
      const lines = value.split(/\r\n|[\n\r]/).map((line) => line.trim());
      const written = lines.filter((line) => line !== '');
      const [only] = written;
      if (written.length === 1 && only !== undefined) keep(only);
      else for (const line of written) if (line.length >= LIMITS.maskLineCharsMin) keep(line);
    },
    apply: (text, isCut = false) => {
      if (values.size === 0 || text === '') return text;
      if (isFull) return replacement;
      finder ??= createValueFinder([...values]);
      return hide(text, finder.find(text), isCut);
    },
  };
}

/** Of a text that was cut, the longest end that begins a value is hidden too. */
function hide(text: string, { found, beginsAt }: Findings, isCut: boolean): string {
  const hidden = [...found];
  if (isCut && beginsAt < text.length) addRange(hidden, beginsAt, text.length);
  let shown = '';
  let from = 0;
  for (let at = 0; at < hidden.length; at += 2) {
    shown += text.slice(from, hidden[at]) + replacement;
    from = hidden[at + 1] ?? from;
  }
  return hidden.length === 0 ? text : shown + text.slice(from);
}
