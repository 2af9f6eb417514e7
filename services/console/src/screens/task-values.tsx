// What a task was given, what it gave back, and how it sums itself up.
import type { TaskRecord } from '@dome/runs/portable';

import { Copy } from '../look/copy.tsx';
import { Empty } from '../look/empty.tsx';
import { Markdown } from '../look/markdown-view.tsx';
import { ValueView } from '../look/value-view.tsx';

interface ValueOf {
  readonly what: 'input' | 'output';
  readonly record: TaskRecord;
}

export function TaskValue({ what, record }: ValueOf) {
  const value = record[what];
  const digest = what === 'input' ? record.provenance?.inputDigest : record.outputDigest;
  if (value === undefined || Object.keys(value).length === 0) return <NoValue what={what} record={record} />;
  const text = JSON.stringify(value, undefined, 2);
  return (
    <div class="value">
      <p class="quiet">
        {digest === undefined ? undefined : <code>{digest}</code>} <Copy text={text} what={`the ${what}`} />
      </p>
      <ValueView value={value} what={what} />
      <details>
        <summary>as JSON</summary>
        <pre tabIndex={0} aria-label={`${what} as JSON`}>
          <code>{text}</code>
        </pre>
      </details>
    </div>
  );
}

function NoValue({ what, record }: ValueOf) {
  const { runId, taskId, iteration, state } = record;
  const why =
    what === 'output'
      ? state === 'settled'
        ? 'It gave no output.'
        : 'It has not ended: an output comes with the end.'
      : state === 'pending'
        ? 'It has not started: its input is made when it is sent.'
        : 'It was given nothing.';
  return <Empty says={`${why} What is known of it:`} commands={[`dome run get ${runId}/${taskId}/${iteration}`]} />;
}

export function TaskSummary({ record }: { readonly record: TaskRecord }) {
  const { summary, state } = record;
  if (summary !== undefined && summary.trim() !== '') return <Markdown text={summary} level={2} />;
  return (
    <Empty
      says={
        state === 'settled'
          ? 'It wrote no summary. A skill writes one as Markdown:'
          : 'It has not ended: a summary comes with the end. A skill writes one as Markdown:'
      }
      commands={[`echo '**48** tests passed' >>"$DOME_SUMMARY"`]}
    />
  );
}
