// One row of a log: its number, which is its link, its level or stream in words or symbols, and its text in its colours.
import type { TaskRecord } from '@dome/runs/portable';

import { counted } from '../look/count.ts';
import { ansiSpans, markFound } from '../state/ansi.ts';
import type { GroupRow } from '../state/group-rows.ts';
import { LevelMark } from '../look/level.tsx';
import { lineRefText } from '../state/log-book.ts';
import type { LogRow } from '../state/log-book.ts';
import { routeText } from '../route/route.ts';

interface RowOf {
  readonly row: LogRow;
  readonly group: GroupRow | undefined;
  readonly needle: string;
  readonly isMarked: boolean;
  readonly place: Pick<TaskRecord, 'runId' | 'taskId' | 'iteration'>;
  readonly onToggle: () => void;
}

const TITLE = /^::group::/;

export function LogRowView({ row, group, needle, isMarked, place, onToggle }: RowOf) {
  if (row.kind !== 'lines')
    return (
      <div class={`log-row log-${row.kind}`}>
        <span class="log-number" />
        <span class="log-mark">{row.kind === 'gap' ? <LevelMark level="warning" /> : undefined}</span>
        <span class="log-text">{row.text}</span>
      </div>
    );
  const { level, stream } = row;
  return (
    <div class={`log-row log-${stream} ${isMarked ? 'log-marked' : ''}`} aria-current={isMarked ? 'true' : undefined}>
      <a
        class="log-number"
        href={lineAddress(row, place)}
        data-row
        aria-label={`Line ${row.line}${isMarked ? ', the line of this address' : ''}`}
        title={new Date(row.timeMs).toISOString()}
      >
        {isMarked ? '▸' : ''}
        {row.line}
      </a>
      <span class="log-mark">
        {level === undefined ? (
          stream === 'stderr' ? (
            <abbr title="standard error">err</abbr>
          ) : (
            ''
          )
        ) : (
          <LevelMark level={level} />
        )}
      </span>
      {group === undefined ? (
        <LogText text={row.text} needle={needle} />
      ) : (
        <button
          type="button"
          class="log-group"
          aria-expanded={!group.isFolded}
          onClick={onToggle}
          disabled={group.isOpen}
        >
          <span aria-hidden="true">{group.isFolded ? '▸' : '▾'}</span>{' '}
          <LogText text={row.text.replace(TITLE, '')} needle={needle} />
          {group.isFolded ? <small> {counted(group.rows, 'line')}</small> : undefined}
        </button>
      )}
    </div>
  );
}

/** In its colours, with what is looked for. */
export function LogText({ text, needle }: { readonly text: string; readonly needle: string }) {
  return (
    <span class="log-text">
      {markFound(ansiSpans(text), needle).map((span, at) => {
        const inner = span.isFound ? <mark>{span.text}</mark> : span.text;
        return span.look === '' ? (
          inner
        ) : (
          <span key={at} class={span.look}>
            {inner}
          </span>
        );
      })}
    </span>
  );
}

function lineAddress({ sequence, line }: LogRow, { runId, taskId, iteration }: RowOf['place']): string {
  const query = new URLSearchParams({ iteration: String(iteration), line: lineRefText({ sequence, line }) });
  return routeText(['runs', runId, 'tasks', taskId, 'log'], query);
}
