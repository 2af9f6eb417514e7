// An input may contain expressions: a string that is entirely one `${{ CEL }}` stands for its value, of any type. A string
// with an expression among other text is refused as a mistake, because it would reach the skill unevaluated.
import { escapeSegment } from './json-pointer.ts';

export interface Template {
  /** JSON pointer inside the input. */
  readonly pointer: string;
  readonly text: string;
}

const WHOLE = /^\s*\$\{\{([\s\S]*)\}\}\s*$/;
const OPENING = '${{';

/** The expression that the string stands for, or undefined for a plain string. */
export function expressionIn(value: string): string | undefined {
  const text = WHOLE.exec(value)?.[1]?.trim();
  return text === undefined || text.includes(OPENING) ? undefined : text;
}

/** Strings that seem to contain an expression among other text. */
export const isMixed = (value: string): boolean => value.includes(OPENING) && expressionIn(value) === undefined;

/** Every string in the value that is an expression or looks like one, in the order of the document. */
export function templatesIn(value: unknown, pointer = ''): Template[] {
  if (typeof value === 'string') return value.includes(OPENING) ? [{ pointer, text: value }] : [];
  return membersOf(value).flatMap(([key, member]) => templatesIn(member, `${pointer}/${escapeSegment(key)}`));
}

export const hasTemplates = (value: unknown): boolean => templatesIn(value).length > 0;

/** The string that stands for the value of the expression. */
export const templateOf = (expression: string): string => `${OPENING} ${expression} }}`;

function membersOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
