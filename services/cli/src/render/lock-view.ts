import type { LockHolder, LockView } from '@dome/contracts';
import type { JobWait } from '@dome/runs';

import { showDuration } from '../durations.ts';
import { harmless } from '../terminal/style.ts';
import { table } from './columns.ts';

/** waits for lock repo:checkout, held by job … for 12 s, 2 before it */
export function waitText({ lock, before, heldBy }: JobWait, nowMs: number): string {
  const holders = heldBy.length === 0 ? '' : `, held by ${holdersText(heldBy, nowMs)}`;
  return `waits for lock ${harmless(lock)}${holders}${before === 0 ? '' : `, ${before} before it`}`;
}

function holdersText(heldBy: readonly LockHolder[], nowMs: number): string {
  const [first] = heldBy;
  if (first === undefined) return '';
  const others = heldBy.length === 1 ? '' : ` and ${heldBy.length - 1} more`;
  return `job ${first.jobId} for ${showDuration(nowMs - Date.parse(first.since))}${others}`;
}

/** A line for each holder, and one for each job that waits, in the order of their turns. */
export function lockTable(locks: readonly LockView[], of: { readonly nowMs: number; readonly width: number }): string {
  if (locks.length === 0) return 'No lock is held.\n';
  const rows = locks.flatMap(({ lock, holders, waiting }) => [
    ...holders.map((holder) => [harmless(lock), 'holds', ...rowOf(holder, of.nowMs)]),
    ...waiting.map((holder, index) => [harmless(lock), `waits, ${index} before it`, ...rowOf(holder, of.nowMs)]),
  ]);
  const head = ['LOCK', 'STATE', 'FOR', 'MODE', 'SKILL', 'JOB'];
  return table({ head, rows, spare: ['SKILL', 'MODE'], width: of.width, lastWidthMin: 14 });
}

function rowOf({ mode, since, skill, jobId }: LockHolder, nowMs: number): string[] {
  return [showDuration(nowMs - Date.parse(since)), mode, skill, jobId];
}
