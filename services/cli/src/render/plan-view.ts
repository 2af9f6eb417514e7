import { shortDigest } from '@dome/contracts';
import type { PlanValidateReply } from '@dome/contracts';
import { peopleText } from '@dome/runs';

import type { Sink } from '../terminal/io.ts';
import { harmless, padEnd, oneLine } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { columns } from './columns.ts';

/** A plan as it would run: its waves, its gates, and what each skill is locked to. */
export function planText(reply: PlanValidateReply, { paint, columns: width }: Sink): string {
  const { plan, waves, tasks, gates, lock } = reply;
  const title = plan.title === undefined ? '' : `   ${oneLine(plan.title)}`;
  const counts = [plural(tasks.length, 'task'), plural(waves.length, 'wave'), plural(gates.length, 'gate')].join(' · ');
  const rows = waves.map((ids, index) => [`WAVE ${index + 1}`, ids.join('  ')]);
  const remedy = tasks.filter(({ purpose }) => purpose === 'remedy').map(({ taskId }) => taskId);
  const promote = tasks.filter(({ purpose }) => purpose === 'promote').map(({ taskId }) => taskId);
  const gateRows = gates.map(({ gate, needs, human, approvals = [] }) => {
    const asked = approvals.length === 0 ? human : peopleText(approvals);
    const people = asked === undefined ? '' : `, people of the role ${asked}`;
    const after = needs.length === 0 ? 'after every check' : `needs ${needs.join(', ')}`;
    return ['GATE', `${gate}   policy${people}   ${after}`];
  });
  const shape = [
    ...rows,
    ...gateRows,
    ...(remedy.length === 0 ? [] : [['REMEDY', remedy.join('  ')]]),
    ...(promote.length === 0 ? [] : [['PROMOTE', promote.join('  ')]]),
  ];
  const locked = lock.map((entry) => [
    entry.taskId,
    `${entry.skill}@${entry.version}`,
    entry.pool,
    shortDigest(entry.descriptorDigest),
  ]);
  const required = tasks.map(({ taskId, uses, needs }) => [taskId, uses, needs.join(', ')]);
  const table =
    lock.length > 0
      ? columns(['TASK', 'LOCKED TO', 'POOL', 'DESCRIPTOR'], locked, width)
      : columns(['TASK', 'USES', 'NEEDS'], required, width);
  const head = `${paint('bold', `${plan.name}@${plan.version}`)}${title}   ${counts}   ${shortDigest(reply.planDigest)}\n`;
  return `${head}\n${shape.map(([label = '', text = '']) => `${paint('gray', padEnd(label, 9))}${text}\n`).join('')}\n${table}`;
}

/** What a plan was held against. */
export type HeldPlan =
  /** The law in force and the fleet. */
  | { readonly kind: 'asked' }
  /** Folders of the project; what the plan names beside them, nobody was asked about. */
  | { readonly kind: 'at hand'; readonly against: readonly string[]; readonly unknown: readonly string[] };

export function heldText(
  { plan, lock }: PlanValidateReply,
  held: HeldPlan,
  { paint, symbols }: { readonly paint: Paint; readonly symbols: Symbols },
): string {
  const head = `${paint('green', symbols.success)} ${plan.name}@${plan.version} holds`;
  if (held.kind === 'asked')
    return `${head}, against the law in force and ${plural(lock.length, 'skill')} of the fleet\n`;
  const against = held.against.length === 0 ? '' : `, against ${held.against.join(' and ')}`;
  if (held.unknown.length === 0) return `${head}${against}\n`;
  const unknown = held.unknown.map(harmless).join(', ');
  return `${head}${against}\n  not at hand: ${unknown}; --resolve asks the control plane and the fleet\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
