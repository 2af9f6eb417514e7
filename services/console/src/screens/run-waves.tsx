// The waves of a round as columns. They are known from the plan, so nothing has to lay them out.
import { isEvent } from '@dome/contracts/portable';
import type { GateState, RunState, TaskState } from '@dome/runs/portable';

import { decidedByText, gateLook } from '../look/gate-look.ts';
import { MarkIcon, markOfTask, markText, symbolOf } from '../look/mark.tsx';
import type { StateMark } from '../look/mark.tsx';
import { plainLine } from '../look/markdown.ts';
import { roundEnd } from '../look/round-end.ts';
import { Rounds, roundsTo } from '../look/rounds.tsx';
import { spanText } from '../look/time.ts';
import { BOX, waveLayout } from '../look/wave-layout.ts';
import type { WaveBox } from '../look/wave-layout.ts';
import { askedRound, routeText } from '../route/route.ts';
import { seenWaitText } from '../state/held-runs.ts';
import { nowMs } from '../state/link.ts';
import { waitOfTask } from '../state/lock-waits.ts';
import type { RunJobs } from '../state/run-jobs.ts';
import type { KnownRun } from '../state/run-store.ts';

/** Around the outermost boxes, whose borders are half outside of them. */
const EDGE = 2;

export function Waves({ run: { state }, jobs }: { readonly run: KnownRun; readonly jobs: RunJobs }) {
  const last = Math.max(1, state.iteration);
  const iteration = Math.min(askedRound() ?? last, last);
  const { boxes, columns, lines, width, height } = waveLayout(state, iteration);
  const [wide, high] = [width + 2 * EDGE, height + 2 * EDGE];
  return (
    <>
      <Rounds path={['runs', state.runId, 'waves']} rounds={roundsTo(last)} shown={iteration} />
      <div class="canvas">
        <svg
          viewBox={`${-EDGE} ${-EDGE} ${wide} ${high}`}
          width={wide}
          height={high}
          role="group"
          aria-label={`Waves of ${state.runId}, round ${iteration}`}
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
            <Place key={`${box.kind} ${box.id}`} box={box} of={{ runId: state.runId, iteration, jobs }} />
          ))}
        </svg>
      </div>
      <End state={state} iteration={iteration} />
    </>
  );
}

function End({ state, iteration }: { readonly state: RunState; readonly iteration: number }) {
  const query = new URLSearchParams({ iteration: String(iteration) });
  const lines = roundEnd(state, iteration);
  if (lines.length === 0) return undefined;
  return (
    <section aria-labelledby="came-to">
      <h2 id="came-to">What round {iteration} came to</h2>
      <ul class="votes">
        {lines.map(({ mark, says, gate }) => (
          <li key={says}>
            <MarkIcon mark={mark} />{' '}
            {gate === undefined ? (
              <span>{says}</span>
            ) : (
              <a href={routeText(['gates', state.runId, gate], query)}>{says}</a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function curve(from: WaveBox, to: WaveBox): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

interface PlaceOf {
  readonly runId: string;
  readonly iteration: number;
  readonly jobs: RunJobs;
}

/** A task leads to its page, and a gate to its sheet. */
function Place({ box, of: { runId, iteration, jobs } }: { readonly box: WaveBox; readonly of: PlaceOf }) {
  const query = new URLSearchParams({ iteration: String(iteration) });
  const path = box.kind === 'task' ? ['runs', runId, 'tasks', box.id] : ['gates', runId, box.id];
  return (
    <a href={routeText(path, query)} data-row>
      <Box box={box} jobs={jobs} />
    </a>
  );
}

function Box({ box, jobs }: { readonly box: WaveBox; readonly jobs: RunJobs }) {
  const { mark, says } = box.kind === 'gate' ? gateSays(box.gate) : taskSays(box.task, jobs);
  return (
    <g class={`box box-${mark}`} transform={`translate(${box.x} ${box.y})`}>
      <title>{`${box.id}: ${says}`}</title>
      <rect width={BOX.width} height={BOX.height} rx={box.kind === 'gate' ? 18 : 6} />
      <text class="box-name" x={12} y={19}>
        {symbolOf(mark)} {short(box.id, 18)}
      </text>
      <text class="box-says" x={12} y={35}>
        {short(says, 24)}
      </text>
    </g>
  );
}

const short = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

interface BoxLook {
  readonly mark: StateMark;
  readonly says: string;
}

function taskSays(task: TaskState | undefined, { byJob }: RunJobs): BoxLook {
  if (task === undefined || task.state === 'pending') return { mark: 'pending', says: 'pending' };
  const mark = markOfTask(task);
  if (task.state === 'dispatched') {
    const wait = waitOfTask(task);
    if (wait !== undefined) return { mark: 'waiting', says: seenWaitText(wait) };
    const hasStarted = (byJob.get(task.dispatched.value.jobId) ?? []).some(({ event }) =>
      isEvent(event, 'dev.dome.job.started.v1'),
    );
    if (!hasStarted) return { mark: 'pending', says: 'sent, not started yet' };
  }
  const beganMs = task.dispatched?.timeMs;
  const endMs = task.state === 'settled' ? task.settled.timeMs : nowMs.value;
  const took = beganMs === undefined ? '' : ` · ${spanText(endMs - beganMs)}`;
  const summary = task.state === 'settled' ? task.settled.value.summary : undefined;
  return { mark, says: `${markText(mark)}${took}${summary === undefined ? '' : ` · ${plainLine(summary)}`}` };
}

function gateSays(gate: GateState | undefined): BoxLook {
  const { mark, says } = gateLook(gate);
  return { mark, says: `${says} ${decidedByText(gate)}`.trimEnd() };
}
