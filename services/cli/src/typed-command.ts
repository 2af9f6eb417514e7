// Commands that are printed for somebody to type or paste: they work as they stand, where they are printed.

import type { Globals } from './globals.ts';

/** In a clone the program is no word of the shell, but one that npm knows. */
export const PROGRAM = import.meta.url.endsWith('.ts') ? 'npx dome' : 'dome';

/** The command with the flags that say where and in which form, as they were given; a password is never printed. */
export function typedCommand({ server, context, user, creds, output }: Globals, words: readonly string[]): string {
  const given = Object.entries({ '-s': server, '--context': context, '--user': user, '--creds': creds });
  const flags = given.flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, shellWord(withoutPassword(value))],
  );
  return [PROGRAM, ...flags, ...words, ...(output === 'table' ? [] : ['-o', output])].join(' ');
}

export function shellWord(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function withoutPassword(value: string): string {
  return value.replaceAll(/:\/\/[^@/]*@/g, '://');
}
