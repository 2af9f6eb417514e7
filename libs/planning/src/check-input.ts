// The expressions of a task's input: what is wrong with each, and what is known of its value.
import { expressionIn, isMixed, templatesIn } from '@dome/contracts';
import type { TaskNode } from '@dome/runs';

import { checkExpression } from './check-expression.ts';
import type { ScopeNames } from './check-expression.ts';
import type { Fault } from './source.ts';
import { jsonMisfit } from './typing/fit-input.ts';
import type { TypedTemplate } from './typing/fit-input.ts';

export interface CheckedInput {
  readonly faults: readonly Fault[];
  /** Those without a fault, by the whole string. */
  readonly templates: ReadonlyMap<string, TypedTemplate>;
}

export function checkInput(node: TaskNode, names: ScopeNames): CheckedInput {
  const faults: Fault[] = [];
  const templates = new Map<string, TypedTemplate>();
  for (const template of templatesIn(node.input)) {
    const found = checkTemplate(template.text, names);
    const pointer = `${node.pointer}/input${template.pointer}`;
    if ('type' in found) templates.set(template.text, found);
    else faults.push(...found.map((fault) => ({ pointer, ...fault })));
  }
  return { faults, templates };
}

function checkTemplate(whole: string, names: ScopeNames): TypedTemplate | Omit<Fault, 'pointer'>[] {
  const text = expressionIn(whole);
  if (isMixed(whole) || text === undefined) {
    const hint = `Let CEL put the text together: \${{ "v" + inputs.version }}. ${literalHint(whole)}`;
    return [{ message: 'an expression must be the whole string', hint }];
  }
  const { unread, misfits, type, constant } = checkExpression(text, names);
  if (unread !== undefined) {
    if (isMisspelt(unread.message)) return [unread];
    const hint = [...(unread.hint === undefined ? [] : [unread.hint]), literalHint(whole)].join(' ');
    return [{ message: unread.message, hint }];
  }
  const misfit = jsonMisfit(type);
  const all = misfit === undefined ? misfits : [...misfits, misfit];
  return all.length > 0 ? [...all] : { text, type, constant };
}

/** Whoever is close to a name that is there meant an expression, and no text with braces. */
const isMisspelt = (message: string): boolean => /did you mean|needs brackets|without needing it/.test(message);

/** How to pass a skill a text with braces in it. */
function literalHint(text: string): string {
  const shown = text.length <= LITERAL_CHARS_MAX ? text : '${{ x }}';
  const pieces = shown.split('${{').map((piece, index) => JSON.stringify(index === 0 ? piece : `{{${piece}`));
  const [first = '""', ...rest] = pieces;
  const words = [first, ...rest].join(' + "$" + ').replace(/^"" \+ /, '');
  return `For the braces themselves: \${{ ${words} }}.`;
}

/** A hint repeats the author's text only if it remains a sentence. */
const LITERAL_CHARS_MAX = 60;
