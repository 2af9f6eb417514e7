// Examples of a skill that were tried: what each said, how it ended, and what differs from its manifest.
import { showSize } from '@dome/contracts';
import type { TrialMessage } from '@dome/skills';

import { showDuration } from '../durations.ts';
import type { TriedExample } from '../skills/tried-example.ts';
import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { columns } from './columns.ts';
import { findingRow } from './finding-row.ts';
import { markdownLines } from './markdown.ts';
import { problemLines } from './task-view.ts';

export interface TrialLook {
  readonly paint: Paint;
  readonly symbols: Symbols;
  /** Of the terminal. */
  readonly columns: number;
}

export function logLineText(
  { stream, text }: Extract<TrialMessage, { kind: 'line' }>,
  { paint, symbols }: TrialLook,
): string {
  const shown = stream === 'stderr' ? paint('yellow', harmless(text)) : harmless(text);
  return `  ${paint('gray', symbols.line)} ${shown}\n`;
}

export function triedText({ skill, example, end, verdict, annotations }: TriedExample, look: TrialLook): string {
  const { paint, symbols } = look;
  const mark = verdict.isMet ? paint('green', symbols.success) : paint('red', symbols.failure);
  const { summary, artifacts, problem } = end;
  const isProblemShown = problem !== undefined && !verdict.isMet;
  return [
    `${mark} ${paint('bold', skill)}  ${harmless(example)}   ${end.result} in ${showDuration(end.executionMs)}\n`,
    ...(summary === undefined ? [] : markdownLines(summary, paint).map((line) => `  ${line}\n`)),
    columns(
      [],
      annotations.map((one) => indentedRow(findingRow(one, paint))),
      look.columns,
    ),
    columns(
      [],
      artifacts.map(({ name, size, digest }) => indentedRow(['artifact', harmless(name), showSize(size), digest])),
      look.columns,
    ),
    ...differenceLines(verdict, paint).map((line) => `  ${line}\n`),
    ...(isProblemShown ? problemLines(problem).map((line) => `${line}\n`) : []),
  ].join('');
}

/** One line at the end of all. */
export function trialEndText(tried: readonly TriedExample[], { paint }: TrialLook): string {
  const missed = tried.filter(({ verdict }) => !verdict.isMet).length;
  const all = `${tried.length} ${tried.length === 1 ? 'example' : 'examples'}`;
  return missed === 0
    ? `\n${paint('green', `${all}, all as their manifests say`)}\n`
    : `\n${paint('red', `${missed} of ${all} not as their manifests say`)}\n`;
}

const indentedRow = ([first = '', ...rest]: readonly string[]): string[] => [`  ${first}`, ...rest];

function differenceLines({ result, output }: TriedExample['verdict'], paint: Paint): string[] {
  const lines = result === undefined ? [] : [`expected ${result.expected}, and it ended with ${result.actual}`];
  if (output.length > 0) lines.push('the output differs:');
  for (const { pointer, ...change } of output) {
    lines.push(`  ${pointer === '' ? 'the whole of it' : harmless(pointer)}`);
    if ('from' in change) lines.push(paint('red', `    - ${valueText(change.from)}`));
    if ('to' in change) lines.push(paint('green', `    + ${valueText(change.to)}`));
  }
  return lines;
}

/** On one line; whoever wants the whole of a long one asks for JSON. */
const VALUE_WIDTH = 200;

function valueText(value: unknown): string {
  const text = harmless(JSON.stringify(value) ?? 'undefined');
  return text.length <= VALUE_WIDTH ? text : `${text.slice(0, VALUE_WIDTH)}…`;
}
