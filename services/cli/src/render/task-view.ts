// All that is recorded of one task: how it ended, on what, with which attempts, what it said, found and left.
import { shortDigest, showSize } from '@dome/contracts';
import type { ProblemBody } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import type { AttemptLine, TaskRecord } from '@dome/runs';
import type { Sink } from '../terminal/io.ts';
import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { columns } from './columns.ts';
import { findingRow } from './finding-row.ts';
import { markdownLines } from './markdown.ts';
import { provenanceRows } from './provenance-view.ts';
import { resultMark } from './result-mark.ts';
import { valueLines } from './value-text.ts';

export interface TaskLook {
  readonly sink: Pick<Sink, 'paint' | 'columns'>;
  readonly symbols: Symbols;
  /** Commands to type next. */
  readonly next: readonly (readonly [what: string, command: string])[];
}

export function taskText(task: TaskRecord, { sink, symbols, next }: TaskLook): string {
  const { paint, columns: width } = sink;
  const rows = (head: string[], cells: string[][]): string => columns(head, cells, width);
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `\n${paint('gray', title)}\n${lines.map((line) => `${line}\n`).join('')}`;
  const isKnown = (value: object | undefined): value is object => value !== undefined && Object.keys(value).length > 0;
  const table = (title: string, cells: string[][]): string =>
    cells.length === 0 ? '' : `\n${paint('gray', title)}\n${rows([], cells.map(indented))}`;
  return [
    headLine(task, { paint, symbols }),
    rows([], factsOf(task)),
    table('ATTEMPTS', task.attempts.map(attemptRow)),
    section('PROBLEM', task.problem === undefined ? [] : problemLines(task.problem)),
    section('INPUT', isKnown(task.input) ? valueLines(task.input) : []),
    section('OUTPUT', isKnown(task.output) ? valueLines(task.output) : []),
    section(
      'SUMMARY',
      task.summary === undefined ? [] : markdownLines(task.summary, paint).map((line) => `  ${line}`.trimEnd()),
    ),
    table('FINDINGS', [...task.findings.map((one) => findingRow(one, paint)), ...moreRow(task.moreFindings)]),
    table(
      'ARTIFACTS',
      task.artifacts.map((one) => [harmless(one.name), showSize(one.size), one.digest, one.mediaType]),
    ),
    table('PROVENANCE', task.provenance === undefined ? [] : provenanceRows(task.provenance)),
    next.length === 0 ? '' : `\n${commandRows(next)}`,
  ].join('');
}

/** A command that is to be typed is not cut at the terminal's edge. */
const commandRows = (next: TaskLook['next']): string =>
  columns(
    [],
    next.map(([what, command]) => [`  ${what}`, command]),
  );

const indented = ([first = '', ...rest]: string[]): string[] => [`  ${first}`, ...rest];

function headLine(task: TaskRecord, style: { readonly paint: Paint; readonly symbols: Symbols }): string {
  const { paint, symbols } = style;
  const mark =
    task.result === undefined ? paint('gray', symbols.pending) : resultMark(task.result, { ...style, tick: 0 });
  const name = paint('bold', `${task.runId}/${task.taskId}/${task.iteration}`);
  const took = task.timings === undefined ? '' : ` in ${showDuration(task.timings.executionMs)}`;
  return `${mark} ${name}   ${task.skill.name}@${task.skill.version}   ${task.result ?? task.state}${took}\n`;
}

function factsOf(task: TaskRecord): string[][] {
  const { jobId, workspace, leftWorkspace, timings, exit, logs, dispatchedAt } = task;
  const facts: [string, string | undefined][] = [
    ['job', jobId],
    ['purpose', `${task.purpose}, wave ${task.wave} of iteration ${task.iteration}`],
    ['descriptor', shortDigest(task.skill.descriptorDigest)],
    ['dispatched', dispatchedAt],
    ['waited', timings === undefined ? undefined : showDuration(timings.queuedMs)],
    [
      'workspace',
      workspace === undefined ? undefined : `${shortDigest(workspace.digest)}  ${showSize(workspace.size)}`,
    ],
    [
      'left',
      leftWorkspace === undefined ? undefined : `${shortDigest(leftWorkspace.digest)}  ${showSize(leftWorkspace.size)}`,
    ],
    ['exit', exit === undefined ? undefined : exitText(exit)],
    ['log', logs === undefined ? undefined : `${logs.lines} lines, ${showSize(logs.bytes)}${cutText(logs)}`],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[`  ${name}`, value]]));
}

const cutText = ({ truncated }: NonNullable<TaskRecord['logs']>): string =>
  truncated === undefined ? '' : `, not stored from line ${truncated.fromLine} on`;

function exitText({ code, signal }: NonNullable<TaskRecord['exit']>): string {
  return [code === undefined ? '' : `code ${code}`, signal === undefined ? '' : harmless(signal)].join(' ').trim();
}

function attemptRow({ attempt, daemon, startedAt, endedAt, end, problem }: AttemptLine): string[] {
  const took = endedAt === undefined ? '' : showDuration(Date.parse(endedAt) - Date.parse(startedAt));
  return [String(attempt), daemon, startedAt, took, end, problem === undefined ? '' : problem.code];
}

/** The detail may be a stack: its lines stay as they are. */
export function problemLines({ code, detail, pointer, hint, reasons = [] }: ProblemBody): string[] {
  const at = pointer === undefined ? '' : ` at ${harmless(pointer)}`;
  return [
    `  ${code}${at}`,
    ...harmless(detail)
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    ...reasons.map((one) => `  ${one.code}  ${harmless(one.detail)}`),
    ...(hint === undefined ? [] : [`  hint: ${harmless(hint)}`]),
  ];
}

const moreRow = (more: number | undefined): string[][] => (more === undefined ? [] : [['…', `${more} more`, '']]);
