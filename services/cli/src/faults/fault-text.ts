// One fault of a document as a person reads it: where it is, what is wrong, the line itself, and what to do.
import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import { hintAsTyped } from '../typed-command.ts';
import { excerptLines } from './excerpt.ts';
import type { TextPlace } from './excerpt.ts';

export interface ShownFault {
  /** As it is typed here. */
  readonly file: string;
  readonly at?: TextPlace | undefined;
  /** One sentence, which names the member. */
  readonly message: string;
  readonly hint?: string | undefined;
  /** Of the file, if this side has it. */
  readonly text?: string | undefined;
}

export function faultLines(
  fault: ShownFault,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string[] {
  const { at, message, hint, text } = fault;
  return [
    `${paint('bold', harmless(placeText(fault)))}  ${harmless(message)}`,
    ...(at === undefined || text === undefined ? [] : excerptLines(text, at, columns)),
    ...(hint === undefined ? [] : [`${paint('cyan', 'hint: ')} ${harmless(hintAsTyped(hint))}`]),
  ];
}

/** `dome/check.plan.yaml:3:7`, as editors and terminals open it. */
function placeText({ file, at }: Pick<ShownFault, 'file' | 'at'>): string {
  return at === undefined ? file : `${file}:${at.line}:${at.column}`;
}
