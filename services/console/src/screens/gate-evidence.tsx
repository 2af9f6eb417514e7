// The messages that the decision rests on, each with its digest and the task that it tells of; and whether they are still so.
import { toDomeError } from '@dome/contracts/portable';
import type { DomeError, Evidence } from '@dome/contracts/portable';
import type { GateState, RunState, TaskState } from '@dome/runs/portable';
import { useSignal } from '@preact/signals';

import { AskFault } from '../look/ask-fault.tsx';
import { CheckedMark } from '../look/checked-mark.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { MarkIcon, markOfTask, markText } from '../look/mark.tsx';
import { plainLine } from '../look/markdown.ts';
import { ValueView } from '../look/value-view.tsx';
import { routeText } from '../route/route.ts';
import { checkEvidence, evidencePlace } from '../state/check-evidence.ts';
import type { CheckedEvidence } from '../state/check-evidence.ts';
import type { KnownRun } from '../state/run-store.ts';
import { session } from '../state/session.ts';

interface GateEvidenceProps {
  readonly run: KnownRun;
  readonly judged: GateState;
}

export function GateEvidence({ run: { state }, judged }: GateEvidenceProps) {
  const { evidence } = judged.decided.value;
  const checked = useSignal<ReadonlyMap<string, CheckedEvidence> | DomeError | undefined>(undefined);
  const check = async (): Promise<void> => {
    if (session.value === undefined) return;
    checked.value = await checkEvidence(session.value, evidence).catch(toDomeError);
  };
  const found = checked.value;
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      {evidence.length === 0 ? (
        <p class="quiet">It rests on no message.</p>
      ) : (
        <>
          <ul class="evidence">
            {evidence.map((one) => (
              <Piece
                key={evidencePlace(one)}
                evidence={one}
                task={taskBehind(state, judged.iteration, one)}
                runId={state.runId}
                checked={found instanceof Map ? found.get(evidencePlace(one)) : undefined}
              />
            ))}
          </ul>
          <button type="button" onClick={() => void check()}>
            Read these messages again and compare their digests
          </button>
          {found === undefined || found instanceof Map ? undefined : (
            <AskFault what="They cannot be read now:" fault={found as DomeError} />
          )}
        </>
      )}
    </section>
  );
}

interface PieceProps {
  readonly evidence: Evidence;
  readonly task: TaskState | undefined;
  readonly runId: string;
  readonly checked: CheckedEvidence | undefined;
}

function Piece({ evidence, task, runId, checked }: PieceProps) {
  return (
    <li>
      {task === undefined ? <span>{evidence.id}</span> : <TaskLink runId={runId} task={task} />}
      <span class="quiet">
        {evidence.stream} <span class="event-seq">#{evidence.sequence}</span>
      </span>
      <DigestText digest={evidence.digest} />
      {task === undefined ? undefined : <Said task={task} />}
      {checked === undefined ? undefined : (
        <span role="status">
          <CheckedMark checked={checked} />{' '}
          {checked.message === undefined ? undefined : <code>{checked.message.subject}</code>}
        </span>
      )}
    </li>
  );
}

/** What a rule reads of it. */
function Said({ task }: { readonly task: TaskState }) {
  if (task.state !== 'settled') return undefined;
  const { summary, output } = task.settled.value;
  return (
    <>
      {summary === undefined ? undefined : <span>{plainLine(summary)}</span>}
      {output === undefined || Object.keys(output).length === 0 ? undefined : (
        <details class="said">
          <summary>output of {task.key.taskId}</summary>
          <ValueView value={output} what={`output of ${task.key.taskId}`} />
        </details>
      )}
    </>
  );
}

function TaskLink({ runId, task }: { readonly runId: string; readonly task: TaskState }) {
  const { taskId, iteration } = task.key;
  const mark = markOfTask(task);
  return (
    <span>
      <MarkIcon mark={mark} />{' '}
      <a href={routeText(['runs', runId, 'tasks', taskId], new URLSearchParams({ iteration: String(iteration) }))}>
        {taskId}
      </a>{' '}
      {markText(mark)}
    </span>
  );
}

const taskBehind = (state: RunState, iteration: number, { stream, sequence }: Evidence): TaskState | undefined =>
  [...state.tasks.values()].find((task) => {
    if (task.state !== 'settled' || task.key.iteration !== iteration) return false;
    const own = task.settled.value.evidence ?? task.settled.evidence;
    return own.stream === stream && own.sequence === sequence;
  });
