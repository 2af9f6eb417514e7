// Where the boxes of a run stand: a column for each wave, one for its gates, one for the promotion. Pure.
import { tasksOfRound } from '@dome/runs/portable';
import type { GateState, RunState, TaskState } from '@dome/runs/portable';

export const BOX = { width: 168, height: 44, gapX: 56, gapY: 12, top: 28 } as const;

export interface WaveBox {
  readonly id: string;
  readonly kind: 'task' | 'gate';
  readonly x: number;
  readonly y: number;
  readonly task?: TaskState;
  /** Undefined for a gate that has not decided. */
  readonly gate?: GateState;
}

export interface WaveLayout {
  readonly columns: readonly { readonly title: string; readonly x: number }[];
  readonly boxes: readonly WaveBox[];
  /** From a box to one that needs it. */
  readonly lines: readonly { readonly from: WaveBox; readonly to: WaveBox }[];
  readonly width: number;
  readonly height: number;
}

interface Column {
  readonly title: string;
  readonly boxes: readonly Omit<WaveBox, 'x' | 'y'>[];
}

export function waveLayout(state: RunState, iteration = Math.max(1, state.iteration)): WaveLayout {
  const columns = columnsOf(state, iteration).filter(({ boxes }) => boxes.length > 0);
  const placed = columns.map(({ title, boxes }, at) => {
    const x = at * (BOX.width + BOX.gapX);
    return {
      title,
      x,
      boxes: boxes.map((box, row): WaveBox => ({ ...box, x, y: BOX.top + row * (BOX.height + BOX.gapY) })),
    };
  });
  const boxes = placed.flatMap((column) => column.boxes);
  const rows = Math.max(1, ...placed.map((column) => column.boxes.length));
  return {
    columns: placed.map(({ title, x }) => ({ title, x })),
    boxes,
    lines: linesBetween(state, boxes),
    width: Math.max(1, placed.length) * (BOX.width + BOX.gapX) - BOX.gapX,
    height: BOX.top + rows * (BOX.height + BOX.gapY),
  };
}

function columnsOf(state: RunState, iteration: number): Column[] {
  const tasks = tasksOfRound(state, iteration);
  const of = (purpose: TaskState['purpose']): TaskState[] => tasks.filter((task) => task.purpose === purpose);
  const waves = [...new Set(of('check').map(({ wave }) => wave))];
  const boxesOf = (some: readonly TaskState[]) =>
    some.map((task) => ({ id: task.key.taskId, kind: 'task' as const, task }));
  const gates = state.shape.gates.map((id) => {
    const gate = state.gates.get(`${id}_${iteration}`);
    return { id, kind: 'gate' as const, ...(gate === undefined ? {} : { gate }) };
  });
  return [
    ...waves.map((wave) => ({
      title: `wave ${wave}`,
      boxes: boxesOf(of('check').filter((task) => task.wave === wave)),
    })),
    { title: 'gates', boxes: gates },
    { title: 'remedy', boxes: boxesOf(of('remedy')) },
    { title: 'promotion', boxes: boxesOf(of('promote')) },
  ];
}

function linesBetween({ shape }: RunState, boxes: readonly WaveBox[]): { from: WaveBox; to: WaveBox }[] {
  const find = (kind: WaveBox['kind'], id: string): WaveBox | undefined =>
    boxes.find((box) => box.kind === kind && box.id === id);
  return boxes.flatMap((to) => {
    const needs = to.kind === 'task' ? (shape.tasks.get(to.id)?.needs ?? []) : [];
    return needs.flatMap((id) => {
      const from = find('task', id);
      return from === undefined ? [] : [{ from, to }];
    });
  });
}
