// When each task of a run waited, ran and was tried again, on one scale of time, round by round.
import { MarkIcon, markOfTask } from '../look/mark.tsx';
import { fallRounds } from '../look/fall-layout.ts';
import type { FallRow, Stretch, StretchKind } from '../look/fall-layout.ts';
import { LockWaitLine } from '../look/lock-wait.tsx';
import { spanText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { nowMs } from '../state/link.ts';
import { waitOfTask } from '../state/lock-waits.ts';
import type { RunJobs } from '../state/run-jobs.ts';
import type { KnownRun } from '../state/run-store.ts';

const WIDTH = 1_000;
const BAR = 12;

const NAMES: Readonly<Record<StretchKind, string>> = {
  queued: 'queued',
  locked: 'waits for a lock',
  running: 'runs',
  lost: 'attempt that did not count',
  pausing: 'waits for the next attempt',
};
const KINDS = Object.keys(NAMES) as readonly StretchKind[];

interface FallOf {
  readonly run: KnownRun;
  readonly jobs: RunJobs;
}

export function Waterfall({ run: { state }, jobs }: FallOf) {
  const startMs = state.submitted.timeMs;
  const endMs = Math.max(startMs + 1, state.finished?.timeMs ?? nowMs.value);
  const rounds = fallRounds(state, jobs.byJob, nowMs.value);
  const scale: Scale = (ms) => Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs))) * WIDTH;
  return (
    <div class="fall">
      <Legend />
      {rounds.map(({ iteration, rows }) => (
        <section key={iteration} aria-label={`Round ${iteration}`}>
          {state.shape.maxIterations > 1 ? <h2>Round {iteration}</h2> : undefined}
          <ol class="waterfall">
            {rows.map((row) => (
              <Row key={row.task.key.taskId} row={row} runId={state.runId} scale={scale} />
            ))}
          </ol>
        </section>
      ))}
      {rounds.length === 0 ? <p class="quiet">No task has been sent yet.</p> : undefined}
    </div>
  );
}

type Scale = (ms: number) => number;

interface RowOf {
  readonly row: FallRow;
  readonly runId: string;
  readonly scale: Scale;
}

function Row({ row: { task, stretches }, runId, scale }: RowOf) {
  const mark = markOfTask(task);
  const { taskId, iteration } = task.key;
  const wait = waitOfTask(task);
  const [first, last] = [stretches[0], stretches.at(-1)];
  const tries = stretches.filter(({ kind }) => kind === 'running' || kind === 'lost').length;
  return (
    <li>
      <a
        class="fall-name"
        href={routeText(['runs', runId, 'tasks', taskId], new URLSearchParams({ iteration: String(iteration) }))}
        data-row
      >
        <MarkIcon mark={mark} /> {taskId}
      </a>
      <svg
        class="fall-bar"
        viewBox={`0 0 ${WIDTH} ${BAR}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={stretches.map(stretchText).join('; ') || 'not sent yet'}
      >
        {stretches.map((stretch) => (
          <Bar key={stretch.fromMs} of={stretch} mark={mark} scale={scale} />
        ))}
      </svg>
      <span class="fall-time">
        {first === undefined || last === undefined ? '' : spanText(last.toMs - first.fromMs)}
        {tries > 1 ? <small>, {tries} attempts</small> : undefined}
      </span>
      {wait === undefined ? undefined : <LockWaitLine wait={wait} />}
    </li>
  );
}

const stretchText = ({ kind, fromMs, toMs, says }: Stretch): string =>
  `${NAMES[kind]} ${spanText(toMs - fromMs)}: ${says}`;

/** Kinds differ in height and place, not only in colour. */
const SHAPES: Readonly<Record<StretchKind, { readonly y: number; readonly height: number }>> = {
  queued: { y: 5, height: 2 },
  locked: { y: 3, height: 6 },
  running: { y: 0, height: 12 },
  lost: { y: 0, height: 12 },
  pausing: { y: 5, height: 2 },
};

function Bar({ of, mark, scale }: { readonly of: Stretch; readonly mark: string; readonly scale: Scale }) {
  const { kind, fromMs, toMs } = of;
  const { y, height } = SHAPES[kind];
  const [x, end] = [scale(fromMs), scale(toMs)];
  return (
    <rect class={`bar stretch-${kind} bar-${mark}`} x={x} y={y} width={Math.max(3, end - x)} height={height}>
      <title>{stretchText(of)}</title>
    </rect>
  );
}

const Legend = () => (
  <ul class="legend" aria-label="Legend">
    {KINDS.map((kind) => (
      <li key={kind}>
        <svg width="28" height={BAR} viewBox={`0 0 28 ${BAR}`} aria-hidden="true">
          <rect class={`bar stretch-${kind}`} x="0" width="28" {...SHAPES[kind]} />
        </svg>{' '}
        {NAMES[kind]}
      </li>
    ))}
  </ul>
);
