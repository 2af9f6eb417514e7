// What a task found: each with its level, its place in the sources, and its line in the log.
import type { JobLogAnnotation } from '@dome/contracts/portable';
import type { TaskRecord } from '@dome/runs/portable';

import { Empty } from '../look/empty.tsx';
import { lineRefText } from '../state/log-book.ts';
import { LevelMark } from '../look/level.tsx';
import { routeText } from '../route/route.ts';
import type { LogReading } from '../state/read-log.ts';
import type { TaskLogState } from '../state/task-log.ts';

/** Tuning: more than anybody reads; the others are counted. */
const SHOWN_MAX = 500;

interface AnnotationsOf {
  readonly log: TaskLogState;
  readonly record: TaskRecord;
}

export function TaskAnnotations({ log, record }: AnnotationsOf) {
  const { reading } = log;
  const found = reading === undefined || reading.version.value === 0 ? [] : reading.book.annotations;
  return (
    <>
      {reading === undefined || reading.isWhole ? undefined : (
        <p class="quiet">
          Those before the line that the address names were not read.{' '}
          <button type="button" class="small" onClick={() => log.readAll()}>
            Read all
          </button>
        </p>
      )}
      {found.length === 0 || reading === undefined ? (
        <Empty
          says="It reported nothing. A skill reports what it finds on standard output:"
          commands={[`echo '::warning file=src/a.js,line=3::unused variable'`]}
        />
      ) : (
        <ol class="rows findings">
          {found.slice(0, SHOWN_MAX).map((one, at) => (
            <Finding key={at} of={one} record={record} reading={reading} />
          ))}
        </ol>
      )}
      {found.length > SHOWN_MAX ? <p class="quiet">and {found.length - SHOWN_MAX} more, in the log</p> : undefined}
    </>
  );
}

interface FindingOf {
  readonly of: JobLogAnnotation;
  readonly record: TaskRecord;
  readonly reading: LogReading;
}

function Finding({ of, record, reading }: FindingOf) {
  const { level, file, startLine, title, message, attempt, line } = of;
  const place = file === undefined ? '' : `${file}${startLine === undefined ? '' : `:${startLine}`}`;
  const { runId, taskId, iteration } = record;
  const row = reading.book.findLine(attempt, line);
  const says = `line ${line}${attempt > 1 ? ` of attempt ${attempt}` : ''}`;
  const query = (sequence: number): URLSearchParams =>
    new URLSearchParams({ iteration: String(iteration), line: lineRefText({ sequence, line }) });
  return (
    <li class="finding">
      <LevelMark level={level} isWord />
      <span class="finding-place">{place}</span>
      <span class="finding-text">
        {title === undefined ? undefined : <strong>{title} </strong>}
        {message}
      </span>
      {row === undefined ? (
        <span class="quiet">{says}</span>
      ) : (
        <a href={routeText(['runs', runId, 'tasks', taskId, 'log'], query(reading.book.row(row).sequence))} data-row>
          {says}
        </a>
      )}
    </li>
  );
}
