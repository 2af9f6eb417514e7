// What a skill said while it ran, and what it left.
import type { LogItem } from '@dome/client';
import { showSize } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import type { TaskRecord } from '@dome/runs';
import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { PROGRAM } from '../typed-command.ts';
import { columns } from './columns.ts';
import { findingRow } from './finding-row.ts';
import { markdownLines } from './markdown.ts';
import { problemLines } from './task-view.ts';

interface LineLook {
  readonly paint: Paint;
  readonly symbols: Symbols;
}

/** Empty for a record that is no line. */
export function logItemText(item: LogItem, { paint, symbols }: LineLook): string {
  const prefix = `  ${paint('gray', symbols.line)} `;
  switch (item.kind) {
    case 'lines':
      return item.lines
        .map((line) => `${prefix}${item.stream === 'stderr' ? paint('yellow', harmless(line)) : harmless(line)}\n`)
        .join('');
    case 'gap':
      return `${prefix}${paint('gray', `… lines ${item.from} to ${item.to} are missing`)}\n`;
    case 'annotation':
    case 'progress':
    case 'ended':
      return '';
  }
}

/** What a task said of itself and left, beside its output. */
export function skillEndText(
  task: TaskRecord,
  { paint, columns: width }: LineLook & { readonly columns: number },
): string {
  const { runId, taskId, artifacts, findings, summary, problem, timings } = task;
  const files = artifacts.map(({ name, size }) => [
    '  artifact',
    `${harmless(name)}  ${showSize(size)}`,
    `${PROGRAM} artifact get ${runId}/${taskId}/${harmless(name)}`,
  ]);
  const time = timings && `ran for ${showDuration(timings.executionMs)}, waited ${showDuration(timings.queuedMs)}`;
  return [
    ...(summary === undefined ? [] : markdownLines(summary, paint).map((line) => `${`  ${line}`.trimEnd()}\n`)),
    columns(
      [],
      findings.map((one) => findingRow(one, paint)).map(([first = '', ...rest]) => [`  ${first}`, ...rest]),
      width,
    ),
    ...(problem === undefined ? [] : problemLines(problem).map((line) => `${line}\n`)),
    columns([], files),
    ...(time === undefined ? [] : [`  ${paint('gray', time)}\n`]),
  ].join('');
}
