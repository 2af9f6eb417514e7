// One task in one round: its log, and everything that is recorded of it.
import { findTask, jobIdOf, taskRecord } from '@dome/runs/portable';
import type { TaskRecord, TaskState } from '@dome/runs/portable';
import type { ComponentChild } from 'preact';

import { Empty } from '../look/empty.tsx';
import { parseLineRef } from '../state/log-book.ts';
import { askedRound, route, routeText } from '../route/route.ts';
import type { RunJobs } from '../state/run-jobs.ts';
import type { KnownRun } from '../state/run-store.ts';
import { useTaskLog } from '../state/task-log.ts';
import type { TaskLogState } from '../state/task-log.ts';
import { TaskAnnotations } from './task-annotations.tsx';
import { TaskArtifacts } from './task-artifacts.tsx';
import { TaskAttempts } from './task-attempts.tsx';
import { TaskHead } from './task-head.tsx';
import { TaskLog } from './task-log.tsx';
import { TaskProvenance } from './task-provenance.tsx';
import { TaskSummary, TaskValue } from './task-values.tsx';

const TABS = ['log', 'input', 'output', 'summary', 'annotations', 'artifacts', 'attempts', 'provenance'] as const;
type Tab = (typeof TABS)[number];

export interface TaskOf {
  readonly run: KnownRun;
  readonly jobs: RunJobs;
  readonly taskId: string;
}

export function Task({ run, jobs, taskId }: TaskOf) {
  const task = findTask(run.state, taskId, askedRound());
  if (task === undefined) return <NoTask run={run} taskId={taskId} />;
  const { iteration } = task.key;
  // A task that is sent meanwhile, and another round, have a log of their own.
  return <TaskPage key={`${taskId} ${iteration} ${jobIdOf(task) ?? ''}`} run={run} jobs={jobs} task={task} />;
}

function NoTask({ run, taskId }: { readonly run: KnownRun; readonly taskId: string }) {
  const { runId } = run.state;
  const known = [...run.state.lock.keys()].join(', ');
  return (
    <section class="screen" aria-labelledby="title">
      <h1 id="title">{taskId}</h1>
      <Empty
        says={`${runId} has no task ${taskId} in this round. Its tasks are ${known}.`}
        commands={[`dome run get ${runId}`]}
      />
    </section>
  );
}

interface PageOf {
  readonly run: KnownRun;
  readonly jobs: RunJobs;
  readonly task: TaskState;
}

function TaskPage({ run, jobs, task }: PageOf) {
  const { runId } = run.state;
  const { taskId } = task.key;
  const log = useTaskLog(runId, task, parseLineRef(route.value.query.get('line') ?? undefined));
  const events = jobs.byJob.get(jobIdOf(task) ?? '') ?? [];
  const record = taskRecord(run.state, task, { events, findings: [], more: 0 });
  const tab = TABS.find((name) => name === route.value.path[4]) ?? 'log';
  const { [tab]: show } = SHOWN;
  return (
    <section class="screen task" aria-labelledby="title">
      <TaskHead run={run} record={record} log={log.reading} />
      <nav class="tabs" aria-label="Of this task">
        {TABS.map((name) => (
          <a
            key={name}
            {...(name === tab ? { ref: bringIntoView } : {})}
            href={tabAddress(record, name)}
            aria-current={name === tab ? 'page' : undefined}
          >
            {name}
            <Count of={countOf(name, record, log)} />
          </a>
        ))}
      </nav>
      {jobs.fault === undefined ? undefined : (
        <p class="fault" role="alert">
          The events of its job cannot be read: {jobs.fault}
        </p>
      )}
      <h2 class="unseen">{`${tab} of ${taskId}`}</h2>
      {show({ run, jobs, record, log })}
    </section>
  );
}

/** On a narrow screen the tabs are scrolled. */
const bringIntoView = (link: HTMLElement | null): void => link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

export interface TabOf {
  readonly run: KnownRun;
  readonly jobs: RunJobs;
  readonly record: TaskRecord;
  readonly log: TaskLogState;
}

const SHOWN: Readonly<Record<Tab, (of: TabOf) => ComponentChild>> = {
  log: ({ log, record }) => <TaskLog log={log} record={record} />,
  input: ({ record }) => <TaskValue what="input" record={record} />,
  output: ({ record }) => <TaskValue what="output" record={record} />,
  summary: ({ record }) => <TaskSummary record={record} />,
  annotations: ({ log, record }) => <TaskAnnotations log={log} record={record} />,
  artifacts: ({ record }) => <TaskArtifacts record={record} />,
  attempts: ({ record }) => <TaskAttempts record={record} />,
  provenance: ({ jobs, record }) => <TaskProvenance jobs={jobs} record={record} />,
};

const tabAddress = ({ runId, taskId, iteration }: TaskRecord, tab: Tab): string =>
  routeText(['runs', runId, 'tasks', taskId, tab], new URLSearchParams({ iteration: String(iteration) }));

function countOf(tab: Tab, { artifacts, attempts }: TaskRecord, { reading }: TaskLogState): number {
  if (tab === 'artifacts') return artifacts.length;
  if (tab === 'attempts') return attempts.length;
  if (tab !== 'annotations' || reading === undefined) return 0;
  return reading.version.value === 0 ? 0 : reading.book.annotations.length;
}

const Count = ({ of }: { readonly of: number }) => (of === 0 ? <></> : <small class="count"> {of}</small>);
