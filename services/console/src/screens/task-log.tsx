// The log of a task: as many lines as there are, of which those in the window are rendered.
import type { TaskRecord } from '@dome/runs/portable';
import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { Empty } from '../look/empty.tsx';
import { parseLineRef } from '../state/log-book.ts';
import type { LogBook, LogRow } from '../state/log-book.ts';
import { keptTop, ROW_PX, rowsRendered, rowWindow, scrollTo } from '../look/row-window.ts';
import type { RowWindow } from '../look/row-window.ts';
import { route } from '../route/route.ts';
import type { LogReading } from '../state/read-log.ts';
import type { TaskLogState } from '../state/task-log.ts';
import { LogBar } from './log-bar.tsx';
import { LogRowView, LogText } from './log-row.tsx';

interface LogProps {
  readonly log: TaskLogState;
  readonly record: TaskRecord;
}

export function TaskLog({ log, record }: LogProps) {
  const { reading, readAll } = log;
  const { runId, state } = record;
  if (reading === undefined)
    return <Empty says="It has no log yet: it was not sent to a daemon. Who could take it:" commands={['dome top']} />;
  if (reading.fault.value !== '')
    return (
      <p class="fault" role="alert">
        Its log cannot be read: {reading.fault.value}
      </p>
    );
  // Another reading begins anew: it has other rows.
  return (
    <LogView
      key={String(reading.isWhole)}
      reading={reading}
      readAll={readAll}
      isOver={state === 'settled'}
      place={record}
      command={`dome run logs ${runId} --task ${record.taskId}`}
    />
  );
}

interface ViewOf {
  readonly reading: LogReading;
  readonly readAll: () => void;
  readonly isOver: boolean;
  readonly place: TaskRecord;
  readonly command: string;
}

function LogView({ reading, readAll, isOver, place, command }: ViewOf) {
  const { book, version } = reading;
  const line = route.value.query.get('line') ?? undefined;
  const box = useRef<HTMLDivElement>(null);
  const isFollowing = useSignal(!isOver && line === undefined);
  const folds = useSignal(0);
  /** How many rows the box has. */
  const rendered = useRef(0);
  const needle = useSignal('');
  const scroll = useScroll(box, isFollowing);
  // Both say that the rows are others now.
  const changes = version.value + folds.value;
  const rows = book.groups.seen(book.texts.length);
  const reveal = (row: number): void => {
    book.groups.reveal(row);
    folds.value += 1;
    isFollowing.value = false;
    // By then the rows that are seen now are rendered.
    requestAnimationFrame(() => {
      const top = scrollTo(book.groups.placeOf(row), { rows: rendered.current, viewPx: scroll.value.viewPx });
      box.current?.scrollTo({ top });
    });
  };
  const marked = useMarked(book, line, reveal);
  useLayoutEffect(() => {
    const before = rendered.current;
    rendered.current = rows;
    if (box.current === null) return;
    const { scrollTop: topPx, clientHeight: viewPx } = box.current;
    const keptPx = keptTop(before, { rows, topPx, viewPx });
    if (isFollowing.value) box.current.scrollTop = box.current.scrollHeight;
    else if (keptPx !== undefined) box.current.scrollTop = keptPx;
  }, [changes, rows, isFollowing.value]);
  if (version.value > 0 && book.texts.length === 0 && isOver)
    return <Empty says="It printed nothing. The log as a terminal shows it:" commands={[command]} />;
  return (
    <div class="log">
      <LogBar reading={reading} needle={needle} isFollowing={isFollowing} isOver={isOver} reveal={reveal} />
      {reading.isWhole ? undefined : <Part readAll={readAll} />}
      {marked === undefined ? undefined : <WholeLine row={book.row(marked)} needle={needle.value} />}
      <div ref={box} class="log-box" tabIndex={0} role="region" aria-label={`Log of ${place.taskId}`}>
        <Rows
          book={book}
          shown={rowWindow({ rows, ...scroll.value })}
          most={rowsRendered(scroll.value.viewPx)}
          needle={needle.value}
          marked={marked}
          place={place}
          onToggle={(row) => {
            book.groups.toggle(row);
            folds.value += 1;
          }}
        />
      </div>
    </div>
  );
}

const Part = ({ readAll }: { readonly readAll: () => void }) => (
  <p class="quiet log-part">
    Read from around the line that the address names.{' '}
    <button type="button" class="small" onClick={readAll}>
      Read from the beginning
    </button>
  </p>
);

/** Rows have one height, so that a million of them scroll: a long line is read here, or by scrolling sideways. */
function WholeLine({ row, needle }: { readonly row: LogRow; readonly needle: string }) {
  if (row.kind !== 'lines') return undefined;
  return (
    <p class="log-line" role="note" aria-label={`Line ${row.line}, whole`}>
      <span class="quiet">line {row.line}</span> <LogText text={row.text} needle={needle} />
    </p>
  );
}

interface RowsOf {
  readonly book: LogBook;
  readonly shown: RowWindow;
  /** Rendered at a time: a row that leaves makes room for another. */
  readonly most: number;
  readonly needle: string;
  readonly marked: number | undefined;
  readonly place: TaskRecord;
  readonly onToggle: (row: number) => void;
}

function Rows({ book, shown, most, needle, marked, place, onToggle }: RowsOf) {
  const rows = Array.from({ length: shown.to - shown.from }, (_, at) => book.groups.rowOf(shown.from + at));
  return (
    <div class="log-whole" style={{ height: `${shown.heightPx}px` }}>
      <div class="log-rows" style={{ transform: `translateY(${shown.topPx}px)` }}>
        {rows.map((row, at) => (
          <LogRowView
            key={(shown.from + at) % most}
            row={book.row(row)}
            group={book.groups.at(row)}
            needle={needle}
            isMarked={row === marked}
            place={place}
            onToggle={() => onToggle(row)}
          />
        ))}
      </div>
    </div>
  );
}

/** How far the box is scrolled, and how high it is. Who scrolls up is not carried to the end any more. */
function useScroll(box: { readonly current: HTMLDivElement | null }, isFollowing: Signal<boolean>) {
  const at = useSignal({ topPx: 0, viewPx: 600 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let lastPx = element.scrollTop;
    const look = (): void => {
      const { scrollTop, clientHeight, scrollHeight } = element;
      const isUp = scrollTop < lastPx - 1 && scrollHeight - clientHeight - scrollTop > ROW_PX;
      lastPx = scrollTop;
      if (isUp) isFollowing.value = false;
      if (scrollTop !== at.value.topPx || clientHeight !== at.value.viewPx)
        at.value = { topPx: scrollTop, viewPx: clientHeight };
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return at;
}

/** The row that the address names; it is shown once, when it is there. */
function useMarked(book: LogBook, line: string | undefined, reveal: (row: number) => void): number | undefined {
  const found = useRef<{ readonly line?: string | undefined; readonly row?: number | undefined }>({});
  if (found.current.line !== line) found.current = { line };
  const ref = parseLineRef(line);
  if (ref !== undefined && found.current.row === undefined) found.current = { line, row: book.find(ref) };
  const { row } = found.current;
  useEffect(() => {
    if (row !== undefined) reveal(row);
  }, [row]);
  return row;
}
