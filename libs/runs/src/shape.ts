// What a plan document means: its tasks with their purposes, its waves, the order of its gates. Pure and total over a valid
// document, so that the fold of a run computes it again from the stored document and nothing of it needs storing.
import { DomeError, parseSkillUse, POOL_DEFAULT } from '@dome/contracts/portable';
import type { Plan, PlanLockEntry, PlanTask } from '@dome/contracts/portable';

import { circleFault, layersOf } from './layers.ts';
import type { NeedsGraph } from './layers.ts';

export type Purpose = PlanLockEntry['purpose'];

export interface TaskNode {
  readonly taskId: string;
  readonly purpose: Purpose;
  /** JSON pointer of the task in the document. */
  readonly pointer: string;
  readonly uses: string;
  readonly skill: string;
  readonly range: string;
  readonly pool: string;
  readonly needs: readonly string[];
  readonly input: Record<string, unknown>;
  readonly timeouts: NonNullable<PlanTask['timeouts']>;
  readonly concurrency: PlanTask['concurrency'];
}

export interface PlanShape {
  readonly document: Plan;
  /** Every task by its id: checks, then remedy, then the promotion. */
  readonly tasks: ReadonlyMap<string, TaskNode>;
  readonly checkWaves: readonly (readonly string[])[];
  readonly remedyWaves: readonly (readonly string[])[];
  /** In dependency order, then by name. */
  readonly gates: readonly string[];
  readonly maxIterations: number;
}

/** @throws DomeError PLAN_INVALID when tasks or gates need each other in a circle */
export function shapeOf(document: Plan): PlanShape {
  const checks = taskNodes(document);
  const remedy = remedyNodes(document);
  const promotion = promotionNode(document);
  const nodes = [...checks, ...remedy, ...(promotion === undefined ? [] : [promotion])];
  return {
    document,
    tasks: new Map(nodes.map((node) => [node.taskId, node])),
    checkWaves: wavesOf(needsOf(checks), '/tasks'),
    remedyWaves: wavesOf(needsOf(remedy), '/loop/remedy/tasks'),
    gates: wavesOf(gateNeeds(document), '/gates').flat(),
    maxIterations: document.loop?.maxIterations ?? 1,
  };
}

export const taskNodes = (document: Plan): TaskNode[] => nodesOf(document.tasks, 'check', '/tasks');

export const remedyNodes = (document: Plan): TaskNode[] =>
  nodesOf(document.loop?.remedy?.tasks ?? {}, 'remedy', '/loop/remedy/tasks');

export function promotionNode(document: Plan): TaskNode | undefined {
  const task = document.promotion?.task;
  return task === undefined ? undefined : nodeOf(task.id, task, { purpose: 'promote', pointer: '/promotion/task' });
}

export const needsOf = (nodes: readonly TaskNode[]): NeedsGraph =>
  new Map(nodes.map(({ taskId, needs }) => [taskId, needs]));

export const gateNeeds = (document: Plan): NeedsGraph =>
  new Map(Object.entries(document.gates ?? {}).map(([gate, { needs }]) => [gate, needs ?? []]));

function nodesOf(tasks: Record<string, PlanTask>, purpose: Purpose, pointer: string): TaskNode[] {
  return Object.entries(tasks).map(([id, task]) => nodeOf(id, task, { purpose, pointer: `${pointer}/${id}` }));
}

function nodeOf(taskId: string, task: PlanTask, of: Pick<TaskNode, 'purpose' | 'pointer'>): TaskNode {
  const { name: skill, range } = parseSkillUse(task.uses);
  return {
    taskId,
    ...of,
    uses: task.uses,
    skill,
    range,
    pool: task.pool ?? POOL_DEFAULT,
    needs: task.needs ?? [],
    input: task.input ?? {},
    timeouts: task.timeouts ?? {},
    concurrency: task.concurrency,
  };
}

function wavesOf(needs: NeedsGraph, pointer: string): readonly (readonly string[])[] {
  const layering = layersOf(needs);
  if (layering.ok) return layering.layers;
  const { message, ...at } = circleFault(layering.cycle, pointer);
  throw new DomeError('PLAN_INVALID', { detail: message, ...at });
}
