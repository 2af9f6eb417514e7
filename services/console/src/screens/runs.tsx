// The list of runs. It changes under the reader's eyes and leaves what she has selected selected.
import { useComputed } from '@preact/signals';
import { Component } from 'preact';

import { ageText, spanText } from '../look/time.ts';
import { MarkIcon, markOfRun, markText } from '../look/mark.tsx';
import { refine, route, routeText } from '../route/route.ts';
import { heldSummary } from '../state/held-runs.ts';
import { nowMs } from '../state/link.ts';
import { askLockWaits, seenLockWaits } from '../state/lock-waits.ts';
import { isWanted, VIEWS } from '../state/run-filter.ts';
import { isCaughtUp, knownRuns } from '../state/run-store.ts';
import type { KnownRun } from '../state/run-store.ts';
import { useWhileShown } from '../state/while-shown.ts';
import { Empty } from '../look/empty.tsx';

export function Runs() {
  useWhileShown(askLockWaits);
  const shown = useComputed(() =>
    knownRuns.value.map((run) => withWaits(run)).filter(({ summary }) => isWanted(summary, route.value.query)),
  );
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">Runs</h1>
        <Views />
        <Search />
      </header>
      {shown.value.length === 0 ? <NoRuns /> : <Table rows={shown.value} />}
    </section>
  );
}

/** The same object where nothing waits: then its row is not rendered again. */
function withWaits(run: KnownRun): KnownRun {
  const summary = heldSummary(run, seenLockWaits.value);
  return summary === run.summary ? run : { ...run, summary };
}

function Views() {
  const { query } = route.value;
  return (
    <nav class="views" aria-label="Views">
      {VIEWS.map(({ name, query: own }) => {
        const isHere = (query.get('state') ?? '') === (new URLSearchParams(own).get('state') ?? '');
        return (
          <a key={name} href={routeText(['runs'], new URLSearchParams(own))} aria-current={isHere ? 'page' : undefined}>
            {name}
          </a>
        );
      })}
    </nav>
  );
}

function Search() {
  const text = route.value.query.get('q') ?? '';
  return (
    <input
      class="search"
      type="search"
      data-search
      placeholder="Filter by plan, person or run  ( / )"
      aria-label="Filter runs"
      value={text}
      onInput={({ currentTarget }) => refine({ q: currentTarget.value })}
    />
  );
}

function NoRuns() {
  if (!isCaughtUp.value)
    return (
      <p class="quiet" role="status">
        Reading the runs …
      </p>
    );
  if (knownRuns.value.length > 0)
    return (
      <p class="quiet">
        No run matches. <a href={routeText(['runs'])}>Show all</a>
      </p>
    );
  return (
    <Empty
      says="Nothing has run here yet. Submit a plan:"
      commands={['dome run submit -f release.plan.yaml --watch']}
    />
  );
}

/** For the eye: what is read aloud says itself what it is. */
const TITLES = ['', 'run', 'plan', 'state', 'tasks', ' ', 'waits for, or why it ended', 'by', 'took', 'age'];

function Table({ rows }: { readonly rows: readonly KnownRun[] }) {
  return (
    <>
      <div class="row run-row row-titles" aria-hidden="true">
        {TITLES.map((title) => (
          <span key={title}>{title}</span>
        ))}
      </div>
      <ol class="rows" data-rows>
        {rows.map((run) => (
          <Row key={run.state.runId} run={run} />
        ))}
      </ol>
    </>
  );
}

interface RowOf {
  readonly run: KnownRun;
}

/** Of hundreds of rows most stay as they are while one of them changes. */
class Row extends Component<RowOf> {
  override shouldComponentUpdate({ run }: RowOf): boolean {
    return run !== this.props.run;
  }

  override render() {
    const { state, summary } = this.props.run;
    const mark = markOfRun(summary);
    const { tasksSettled, tasksTotal, submittedBy, waitingFor, plan, runId, submittedAt } = summary;
    const startMs = state.submitted.timeMs;
    return (
      <li>
        <a class="row run-row" href={routeText(['runs', runId])} data-row>
          <MarkIcon mark={mark} />
          <span class="row-name">{runId}</span>
          <span class="row-plan">{plan}</span>
          <span class="row-state">{markText(mark)}</span>
          <progress
            value={tasksSettled}
            max={Math.max(1, tasksTotal)}
            aria-label={`${tasksSettled} of ${tasksTotal} tasks`}
          />
          <span class="row-count">
            {tasksSettled}/{tasksTotal}
          </span>
          <span class="row-wait">{waitingFor ?? state.finished?.value.reason ?? ''}</span>
          <span class="row-by">{submittedBy}</span>
          <span class="row-time">
            <Since startMs={startMs} endMs={state.finished?.timeMs} say={spanText} />
          </span>
          <time class="row-age" dateTime={submittedAt} title={submittedAt}>
            <Since startMs={startMs} say={ageText} />
          </time>
        </a>
      </li>
    );
  }
}

interface SinceOf {
  readonly startMs: number;
  /** Undefined: now. */
  readonly endMs?: number | undefined;
  readonly say: (ms: number) => string;
}

/** A text that the clock alone changes. */
function Since({ startMs, endMs, say }: SinceOf) {
  return <>{useComputed(() => say((endMs ?? nowMs.value) - startMs))}</>;
}
