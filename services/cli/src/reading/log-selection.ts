// Which lines of a log are shown. A selection leaves the numbers of the lines as they are; gaps and ends of the jobs that
// it selects stay, because without them a hole would look like silence.
import type { LogItem, LogLines } from '@dome/client';
import type { TaskView } from '@dome/contracts';
import { isGood } from '@dome/runs';

import { longest } from '../render/log-text.ts';

export interface LogSelection {
  readonly task?: string;
  readonly iteration?: number;
  /** Only tasks that did not end well. */
  readonly isFailed: boolean;
  readonly sinceMs?: number;
  readonly pattern?: RegExp;
}

/** The jobs whose lines are shown; undefined if that is all of them, whatever starts later included. */
export function jobsMeant(tasks: readonly TaskView[], of: LogSelection): ReadonlySet<string> | undefined {
  if (!of.isFailed) return undefined;
  const meant = tasks.filter((task) => isMeant(task, of) && task.result !== undefined && !isGood(task.result));
  return new Set(meant.flatMap(({ jobId }) => jobId ?? []));
}

/** Whether lines of more than one task may come: only then does a line have to say whose it is. */
export function isChorus(tasks: readonly TaskView[], of: LogSelection): boolean {
  const jobs = jobsMeant(tasks, of);
  const heard = tasks.filter((task) => isMeant(task, of) && (jobs?.has(task.jobId ?? '') ?? true));
  return new Set(heard.map(({ taskId }) => taskId)).size > 1;
}

type Place = Pick<LogItem, 'taskId' | 'iteration'>;

const isMeant = ({ taskId, iteration }: Place, of: LogSelection): boolean =>
  (of.task ?? taskId) === taskId && (of.iteration ?? iteration) === iteration;

/** `jobs` as above. */
export function createSelection(
  of: LogSelection,
  jobs?: ReadonlySet<string>,
): (items: readonly LogItem[]) => LogItem[] {
  const isChosen = (item: LogItem): boolean => isMeant(item, of) && (jobs?.has(item.jobId) ?? true);
  return (items) =>
    items
      .filter(isChosen)
      .flatMap((item): readonly LogItem[] => (item.kind === 'lines' ? chosenLines(item, of) : [item]));
}

function chosenLines(item: LogLines, { sinceMs, pattern }: LogSelection): LogLines[] {
  if (sinceMs !== undefined && item.timeMs < sinceMs) return [];
  if (pattern === undefined) return [item];
  return lineByLine(item).filter(({ lines: [line = ''] }) => pattern.test(line));
}

/** One item for each line, with its number. */
export function lineByLine(item: LogLines): LogLines[] {
  const { firstLine, lines, isTruncated } = item;
  const cut = isTruncated ? longest(lines) : undefined;
  return lines.map((line, index) => ({
    ...item,
    firstLine: firstLine + index,
    lines: [line],
    isTruncated: index === cut,
  }));
}
