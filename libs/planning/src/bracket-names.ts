// Names of tasks may contain hyphens, begin with digits or be words of CEL, which reads `tasks.unit-test` as a subtraction
// and `tasks.in` as nothing at all. Such a name goes in brackets; an expression without them is refused with that hint.

import { nearestName } from '@dome/contracts';
import type { Fault } from './source.ts';

export interface DottedName {
  /** The name before the dot. */
  readonly of: string;
  readonly name: string;
}

const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const RESERVED = [
  'as',
  'break',
  'const',
  'continue',
  'else',
  'false',
  'for',
  'function',
  'if',
  'import',
  'in',
  'let',
  'loop',
  'namespace',
  'null',
  'package',
  'return',
  'true',
  'var',
  'void',
  'while',
];
const HYPHENATED = String.raw`\w+(?:-\w+)+`;
const DOTTED = new RegExp(String.raw`\b([A-Za-z_]\w*)\.(${HYPHENATED}|\d\w*|(?:${RESERVED.join('|')})\b)`, 'g');

/** Names after a dot that CEL does not read as names. */
export function dottedNames(text: string): DottedName[] {
  const bare = text.replace(STRINGS, (found) => ' '.repeat(found.length));
  return [...bare.matchAll(DOTTED)].map(([, of = '', name = '']) => ({ of, name }));
}

export const inBrackets = ({ of, name }: DottedName): string => `Write ${of}["${name}"].`;

/** Nothing can be subtracted from tasks or gates, so what looks like a name there is meant as one. */
export function bracketFault(
  text: string,
  known: Readonly<Record<string, readonly string[]>>,
): Pick<Fault, 'message' | 'hint'> | undefined {
  for (const dotted of dottedNames(text)) {
    const names = known[dotted.of];
    if (names === undefined) continue;
    const { of, name } = dotted;
    if (names.includes(name)) {
      const why = name.includes('-') ? 'CEL reads the hyphen as a minus' : 'CEL does not read that as a name';
      return { message: `${of}.${name} needs brackets: ${why}`, hint: inBrackets(dotted) };
    }
    const near = nearestName(name, names);
    const guess = near === undefined ? '' : `; did you mean ${of}["${near}"]?`;
    return {
      message: `no ${of.slice(0, -1)} is called ${name}${guess}`,
      hint: `Put a name with a hyphen in brackets: ${of}["a-b"].`,
    };
  }
  return undefined;
}
