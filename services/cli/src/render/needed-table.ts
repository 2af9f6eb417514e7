// Versions of skills that open runs need, as an operator reads them before a Deployment or a folder goes.
import type { NeededSkill } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import { table } from './columns.ts';

interface NeededTable {
  readonly nowMs: number;
  readonly width: number;
  /** What was asked for; undefined: everything. */
  readonly asked: string | undefined;
}

export function neededTable(needed: readonly NeededSkill[], { nowMs, width, asked }: NeededTable): string {
  if (needed.length === 0) return `No open run needs ${asked ?? 'any skill'}.\n`;
  const head = ['NAME', 'VERSION', 'POOL', 'RUNS', 'OLDEST', 'DAEMONS', 'NEEDED BY'];
  const rows = needed.map((one) => rowOf(one, nowMs));
  return table({ head, rows, width, spare: ['POOL', 'OLDEST'], lastWidthMin: 30 });
}

function rowOf({ name, version, pool, runs, since, servedBy, drained, oldest }: NeededSkill, nowMs: number): string[] {
  const named = oldest.map(({ runId, tasks }) => `${runId} (${tasks.join(', ')})`);
  const more = runs > named.length ? [`and ${runs - named.length} more`] : [];
  return [
    name,
    drained === undefined ? version : `${version} (drained)`,
    pool,
    String(runs),
    showDuration(nowMs - Date.parse(since)),
    servedBy === undefined ? '?' : String(servedBy.length),
    [...named, ...more].join(', '),
  ];
}
