// L9, from the raw stream: the lines of the attempt that a terminal event names are complete, each once and in order, and
// together they have the digest of their end marker.

import { EVENTS, sha256Digest } from '@dome/contracts';
import type { LogTotals } from '@dome/contracts';

import { ofType } from './record.ts';
import type { RunRecord } from './record.ts';
import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';

interface EndedLog {
  readonly jobId: string;
  readonly attempt: number;
  readonly logs: LogTotals;
}

export function logClaims(record: RunRecord): Claim[] {
  const ended = endedLogs(record);
  const total = ended.reduce((sum, { logs }) => sum + logs.lines, 0);
  const text = `${total} log lines of ${ended.length} jobs, each once and in its order, with the digests at their ends`;
  return [
    claim(
      text,
      ended.flatMap((log) => faultsOf(record, log)),
    ),
  ];
}

function endedLogs({ jobs }: RunRecord): EndedLog[] {
  return jobs.flatMap(({ event }) => {
    const { data } = event;
    if (!EVENTS[event.type].terminal || !('logs' in data)) return [];
    const { jobId, attempt, logs } = data;
    return logs === undefined || attempt === undefined ? [] : [{ jobId, attempt, logs }];
  });
}

function faultsOf({ logs: stored }: RunRecord, { jobId, attempt, logs }: EndedLog): string[] {
  const place = `${jobId} attempt ${attempt}`;
  const lines = new Map<number, string>();
  const faults: string[] = [];
  for (const { event } of ofType(stored, 'dev.dome.job.log.v1')) {
    if (event.data.jobId !== jobId || event.data.attempt !== attempt) continue;
    event.data.text.split('\n').forEach((line, index) => {
      const number = event.data.firstLine + index;
      if (lines.has(number)) faults.push(`${place}: line ${number} is stored twice`);
      lines.set(number, line);
    });
  }
  const inOrder = [...lines].toSorted(([a], [b]) => a - b);
  const isWhole = inOrder.length === logs.lines && inOrder.every(([number], index) => number === index + 1);
  if (!isWhole) faults.push(`${place}: ${inOrder.length} lines are stored, ${logs.lines} were printed`);
  const digest = sha256Digest(inOrder.map(([, line]) => `${line}\n`).join(''));
  return [...faults, ...equal(`${place}: the digest of the lines`, digest, logs.digest)];
}
