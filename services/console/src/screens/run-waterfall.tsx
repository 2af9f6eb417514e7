// When each task of a run waited, ran and was tried again, and when people were asked, on one scale of time, round by round.
import { MarkIcon, markOfTask } from '../look/mark.tsx';
import { fallRounds } from '../look/fall-layout.ts';
import type { FallRow, Stretch, StretchKind } from '../look/fall-layout.ts';
import { counted } from '../look/count.ts';
import { gateLook } from '../look/gate-look.ts';
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
  asked: 'waits for people',
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
              <Row key={nameOf(row)} row={row} runId={state.runId} scale={scale} />
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

const nameOf = ({ task, gate }: FallRow): string => task?.key.taskId ?? `gate ${gate?.gate ?? ''}`;

function Row({ row, runId, scale }: RowOf) {
  const { task, gate, iteration, stretches } = row;
  const wait = task === undefined ? undefined : waitOfTask(task);
  const own = task === undefined ? gateLook(gate).mark : markOfTask(task);
  const mark = wait === undefined ? own : 'waiting';
  const path = task === undefined ? ['gates', runId, gate?.gate ?? ''] : ['runs', runId, 'tasks', task.key.taskId];
  const [first, last] = [stretches[0], stretches.at(-1)];
  const tries = stretches.filter(({ kind }) => kind === 'running' || kind === 'lost').length;
  return (
    <li>
      <a class="fall-name" href={routeText(path, new URLSearchParams({ iteration: String(iteration) }))} data-row>
        <MarkIcon mark={mark} /> {nameOf(row)}
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
        {tries > 1 ? <small>, {counted(tries, 'attempt')}</small> : undefined}
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
  pausing: { y: 9, height: 2 },
  asked: { y: 3, height: 6 },
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
