// When each task of the run was open, on one scale of time.
import type { TaskState } from '@dome/runs/portable';

import { MarkIcon, markOfTask } from '../look/mark.tsx';
import { spanText } from '../look/time.ts';
import { nowMs } from '../state/link.ts';
import type { KnownRun } from '../state/run-store.ts';

const WIDTH = 1_000;
const BAR = 12;

export function Waterfall({ run: { state } }: { readonly run: KnownRun }) {
  const startMs = state.submitted.timeMs;
  const endMs = Math.max(startMs + 1, state.finished?.timeMs ?? nowMs.value);
  const scale = (ms: number): number => ((ms - startMs) / (endMs - startMs)) * WIDTH;
  const tasks = [...state.tasks.values()].toSorted((a, b) => beginOf(a, endMs) - beginOf(b, endMs));
  return (
    <ol class="waterfall">
      {tasks.map((task) => {
        const [from, to] = [beginOf(task, endMs), task.state === 'settled' ? task.settled.timeMs : endMs];
        const mark = markOfTask(task);
        return (
          <li key={`${task.key.taskId} ${task.key.iteration}`}>
            <span class="fall-name">
              <MarkIcon mark={mark} /> {task.key.taskId}
              {state.shape.maxIterations > 1 ? <small> round {task.key.iteration}</small> : undefined}
            </span>
            <svg class="fall-bar" viewBox={`0 0 ${WIDTH} ${BAR}`} preserveAspectRatio="none" aria-hidden="true">
              <rect
                class={`bar bar-${mark}`}
                x={scale(from)}
                y={1}
                width={Math.max(3, scale(to) - scale(from))}
                height={BAR - 2}
              />
            </svg>
            <span class="fall-time">{task.state === 'pending' ? '' : spanText(to - from)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function beginOf(task: TaskState, otherwise: number): number {
  if (task.state === 'pending') return otherwise;
  return task.dispatched?.timeMs ?? (task.state === 'settled' ? task.settled.timeMs : otherwise);
}
