// One result, in the form that was asked for. Results go to standard output and nothing else does. A result is one text, of
// bounded size, so nobody waits for it: the program ends when it has left.

import { stringify } from 'yaml';

import type { Format } from '../globals.ts';
import type { Sink } from '../terminal/io.ts';

export interface Shown {
  /** The result as data. */
  readonly value: unknown;
  /** As `jsonl`: one line each; absent: the result is one line. */
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
