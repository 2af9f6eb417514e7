// The findings in the logs of jobs: they stand between the lines, so the logs are read for them.
import { isEvent } from '@dome/contracts/portable';
import type { JobLogAnnotation } from '@dome/contracts/portable';

import type { Followed } from './follow-events.ts';

/** By level. */
export type FindingCounts = Readonly<Record<JobLogAnnotation['level'], number>>;

/** How many findings the log of each job has, by its id; undefined: there is more than `messagesMax` to read. */
export async function countFindings(
  logs: AsyncIterable<Followed>,
  messagesMax = Infinity,
): Promise<Map<string, FindingCounts> | undefined> {
  const counts = new Map<string, FindingCounts>();
  let read = 0;
  for await (const item of logs) {
    read += 1;
    if (read > messagesMax) return undefined;
    if (item.kind !== 'event' || !isEvent(item.event, 'dev.dome.job.log-annotation.v1')) continue;
    const { jobId, level } = item.event.data;
    const before = counts.get(jobId) ?? { error: 0, warning: 0, notice: 0, debug: 0 };
    counts.set(jobId, { ...before, [level]: before[level] + 1 });
  }
  return counts;
}

/** `2 errors, 1 warning`; empty if there is nothing but notes for whoever debugs. */
export function findingCountsText(counts: FindingCounts): string {
  const levels = [
    ['error', counts.error],
    ['warning', counts.warning],
    ['notice', counts.notice],
  ] as const;
  return levels.flatMap(([level, n]) => (n === 0 ? [] : [`${n} ${level}${n === 1 ? '' : 's'}`])).join(', ');
}
