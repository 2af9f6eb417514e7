// The log of a run as text for people, or as records for programs.

import type { LogItem, LogLines, LogStep } from '@dome/client';
import { cursorText, LIMITS, showSize, STREAMS } from '@dome/contracts';

import type { Format } from '../format.ts';
import { harmless, padEnd } from '../terminal/style.ts';
import type { Paint, Style } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { recordText } from './record-text.ts';

export interface LogLook {
  readonly timestamps: boolean;
  readonly prefix: boolean;
}

/** The texts of a step. For programs, its last record carries the cursor behind the step. */
export interface StepText {
  readonly texts: readonly string[];
  readonly carriesCursor: boolean;
}

export interface LogFormat {
  readonly output: Format;
  readonly paint: Paint;
  readonly symbols: Symbols;
}

export function logText(format: LogFormat, look: LogLook): (step: LogStep) => StepText {
  const { output } = format;
  if (output === 'table') {
    const textOf = textForPeople(format, look);
    return ({ items }) => ({ texts: items.map(textOf), carriesCursor: false });
  }
  return ({ items, cursor }) => {
    const records = items.flatMap(recordsOf);
    const last = records.pop();
    if (last === undefined) return { texts: [], carriesCursor: false };
    const place = { cursor: cursorText({ stream: STREAMS.JOB_LOGS, next: cursor }) };
    return {
      texts: [...records, { ...last, ...place }].map((record) => recordText(record, output)),
      carriesCursor: true,
    };
  };
}

/** One colour for each task, always the same. */
const COLORS: readonly Style[] = ['cyan', 'green', 'magenta', 'yellow', 'blue'];

function textForPeople({ paint, symbols }: LogFormat, look: LogLook): (item: LogItem) => string {
  const seen: string[] = [];
  let nameWidth = 0;
  return (item) => {
    if (!seen.includes(item.taskId)) seen.push(item.taskId);
    nameWidth = Math.max(nameWidth, item.taskId.length);
    const color = COLORS[seen.indexOf(item.taskId) % COLORS.length] ?? 'cyan';
    const attempt = item.attempt > 1 ? ` (attempt ${item.attempt})` : '';
    const name = `${padEnd(item.taskId, nameWidth)}${attempt} ${symbols.line}`;
    const prefix = look.prefix ? `${padEnd(`#${item.sequence}`, 6)} ${paint(color, name)} ` : '';
    return linesOf(item, look)
      .map((line) => `${prefix}${line}\n`)
      .join('');
  };
}

/** Of a record with a line that was cut, it is the longest, which masks may have made shorter than the limit. */
export const longest = (lines: readonly string[]): number =>
  lines.reduce((most, line, index) => (line.length > (lines[most]?.length ?? 0) ? index : most), 0);

function cutLine({ isTruncated, lines }: LogLines): number | undefined {
  return isTruncated ? longest(lines) : undefined;
}

const CUT_MARK = ` … (cut after ${showSize(LIMITS.logLineBytes)})`;

function linesOf(item: LogItem, { timestamps }: LogLook): string[] {
  switch (item.kind) {
    case 'lines': {
      const time = timestamps ? `${new Date(item.timeMs).toISOString()} ` : '';
      const cut = cutLine(item);
      return item.lines.map((line, index) => `${time}${harmless(line)}${index === cut ? CUT_MARK : ''}`);
    }
    case 'gap':
      return [`… lines ${item.from} to ${item.to} are missing`];
    case 'annotation':
    case 'progress':
    case 'ended':
      return [];
  }
}

/** Gaps, findings and ends stand between the lines. */
function recordsOf(item: LogItem): object[] {
  const { taskId, iteration, attempt, jobId, sequence } = item;
  const place = { sequence, taskId, iteration, attempt, jobId };
  switch (item.kind) {
    case 'lines': {
      const time = new Date(item.timeMs).toISOString();
      const { firstLine, stream } = item;
      const cut = cutLine(item);
      return item.lines.map((text, index) => {
        const mark = index === cut ? { truncated: true } : {};
        return { ...place, line: firstLine + index, stream, time, text, ...mark };
      });
    }
    case 'gap':
      return [{ ...place, gap: { from: item.from, to: item.to } }];
    case 'annotation': {
      const { line, level, file, startLine, title, message } = item.annotation;
      return [{ ...place, annotation: { line, level, file, startLine, title, message } }];
    }
    case 'ended': {
      const { lines, bytes, digest, truncated } = item.ended;
      return [{ ...place, ended: { lines, bytes, digest, truncated } }];
    }
    case 'progress':
      return [];
  }
}
