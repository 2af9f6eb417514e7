import { unparse } from '@bufbuild/cel';
import { cutText, nearestName } from '@dome/contracts';

import type { ExpressionNode, ParsedText } from '../expressions/node.ts';
import type { Kind, Type } from './type.ts';

/** A part of an expression that cannot work, whatever values come. */
export interface Misfit {
  /**
   * `fails`: it is an error on every value, wherever it is evaluated. `never-true-or-false`: it stands where true or false
   * decides, and is never either. `never-said`: it is compared with a word that Dome never says.
   */
  readonly why: 'fails' | 'never-true-or-false' | 'never-said';
  readonly node: ExpressionNode;
  /** What comes after the place, such as `inputs has no member dirr`. */
  readonly says: string;
  readonly hint?: string | undefined;
}

/** More of a part is no help in a sentence, and neither are more names. */
const SHOWN_CHARS_MAX = 80;
const NAMES_MAX = 12;

/** The part as it could be written. */
export function partText(parsed: ParsedText, node: ExpressionNode): string {
  return cutText(unparse({ ...parsed, expr: node }), SHOWN_CHARS_MAX);
}

/** `; did you mean result?`, or a hint of what there is. */
export function guessOf(name: string, known: readonly string[]): { readonly guess: string; readonly hint?: string } {
  const near = nearestName(name, known);
  if (near !== undefined) return { guess: `; did you mean ${near}?` };
  if (known.length === 0) return { guess: '' };
  const more = known.length > NAMES_MAX ? ', …' : '';
  return { guess: '', hint: `There is: ${known.slice(0, NAMES_MAX).join(', ')}${more}.` };
}

/** In the order in which they are told. */
const WORDS: Readonly<Record<Kind, string>> = {
  string: 'text',
  int: 'a number',
  uint: 'a number',
  double: 'a number',
  bool: 'true or false',
  list: 'a list',
  map: 'an object',
  null: 'null',
  bytes: 'bytes',
  timestamp: 'a time',
  duration: 'a duration',
  type: 'a type',
  message: 'a message',
};

/** `text or null`. */
export function kindsInWords(kinds: ReadonlySet<string>): string {
  const told = Object.entries(WORDS).flatMap(([kind, word]) => (kinds.has(kind) ? [word] : []));
  const words = [...new Set(told)];
  const last = words.pop();
  return words.length === 0 ? (last ?? 'nothing') : `${words.join(', ')} or ${last}`;
}

export const inWords = ({ kinds }: Type): string => kindsInWords(kinds);
