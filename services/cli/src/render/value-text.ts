import { stringify } from 'yaml';

import { harmless } from '../terminal/style.ts';

/** Longer texts inside a value are shown whole by `-o json`. */
const LINES_MAX = 40;

/** A value of JSON as people read it: YAML, indented, and cut when it is long. */
export function valueLines(value: unknown): string[] {
  const lines = harmless(stringify(value, { lineWidth: 0 }).trimEnd()).split('\n');
  const shown = lines.length <= LINES_MAX ? lines : lines.slice(0, LINES_MAX);
  const left = lines.length - shown.length;
  return [...shown, ...(left === 0 ? [] : [`… ${left} more lines; -o json shows them`])].map((line) =>
    `  ${line}`.trimEnd(),
  );
}
