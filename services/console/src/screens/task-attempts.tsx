// Every attempt at a task: where, when, how it ended, and who took over from whom.
import type { AttemptLine, TaskRecord } from '@dome/runs/portable';

import { Empty } from '../look/empty.tsx';
import { MarkIcon, markText } from '../look/mark.tsx';
import { ageText, spanText } from '../look/time.ts';
import { nowMs } from '../state/link.ts';
import { Problem } from './task-head.tsx';

export function TaskAttempts({ record }: { readonly record: TaskRecord }) {
  const { attempts, runId, taskId, iteration } = record;
  if (attempts.length === 0)
    return (
      <Empty
        says="No daemon has started it, or the events of its job are no longer stored. Who could take it:"
        commands={['dome top', `dome run get ${runId}/${taskId}/${iteration}`]}
      />
    );
  return (
    <ol class="rows attempts">
      {attempts.map((attempt, at) => (
        <Attempt key={attempt.epoch} attempt={attempt} next={attempts[at + 1]} />
      ))}
    </ol>
  );
}

function Attempt({ attempt: of, next }: { readonly attempt: AttemptLine; readonly next: AttemptLine | undefined }) {
  const { attempt, daemon, startedAt, endedAt, epoch, problem } = of;
  const end = endedAt ?? next?.startedAt;
  return (
    <li class="attempt">
      <h3>Attempt {attempt}</h3>
      <span class="attempt-end">
        <Outcome of={of} next={next} />
      </span>
      <dl class="facts">
        <div>
          <dt>daemon</dt>
          <dd>{daemon}</dd>
        </div>
        <div>
          <dt>started</dt>
          <dd>
            <time dateTime={startedAt} title={startedAt}>
              {startedAt.replace('T', ' ').slice(0, 23)} ({ageText(nowMs.value - Date.parse(startedAt))} ago)
            </time>
          </dd>
        </div>
        <div>
          <dt>{end === undefined ? 'running for' : 'took'}</dt>
          <dd>{spanText((end === undefined ? nowMs.value : Date.parse(end)) - Date.parse(startedAt))}</dd>
        </div>
        <div>
          <dt>epoch</dt>
          <dd>{epoch}</dd>
        </div>
      </dl>
      {problem === undefined ? undefined : <Problem problem={problem} />}
    </li>
  );
}

function Outcome({ of: { end }, next }: { readonly of: AttemptLine; readonly next: AttemptLine | undefined }) {
  switch (end) {
    case 'running':
      return (
        <>
          <MarkIcon mark="dispatched" /> running
        </>
      );
    case 'retrying':
      return (
        <>
          <span class="mark-waiting" aria-hidden="true">
            ↻
          </span>{' '}
          {next === undefined ? 'to be tried again' : `tried again on ${next.daemon}`}
        </>
      );
    case 'lost':
      return (
        <>
          <span class="mark-error" aria-hidden="true">
            ⚠
          </span>{' '}
          lost with its daemon{next === undefined ? '' : `, taken over by ${next.daemon}`}
        </>
      );
    case 'success':
    case 'failure':
    case 'error':
    case 'timeout':
    case 'cancellation':
    case 'skip':
      return (
        <>
          <MarkIcon mark={end} /> {markText(end)}
        </>
      );
  }
}
