// The waves of a round as columns. They are known from the plan, so nothing has to lay them out.
import { lastDecision, waitingText } from '@dome/runs/portable';
import type { GateState, RunState, TaskState } from '@dome/runs/portable';

import { markOfTask, markText, symbolOf } from '../look/mark.tsx';
import { plainLine } from '../look/markdown.ts';
import { spanText } from '../look/time.ts';
import { BOX, waveLayout } from '../look/wave-layout.ts';
import type { WaveBox } from '../look/wave-layout.ts';
import { routeText } from '../route/route.ts';
import { nowMs } from '../state/link.ts';
import type { KnownRun } from '../state/run-store.ts';

export function Waves({ run: { state } }: { readonly run: KnownRun }) {
  const { boxes, columns, lines, width, height } = waveLayout(state);
  return (
    <div class="canvas">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={`Waves of ${state.runId}`}
      >
        {lines.map(({ from, to }) => (
          <path key={`${from.id} ${to.id}`} class="edge" d={curve(from, to)} />
        ))}
        {columns.map(({ title, x }) => (
          <text key={title} class="column" x={x} y={14}>
            {title}
          </text>
        ))}
        {boxes.map((box) => (
          <Place key={`${box.kind} ${box.id}`} box={box} state={state} />
        ))}
      </svg>
    </div>
  );
}

function curve(from: WaveBox, to: WaveBox): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** A task leads to its page. */
function Place({ box, state }: { readonly box: WaveBox; readonly state: RunState }) {
  if (box.kind !== 'task') return <Box box={box} />;
  const query = new URLSearchParams({ iteration: String(Math.max(1, state.iteration)) });
  return (
    <a href={routeText(['runs', state.runId, 'tasks', box.id], query)} data-row>
      <Box box={box} />
    </a>
  );
}

function Box({ box }: { readonly box: WaveBox }) {
  const { look, symbol, says } = box.kind === 'gate' ? gateLook(box.gate) : taskLook(box.task);
  return (
    <g class={`box box-${look}`} transform={`translate(${box.x} ${box.y})`}>
      <title>{`${box.id}: ${says}`}</title>
      <rect width={BOX.width} height={BOX.height} rx={box.kind === 'gate' ? 18 : 6} />
      <text class="box-name" x={12} y={19}>
        {symbol} {short(box.id, 18)}
      </text>
      <text class="box-says" x={12} y={35}>
        {short(says, 26)}
      </text>
    </g>
  );
}

const short = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

interface Look {
  readonly look: string;
  readonly symbol: string;
  readonly says: string;
}

function taskLook(task: TaskState | undefined): Look {
  if (task === undefined || task.state === 'pending')
    return { look: 'pending', symbol: symbolOf('pending'), says: 'pending' };
  const mark = markOfTask(task);
  const beganMs = task.dispatched?.timeMs;
  const endMs = task.state === 'settled' ? task.settled.timeMs : nowMs.value;
  const took = beganMs === undefined ? '' : ` · ${spanText(endMs - beganMs)}`;
  const summary = task.state === 'settled' ? task.settled.value.summary : undefined;
  return {
    look: mark,
    symbol: symbolOf(mark),
    says: `${markText(mark)}${took}${summary === undefined ? '' : ` · ${plainLine(summary)}`}`,
  };
}

function gateLook(gate: GateState | undefined): Look {
  if (gate === undefined) return { look: 'pending', symbol: symbolOf('pending'), says: 'not decided yet' };
  if (gate.state === 'waiting')
    return { look: 'waiting', symbol: symbolOf('waiting'), says: `waits for ${waitingText(gate)}` };
  const { status } = lastDecision(gate);
  if (status === 'APPROVE') return { look: 'success', symbol: symbolOf('success'), says: 'approved' };
  if (status === 'REJECT') return { look: 'failure', symbol: symbolOf('failure'), says: 'rejected' };
  return { look: 'waiting', symbol: symbolOf('waiting'), says: 'needs people' };
}
