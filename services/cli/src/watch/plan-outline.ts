// What a plan document says before anything of it ran: tasks in their waves, the remedy, the promotion, the gates. The
// document was validated by the control plane; here it is only shown, so whatever does not fit is left out.

import type { PlanLockEntry } from '@dome/contracts';

import type { Purpose, RunModel } from './run-model.ts';

interface PlanShape {
  readonly outline: RunModel['outline'];
  readonly gateNames: readonly string[];
  readonly maxIterations: number;
  readonly name: string;
  readonly version: string;
  readonly title?: string;
}

export function outlineOf(plan: Record<string, unknown>, lock: readonly PlanLockEntry[]): PlanShape {
  const loop = recordOf(plan['loop']);
  const groups: [Purpose, Record<string, unknown>][] = [
    ['check', recordOf(plan['tasks'])],
    ['remedy', recordOf(recordOf(loop['remedy'])['tasks'])],
  ];
  const outline = groups.flatMap(([purpose, tasks]) => outlineOfTasks(purpose, tasks, lock));
  const promotion = recordOf(recordOf(plan['promotion'])['task']);
  const promoteId = promotion['id'];
  if (typeof promoteId === 'string') {
    outline.push({ taskId: promoteId, purpose: 'promote', wave: 1, skill: skillOf(promoteId, promotion, lock) });
  }
  const maxIterations = Number(loop['maxIterations'] ?? 1);
  const title = plan['title'];
  return {
    ...{ outline, maxIterations, gateNames: Object.keys(recordOf(plan['gates'])) },
    ...{ name: textOf(plan['name']), version: textOf(plan['version']) },
    ...(typeof title === 'string' ? { title } : {}),
  };
}

function outlineOfTasks(
  purpose: Purpose,
  tasks: Record<string, unknown>,
  lock: readonly PlanLockEntry[],
): { taskId: string; purpose: Purpose; wave: number; skill: string }[] {
  const waves = new Map<string, number>();
  const waveOf = (taskId: string, above: ReadonlySet<string>): number => {
    const known = waves.get(taskId);
    if (known !== undefined) return known;
    const needs = stringsOf(recordOf(tasks[taskId])['needs']).filter((need) => need in tasks && !above.has(need));
    const wave = 1 + Math.max(0, ...needs.map((need) => waveOf(need, new Set([...above, taskId]))));
    waves.set(taskId, wave);
    return wave;
  };
  return Object.entries(tasks)
    .map(([taskId, task]) => {
      const skill = skillOf(taskId, recordOf(task), lock);
      return { taskId, purpose, wave: waveOf(taskId, new Set([taskId])), skill };
    })
    .toSorted((a, b) => a.wave - b.wave);
}

function skillOf(taskId: string, task: Record<string, unknown>, lock: readonly PlanLockEntry[]): string {
  const locked = lock.find((entry) => entry.taskId === taskId);
  const { uses } = task;
  return locked === undefined ? textOf(uses) : `${locked.skill}@${locked.version}`;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
