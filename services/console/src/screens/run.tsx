// One run: its waves as columns, when each task ran, and its events.
import { route, routeText } from '../route/route.ts';
import { Fact } from '../look/fact.tsx';
import { LockHoldLine, LockWaitLine } from '../look/lock-wait.tsx';
import { ageText, spanText } from '../look/time.ts';
import { RUNS_STEP, Trail } from '../look/trail.tsx';
import { MarkIcon, markOfRun, markText } from '../look/mark.tsx';
import { heldSummary, holdsOf, waitsOf } from '../state/held-runs.ts';
import { nowMs } from '../state/link.ts';
import { askLockWaits, contendedLocks, seenLockWaits } from '../state/lock-waits.ts';
import { runs } from '../state/run-store.ts';
import type { KnownRun } from '../state/run-store.ts';
import { useRunJobs } from '../state/run-jobs.ts';
import { useWhileShown } from '../state/while-shown.ts';
import { UnknownRun } from './older-run.tsx';
import { RunGates } from './run-gates.tsx';
import { RunEvents } from './run-events.tsx';
import { Task } from './task.tsx';
import { Waterfall } from './run-waterfall.tsx';
import { Waves } from './run-waves.tsx';

/** The last is also a room of its own, of all runs: no two links of a page are called the same. */
const TABS = { waves: 'waves', waterfall: 'waterfall', gates: 'gates', events: 'run events' } as const;

export function Run() {
  const [, runId = '', tab = 'waves'] = route.value.path;
  const run = runs.value.get(runId);
  const jobs = useRunJobs(runId);
  useWhileShown(askLockWaits);
  if (run === undefined)
    return (
      <section class="screen" aria-labelledby="title">
        <h1 id="title">{runId}</h1>
        <UnknownRun runId={runId} command={`dome run get ${runId}`} />
      </section>
    );
  const [, , , taskId] = route.value.path;
  if (tab === 'tasks' && taskId !== undefined) return <Task run={run} jobs={jobs} taskId={taskId} />;
  return (
    <section class="screen" aria-labelledby="title">
      <Head run={run} />
      <nav class="tabs" aria-label="Of this run">
        {Object.entries(TABS).map(([name, title]) => (
          <a key={name} href={routeText(['runs', runId, name])} aria-current={name === tab ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      {tab === 'gates' ? (
        <RunGates run={run} />
      ) : tab === 'events' ? (
        <RunEvents run={run} />
      ) : tab === 'waterfall' ? (
        <Waterfall run={run} jobs={jobs} />
      ) : (
        <Waves run={run} jobs={jobs} />
      )}
    </section>
  );
}

function Head({ run }: { readonly run: KnownRun }) {
  const { state } = run;
  const held = waitsOf(state, seenLockWaits.value);
  const summary = heldSummary(run, seenLockWaits.value);
  const mark = markOfRun(summary);
  const { submitted, finished, iteration, shape } = state;
  const labels = Object.entries(submitted.value.labels);
  return (
    <header class="head run-head">
      <Trail steps={[RUNS_STEP]} />
      <h1 id="title">
        <MarkIcon mark={mark} /> {state.runId}
      </h1>
      <dl class="facts">
        <Fact name="state" value={markText(mark)} />
        <Fact name="plan" value={summary.plan} />
        <Fact name="by" value={summary.submittedBy} />
        <Fact name="submitted" value={`${ageText(nowMs.value - submitted.timeMs)} ago`} />
        <Fact name="took" value={spanText((finished?.timeMs ?? nowMs.value) - submitted.timeMs)} />
        <Fact name="round" value={`${iteration} of ${shape.maxIterations}`} />
        {labels.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      {held.map(({ job, wait }) => (
        <LockWaitLine key={job.jobId} task={job.taskId} wait={wait} />
      ))}
      {holdsOf(state, contendedLocks.value).map(({ task, lock }) => (
        <LockHoldLine key={`${task} ${lock.lock}`} task={task} lock={lock} />
      ))}
      {summary.waitingFor === undefined || held.length > 0 ? undefined : (
        <p class="waits">Waits for {summary.waitingFor}</p>
      )}
      {finished?.value.reason === undefined ? undefined : <p class="reason">{finished.value.reason}</p>}
    </header>
  );
}
