// Expressions are parsed with the plan: a name that no scope will ever contain is an error in the text, found before
// anything runs and not after the wave that it waits for.
import { DomeError, nearestName } from '@dome/contracts';

import { bracketFault, dottedNames, inBrackets } from './bracket-names.ts';
import { parseExpression } from './expressions/expression.ts';
import type { Expression } from './expressions/expression.ts';
import { constantValue } from './expressions/node.ts';
import type { Fault } from './source.ts';
import { inferType } from './typing/infer.ts';
import type { NameTypes } from './typing/infer.ts';
import { inWords } from './typing/misfit.ts';
import { ANYTHING } from './typing/type.ts';
import type { Type } from './typing/type.ts';

/** The names that an expression may use, and what is known of their values. */
export interface ScopeNames {
  readonly roots: readonly string[];
  /** Tasks whose results exist when the expression is evaluated; undefined if only a plan can say which. */
  readonly tasks: readonly string[] | undefined;
  readonly gates: readonly string[];
  /** Tasks that exist but are not among its needs. */
  readonly known?: readonly string[];
  readonly types: NameTypes;
}

type ExpressionFault = Pick<Fault, 'message' | 'hint'>;

export interface CheckedExpression {
  /** It is no expression, or uses a name that is not there: nothing can be said of what it does. */
  readonly unread: ExpressionFault | undefined;
  /** What cannot work in it, whatever values come. */
  readonly misfits: readonly ExpressionFault[];
  /** Of its value, as far as it is known. */
  readonly type: Type;
  /** Its value, if it is written out. */
  readonly constant: { readonly value: unknown } | undefined;
}

/** Pure, and linear in the text. */
export function checkExpression(text: string, names: ScopeNames): CheckedExpression {
  const known = { tasks: [...(names.tasks ?? []), ...(names.known ?? [])], gates: names.gates };
  const unbracketed = names.tasks === undefined ? undefined : bracketFault(text, known);
  if (unbracketed !== undefined) return unreadBy(unbracketed);
  const parsed = parsedOrFault(text);
  if ('fault' in parsed) return unreadBy(parsed.fault);
  const unknown = rootFault(parsed, names) ?? memberFault(parsed, names);
  if (unknown !== undefined) return unreadBy(unknown);
  const { type, misfits } = inferType(parsed, names.types);
  const faults = misfits.map(({ says, hint }) => ({ message: says, ...(hint === undefined ? {} : { hint }) }));
  return { unread: undefined, misfits: faults, type, constant: constantValue(parsed.parsed.expr) };
}

const unreadBy = (unread: ExpressionFault): CheckedExpression => ({
  unread,
  misfits: [],
  type: ANYTHING,
  constant: undefined,
});

/** Faults of an expression that decides: true passes, and nothing else does. */
export function* ruleFaults(text: string, names: ScopeNames): Generator<ExpressionFault> {
  const { unread, misfits, type } = checkExpression(text, names);
  if (unread !== undefined) yield unread;
  yield* misfits;
  if (type.kinds.has('bool')) return;
  yield {
    message: `is ${inWords(type)}, and a rule is true or false`,
    hint: 'A rule passes where its expression is true.',
  };
}

function parsedOrFault(text: string): Expression | { readonly fault: ExpressionFault } {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    const hint = slipHint(text);
    return { fault: { message: `is no CEL expression: ${error.message}`, ...(hint === undefined ? {} : { hint }) } };
  }
}

const TEXTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** What whoever writes another language by habit meant. */
function slipHint(text: string): string | undefined {
  const code = text.replaceAll(TEXTS, '""');
  if (/(^|[^=!<>])(=|===)($|[^=])/.test(code)) return 'CEL asks whether two values are equal by ==.';
  if (/(?<![.\w])(and|or|not)\b/i.test(code)) return 'CEL writes && for and, || for or, and ! for not.';
  return undefined;
}

function rootFault(expression: Expression, names: ScopeNames): ExpressionFault | undefined {
  // Names of CEL itself (types such as int) are roots, too.
  const unknown = [...expression.roots].find((root) => !names.roots.includes(root) && !CEL_NAMES.has(root));
  if (unknown === undefined) return undefined;
  const near = nearestName(unknown, names.roots);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  const dotted = dottedNames(expression.text).find(({ name }) => name.split('-').includes(unknown));
  const hint =
    dotted === undefined
      ? `There is: ${names.roots.join(', ')}.`
      : `CEL reads a hyphen as a minus. ${inBrackets(dotted)}`;
  return { message: `the name ${unknown} is unknown here${guess}`, hint };
}

function memberFault(expression: Expression, names: ScopeNames): ExpressionFault | undefined {
  for (const { root, member } of expression.references) {
    if (root !== 'tasks' && root !== 'gates') continue;
    const there = root === 'tasks' ? names.tasks : names.gates;
    if (there === undefined || there.includes(member)) continue;
    if (root === 'tasks' && names.known?.includes(member) === true) {
      return { message: `uses the task ${member} without needing it`, hint: `Add ${member} to needs.` };
    }
    const near = nearestName(member, there);
    const what = root === 'tasks' ? 'task' : 'gate';
    return { message: `no ${what} is called ${member}${near === undefined ? '' : `; did you mean ${near}?`}` };
  }
  return undefined;
}

const CEL_NAMES: ReadonlySet<string> = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
  'dyn',
  'google',
]);
