// The differences between a topology as declared and as the broker holds it.
import type { TopologyAccount, TopologyChange, TopologyDifference } from '@dome/bus/provision';
import { showSize } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import { table } from './columns.ts';

export type PlaneDifference = TopologyDifference & { readonly account: TopologyAccount };

export function topologyText(found: readonly PlaneDifference[], width: number): string {
  const rows = found.map(({ account, action, kind, name, changes, reason }) => {
    const why = action === 'update' ? changes.map(changeText).join('; ') : '';
    return [account, action, kind, name, reason ?? why];
  });
  const head = ['ACCOUNT', 'ACTION', 'KIND', 'NAME', 'WHY'];
  return table({ head, rows, width, spare: ['ACCOUNT', 'KIND'], lastWidthMin: 20 });
}

function changeText({ field, from, to }: TopologyChange): string {
  return `${field} ${settingText(field, from)}, declared ${settingText(field, to)}`;
}

const IN_NANOSECONDS = /^(ack_wait|max_age|duplicate_window)$/;

function settingText(field: string, value: unknown): string {
  if (typeof value === 'number' && field === 'max_bytes' && value > 0) return showSize(value);
  if (typeof value === 'number' && IN_NANOSECONDS.test(field)) return showDuration(value / 1_000_000);
  return JSON.stringify(value) ?? 'nothing';
}
