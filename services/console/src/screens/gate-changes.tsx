// What is different from the round before: rules, results, what tasks put out, findings in their logs, and what the remedy did.
import { countFindings, findingCountsText, followFiltered } from '@dome/client/portable';
import type { FindingCounts } from '@dome/client/portable';
import { filters, showSize, STREAMS } from '@dome/contracts/portable';
import type { MemberChange } from '@dome/contracts/portable';
import { outputChanges, ruleChanges, taskChanges, tasksOfRound, treeOf } from '@dome/runs/portable';
import type { OutputChange, RunState, TaskState } from '@dome/runs/portable';
import type { ComponentChild } from 'preact';

import { DigestText } from '../look/digest-text.tsx';
import { deltaText } from '../look/delta.ts';
import { diffsIn } from '../look/diff.ts';
import { DiffView } from '../look/diff-view.tsx';
import { MarkIcon, markOfTask } from '../look/mark.tsx';
import { plainLine } from '../look/markdown.ts';
import { BriefValue } from '../look/value-view.tsx';
import type { Session } from '../nats/connection.ts';
import { useAnswer } from '../state/answer.ts';
import { findingChanges } from '../state/finding-changes.ts';
import type { KnownRun } from '../state/run-store.ts';
import { endsFor } from '../state/stream-ends.ts';

/** Tuning: read within a second or two; of longer logs no finding is counted. */
const LOG_MESSAGES_MAX = 20_000;

/** Tuning: a patch of a screen is read at once, a longer one on demand. */
const OPEN_CHARS = 3_000;

interface GateChangesProps {
  readonly run: KnownRun;
  readonly gate: string;
  readonly iteration: number;
}

export function GateChanges({ run: { state }, gate, iteration }: GateChangesProps) {
  if (iteration === 1) return undefined;
  return <Changes state={state} gate={gate} iteration={iteration} />;
}

interface ChangesProps {
  readonly state: RunState;
  readonly gate: string;
  readonly iteration: number;
}

function Changes({ state, gate, iteration }: ChangesProps) {
  const findings = useAnswer({ about: () => undefined, ask: (session) => findingsIn(session, state.runId) });
  const rules = ruleChanges(state, gate, iteration);
  const tasks = taskChanges(state, iteration);
  const outputs = outputChanges(state, iteration);
  const found = findingChanges(state, iteration, findings.value.value ?? new Map<string, FindingCounts>());
  const isSame = [rules, tasks, outputs, found].every(({ length }) => length === 0);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What is new since round {iteration - 1}</h2>
      <Remedy state={state} iteration={iteration} />
      {isSame ? <p class="quiet">Nothing that a rule or a task says is different.</p> : undefined}
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">round {iteration - 1}</th>
            <th scope="col">round {iteration}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ id, before, now }) => (
            <Change key={`rule ${id}`} what={`rule ${id}`} before={before} now={now} />
          ))}
          {tasks.map(({ taskId, before, now }) => (
            <Change
              key={`task ${taskId}`}
              what={`task ${taskId}`}
              before={before ?? 'not run'}
              now={now ?? 'not run'}
            />
          ))}
          {outputs.map((change) => (
            <Output key={change.taskId} change={change} />
          ))}
          {found.map(({ taskId, before, now }) => (
            <Change
              key={`findings ${taskId}`}
              what={`findings of ${taskId}`}
              before={findingCountsText(before) || 'none'}
              now={findingCountsText(now) || 'none'}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ChangeProps {
  readonly what: string;
  readonly before: ComponentChild;
  readonly now: ComponentChild;
  readonly delta?: string | undefined;
}

const Change = ({ what, before = 'nothing', now = 'nothing', delta }: ChangeProps) => (
  <tr>
    <th scope="row">{what}</th>
    <td data-label="before">{before}</td>
    <td data-label="now">
      {now}
      {delta === undefined ? undefined : <span class="quiet"> ({delta})</span>}
    </td>
  </tr>
);

function Output({ change: { taskId, members, artifacts } }: { readonly change: OutputChange }) {
  if (members.length === 0 && artifacts.length === 0)
    return <Change what={`output of ${taskId}`} before="another one" now="too large to compare here" />;
  return (
    <>
      {members.map((member) => (
        <Change
          key={member.pointer}
          what={`${taskId} ${member.pointer.slice(1)}`}
          before={valueOf(member, 'from')}
          now={valueOf(member, 'to')}
          delta={deltaText(member)}
        />
      ))}
      {artifacts.map(({ name, before, now }) => (
        <tr key={name}>
          <th scope="row">
            {taskId} made {name}
          </th>
          {[before, now].map((artifact, at) => (
            <td key={at} data-label={at === 0 ? 'before' : 'now'}>
              {artifact === undefined ? (
                'nothing'
              ) : (
                <>
                  <DigestText digest={artifact.digest} /> {showSize(artifact.size)}
                </>
              )}
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

const valueOf = (change: MemberChange, side: 'from' | 'to'): ComponentChild =>
  side in change ? <BriefValue value={change[side]} what={change.pointer} /> : undefined;

/** What was done between the two, and the tree that it changed. */
function Remedy({ state, iteration }: { readonly state: RunState; readonly iteration: number }) {
  const done = tasksOfRound(state, iteration - 1).filter(({ purpose }) => purpose === 'remedy');
  const [before, now] = [treeOf(state, iteration - 1), treeOf(state, iteration)];
  return (
    <>
      <ul class="remedy">
        {done.map((task) => (
          <li key={task.key.taskId}>
            <MarkIcon mark={markOfTask(task)} /> remedy {task.key.taskId}
            {task.state === 'settled' && task.settled.value.summary !== undefined
              ? `: ${plainLine(task.settled.value.summary)}`
              : ''}
            {patchesOf(task).map(({ name, text }) => (
              <details key={name} open={text.length <= OPEN_CHARS}>
                <summary>{name}</summary>
                <DiffView text={text} what={`${name} of ${task.key.taskId}`} />
              </details>
            ))}
          </li>
        ))}
      </ul>
      {before === undefined || now === undefined || before.digest === now.digest ? undefined : (
        <p>
          The tree changed from <DigestText digest={before.digest} /> to <DigestText digest={now.digest} />.
        </p>
      )}
    </>
  );
}

/** What it was given and what it gave back, as far as that is a diff. */
function patchesOf(task: TaskState) {
  if (task.state === 'pending') return [];
  const output = task.state === 'settled' ? task.settled.value.output : undefined;
  return [...diffsIn(task.dispatched?.value.input), ...diffsIn(output)];
}

async function findingsIn(session: Session, runId: string): Promise<ReadonlyMap<string, FindingCounts> | undefined> {
  const source = { stream: STREAMS.JOB_LOGS, filters: [filters.jobLog({ runId })] };
  const logs = followFiltered(session.runtime, source, { untilCaughtUp: true, ...endsFor(session, STREAMS.JOB_LOGS) });
  return await countFindings(logs, LOG_MESSAGES_MAX);
}
