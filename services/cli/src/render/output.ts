// One result, in the chosen format. Only results go to standard output. A result is one text of bounded size, so
// nothing waits for its reader: the program ends once it has been written.

import { stringify } from 'yaml';

import type { Format } from '../format.ts';
import type { Sink } from '../terminal/io.ts';

export interface Shown {
  /** The result as data. */
  readonly value: unknown;
  /** The lines for `jsonl`; if absent, the result is one line. */
  readonly items?: readonly unknown[];
  /** For people. */
  readonly text: () => string;
}

export function show(out: Sink, format: Format, { value, items, text }: Shown): void {
  switch (format) {
    case 'table':
      return void out.write(text());
    case 'json':
      return void out.write(`${JSON.stringify(value, undefined, 2)}\n`);
    case 'jsonl':
      return void out.write((items ?? [value]).map((item) => `${JSON.stringify(item)}\n`).join(''));
    case 'yaml':
      return void out.write(stringify(value, { lineWidth: 0 }));
  }
}
