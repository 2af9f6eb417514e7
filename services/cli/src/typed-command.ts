// Commands printed for somebody to type or paste: they work as printed, in the folder where they are printed.

import { join } from 'node:path';

import { shellQuoted } from '@dome/contracts';

import type { Globals } from './globals.ts';
import { INSTALLATION } from './installation.ts';
import { withoutPassword } from './shown-address.ts';

export const PROGRAM = INSTALLATION.program;

/**
 * A hint with its commands as they are typed here, and its pages where they lie here; both planes and the contract call the
 * program `dome`, and name pages as in a clone.
 */
export function hintAsTyped(hint: string, program: string = PROGRAM): string {
  return hint
    .replaceAll(/(`|^ {2})dome (?=[a-z@-])/gm, `$1${program} `)
    .replaceAll(/(?<![\w/.])docs\/[a-z-]+\.md/g, (page) => join(INSTALLATION.home, page));
}

/** The command with the flags for the target and the format, as they were given; a password is never printed. */
export function typedCommand({ server, context, user, creds, output }: Globals, words: readonly string[]): string {
  const given = Object.entries({ '-s': server, '--context': context, '--user': user, '--creds': creds });
  const flags = given.flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, shellQuoted(withoutPassword(value))],
  );
  return [PROGRAM, ...flags, ...words, ...(output === 'table' ? [] : ['-o', output])].join(' ');
}

/**
 * A command on as many lines as the terminal needs, with continuations, so that it can be pasted as it stands. It is
 * indented if there is space for that.
 */
export function typedLines(
  words: readonly string[],
  { indent, width }: { readonly indent: number; readonly width: number },
): string[] {
  const whole = words.join(' ');
  const fitting = [indent, INDENT_LEAST].find((columns) => columns + whole.length <= width);
  if (fitting !== undefined) return [`${' '.repeat(fitting)}${whole}`];
  const margin = ' '.repeat(INDENT_LEAST);
  return words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined) return [`${margin}${word}`];
    const isLast = word === words.at(-1);
    const longer = `${last} ${word}`;
    if (longer.length + (isLast ? 0 : CONTINUED.length) <= width) return [...lines.slice(0, -1), longer];
    return [...lines.slice(0, -1), `${last}${CONTINUED}`, `${margin}${word}`];
  }, []);
}

const INDENT_LEAST = 2;
const CONTINUED = ' \\';
