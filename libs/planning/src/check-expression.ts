// Expressions are parsed with the plan: a name that no scope will ever contain is an error in the text, found before
// anything runs and not after the wave that it waits for.
import { DomeError } from '@dome/contracts';
import { nearestName } from '@dome/runtime';

import { parseExpression } from './expressions/expression.ts';
import type { Expression } from './expressions/expression.ts';
import { bracketFault, dottedNames, inBrackets } from './bracket-names.ts';
import type { Fault } from './source.ts';

export interface ScopeNames {
  readonly roots: readonly string[];
  /** Tasks whose results exist when the expression is evaluated. */
  readonly tasks: readonly string[];
  readonly gates: readonly string[];
  /** Tasks that exist but are not among its needs. */
  readonly known?: readonly string[];
}

export function expressionFault(text: string, names: ScopeNames): Pick<Fault, 'message' | 'hint'> | undefined {
  const known = { tasks: [...names.tasks, ...(names.known ?? [])], gates: names.gates };
  const unbracketed = bracketFault(text, known);
  if (unbracketed !== undefined) return unbracketed;
  const parsed = parsedOrFault(text);
  return 'fault' in parsed ? parsed.fault : (rootFault(parsed, names) ?? memberFault(parsed, names));
}

/** Whatever names it may use. */
export function syntaxFault(text: string): Pick<Fault, 'message' | 'hint'> | undefined {
  const parsed = parsedOrFault(text);
  return 'fault' in parsed ? parsed.fault : undefined;
}

function parsedOrFault(text: string): Expression | { readonly fault: Pick<Fault, 'message'> } {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof DomeError) return { fault: { message: `is no CEL expression: ${error.message}` } };
    throw error;
  }
}

function rootFault(expression: Expression, names: ScopeNames): Pick<Fault, 'message' | 'hint'> | undefined {
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

function memberFault(expression: Expression, names: ScopeNames): Pick<Fault, 'message' | 'hint'> | undefined {
  for (const { root, member } of expression.references) {
    if (root !== 'tasks' && root !== 'gates') continue;
    const there = root === 'tasks' ? names.tasks : names.gates;
    if (there.includes(member)) continue;
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
