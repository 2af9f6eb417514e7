// `::group::title` to `::endgroup::` as one line, with how many lines it hides. A group that its attempt leaves open is
// where something broke: its last lines are shown.
import { groupMarkOf } from '@dome/client';
import type { LogItem, LogLines } from '@dome/client';

/** Shown of a group that was left open. */
const LAST_LINES = 20;

interface OpenGroup {
  readonly last: string[];
  count: number;
}

/** Give it every item of the log, in order. */
export function createGroupFold(): (items: readonly LogItem[]) => LogItem[] {
  const groups = new Map<string, OpenGroup>();
  const fold = (item: LogLines): LogItem[] => {
    const key = `${item.jobId} ${item.attempt}`;
    const lines = item.lines.flatMap((line) => foldLine(groups, key, line));
    return lines.length === 0 ? [] : [{ ...item, lines }];
  };
  return (items) =>
    items.flatMap((item) => {
      if (item.kind === 'lines') return fold(item);
      if (item.kind !== 'ended') return [item];
      const key = `${item.jobId} ${item.attempt}`;
      const left = groups.get(key);
      groups.delete(key);
      return left === undefined || left.last.length === 0 ? [item] : [lastLines(item, left), item];
    });
}

function foldLine(groups: Map<string, OpenGroup>, key: string, line: string): string[] {
  const mark = groupMarkOf(line);
  const open = groups.get(key);
  if (mark?.kind === 'opens') {
    groups.set(key, { last: [], count: 0 });
    return [...hidden(open), `▸ ${mark.title}`];
  }
  if (open === undefined) return [line];
  if (mark !== undefined) {
    groups.delete(key);
    return hidden(open);
  }
  open.count += 1;
  open.last.push(line);
  if (open.last.length > LAST_LINES) open.last.shift();
  return [];
}

const hidden = (group: OpenGroup | undefined): string[] =>
  group === undefined || group.count === 0
    ? []
    : [`  … ${group.count} ${group.count === 1 ? 'line' : 'lines'}; --no-fold shows them`];

function lastLines({ jobId, taskId, iteration, attempt, sequence }: LogItem, { last, count }: OpenGroup): LogLines {
  const before = count - last.length;
  const lines = [...(before === 0 ? [] : [`  … ${before} lines before; --no-fold shows them`]), ...last];
  return {
    kind: 'lines',
    jobId,
    taskId,
    iteration,
    attempt,
    sequence,
    stream: 'stdout',
    firstLine: 1,
    lines,
    isTruncated: false,
    timeMs: 0,
  };
}
