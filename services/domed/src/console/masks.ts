// A masked value never leaves the host: masks are applied to every line, annotation and progress before it is passed
// on, and before it is cut, because half a value would no longer be recognised. Overlapping values are hidden together,
// so that none stays half visible. Beyond the limits nothing is shown at all: a value that could not be remembered
// might appear anywhere.
import { LIMITS } from '@dome/contracts';

import { merged } from './secret-finder.ts';
import type { SecretFinder } from './secret-finder.ts';
import { addRange, createValueFinder } from './value-finder.ts';
import type { Findings, ValueFinder } from './value-finder.ts';

const REPLACEMENT = '***';

export interface Masks {
  /**
   * Each line of the value is masked on its own. Blank lines are skipped, and so are the short lines of a multi-line
   * value: the brackets of a document would mask brackets everywhere.
   */
  add(value: string): void;
  /** `isCut`: the text was cut, so its end may be the beginning of a value. */
  apply(text: string, isCut?: boolean): string;
  /** Hides the secrets of the job alone, which are hidden from the start. */
  applySecrets(text: string): string;
}

export function createMasks(secrets?: SecretFinder): Masks {
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
      if ((values.size === 0 && secrets === undefined) || text === '') return text;
      if (isFull) return REPLACEMENT;
      finder ??= createValueFinder([...values]);
      return hide(text, both(finder.find(text), secrets?.find(text)), isCut);
    },
    applySecrets: (text) => (secrets === undefined ? text : hide(text, secrets.find(text), false)),
  };
}

function both(one: Findings, other: Findings | undefined): Findings {
  if (other === undefined) return one;
  return { found: merged([one.found, other.found]), beginsAt: Math.min(one.beginsAt, other.beginsAt) };
}

/** In a text that was cut, the longest end that begins a value is hidden too. */
function hide(text: string, { found, beginsAt }: Findings, isCut: boolean): string {
  const hidden = [...found];
  if (isCut && beginsAt < text.length) addRange(hidden, beginsAt, text.length);
  let shown = '';
  let from = 0;
  for (let at = 0; at < hidden.length; at += 2) {
    shown += text.slice(from, hidden[at]) + REPLACEMENT;
    from = hidden[at + 1] ?? from;
  }
  return hidden.length === 0 ? text : shown + text.slice(from);
}
