// Which task it is, how it went, and what stands in its way.
import type { TaskRecord } from '@dome/runs/portable';
import { showSize } from '@dome/contracts/portable';

import { counted } from '../look/count.ts';
import { Fact } from '../look/fact.tsx';
import { MarkIcon, markText } from '../look/mark.tsx';
import type { StateMark } from '../look/mark.tsx';
import { LockWaitLine } from '../look/lock-wait.tsx';
import { Rounds } from '../look/rounds.tsx';
import { spanText } from '../look/time.ts';
import { RUNS_STEP, runStep, Trail } from '../look/trail.tsx';
import { nowMs } from '../state/link.ts';
import { seenLockWaits } from '../state/lock-waits.ts';
import type { LogReading } from '../state/read-log.ts';
import type { KnownRun } from '../state/run-store.ts';

interface HeadOf {
  readonly run: KnownRun;
  readonly record: TaskRecord;
  readonly log: LogReading | undefined;
}

export function TaskHead({ run, record, log }: HeadOf) {
  const { runId, taskId, iteration, problem } = record;
  const wait = record.state === 'dispatched' ? seenLockWaits.value.get(record.jobId ?? '') : undefined;
  const open: StateMark = record.state === 'settled' ? 'error' : wait === undefined ? record.state : 'waiting';
  const mark: StateMark = record.result ?? open;
  return (
    <header class="head run-head">
      <Trail steps={[RUNS_STEP, runStep(runId)]} />
      <h1 id="title">
        <MarkIcon mark={mark} /> {taskId}
      </h1>
      <Rounds path={['runs', runId, 'tasks', taskId]} rounds={roundsOf(run, taskId)} shown={iteration} />
      <dl class="facts">
        <Fact name="state" value={markText(mark)} />
        {factsOf(record).map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      {wait === undefined ? undefined : <LockWaitLine wait={wait} />}
      {record.state === 'dispatched' && log !== undefined ? <Progress log={log} /> : undefined}
      {problem === undefined ? undefined : <Problem problem={problem} />}
    </header>
  );
}

function factsOf(record: TaskRecord): [string, string][] {
  const { skill, timings, attempts, exit, logs, wave, purpose, dispatchedAt } = record;
  const last = attempts.at(-1);
  const facts: [string, string | undefined][] = [
    ['skill', `${skill.name}@${skill.version}`],
    ['place', purpose === 'check' ? `wave ${wave}` : purpose],
    ['daemon', last?.daemon],
    ['waited', timings === undefined ? undefined : spanText(timings.queuedMs)],
    ['ran', timings === undefined ? runningFor(last?.startedAt, dispatchedAt) : spanText(timings.executionMs)],
    ['exit', exit === undefined ? undefined : `${exit.code ?? ''} ${exit.signal ?? ''}`.trim()],
    ['log', logs === undefined ? undefined : `${counted(logs.lines, 'line')}, ${showSize(logs.bytes)}`],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

const runningFor = (startedAt: string | undefined, sentAt: string | undefined): string | undefined =>
  startedAt === undefined || sentAt === undefined ? undefined : spanText(nowMs.value - Date.parse(startedAt));

const roundsOf = ({ state }: KnownRun, taskId: string): number[] =>
  [...state.tasks.values()].filter(({ key }) => key.taskId === taskId).map(({ key }) => key.iteration);

function Progress({ log }: { readonly log: LogReading }) {
  const at = log.progress.value;
  if (at === undefined) return <></>;
  return (
    <p class="progress">
      <progress value={at.value} max={1} aria-label="Progress" /> {Math.round(at.value * 100)} % {at.text}
    </p>
  );
}

export function Problem({ problem }: { readonly problem: NonNullable<TaskRecord['problem']> }) {
  const { code, detail, hint, reasons = [] } = problem;
  return (
    <div class="problem">
      <p class="reason">
        <strong>{code}</strong> {detail}
      </p>
      {reasons.map((one, at) => (
        <p key={at}>
          {one.code} {one.detail}
        </p>
      ))}
      {hint === undefined ? undefined : <p class="quiet">{hint}</p>}
    </div>
  );
}
