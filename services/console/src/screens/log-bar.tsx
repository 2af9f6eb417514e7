// What can be done with a log: search it, follow it.
import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { counted } from '../look/count.ts';
import type { LogReading } from '../state/read-log.ts';
import { searchLog } from '../state/search-log.ts';
import type { LogSearch } from '../state/search-log.ts';

interface BarOf {
  readonly reading: LogReading;
  /** What is looked for. */
  readonly needle: Signal<string>;
  readonly isFollowing: Signal<boolean>;
  readonly isOver: boolean;
  readonly reveal: (row: number) => void;
}

/** Tuning: who types on is not searched for yet. */
const PAUSE_MS = 150;

export function LogBar({ reading, needle, isFollowing, isOver, reveal }: BarOf) {
  const lines = reading.version.value === 0 ? 0 : reading.book.lineCount;
  return (
    <div class="log-bar">
      <Search reading={reading} needle={needle} reveal={reveal} />
      <span class="quiet log-count" role="status">
        {counted(lines, 'line')}
        {isOver ? '' : ', live'}
      </span>
      <button
        type="button"
        aria-pressed={isFollowing.value}
        onClick={() => void (isFollowing.value = !isFollowing.value)}
      >
        {isFollowing.value ? '✔ Following' : 'Follow'}
      </button>
    </div>
  );
}

function Search({ reading, needle, reveal }: Pick<BarOf, 'reading' | 'needle' | 'reveal'>) {
  const typed = useSignal('');
  useEffect(() => {
    const pause = setTimeout(() => void (needle.value = typed.value), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed.value]);
  const { found, at, isSearching, step } = useSearch(reading, needle.value, reveal);
  const hasNone = found === 0;
  return (
    <>
      <input
        class="search"
        type="search"
        data-search
        placeholder="Search the log  ( / )"
        aria-label="Search the log"
        value={typed.value}
        onInput={({ currentTarget }) => void (typed.value = currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
        }}
      />
      {needle.value === '' ? undefined : (
        <>
          <span class="log-found" role="status">
            {hasNone ? 0 : at + 1} of {found}
            {isSearching ? ' …' : ''}
          </span>
          <button type="button" class="small" aria-label="Previous" disabled={hasNone} onClick={() => step(-1)}>
            ↑
          </button>
          <button type="button" class="small" aria-label="Next" disabled={hasNone} onClick={() => step(1)}>
            ↓
          </button>
        </>
      )}
    </>
  );
}

interface Searching {
  readonly found: number;
  /** Which of them is shown. */
  readonly at: number;
  readonly isSearching: boolean;
  readonly step: (by: 1 | -1) => void;
}

/** The first that is found is shown by itself. */
function useSearch(reading: LogReading, needle: string, reveal: (row: number) => void): Searching {
  const search = useSignal<LogSearch | undefined>(undefined);
  const at = useSignal(0);
  useEffect(() => {
    at.value = 0;
    if (needle === '') {
      search.value = undefined;
      return undefined;
    }
    const begun = searchLog(reading.book.texts, needle);
    search.value = begun;
    return () => begun[Symbol.dispose]();
  }, [needle, reading]);
  useEffect(() => search.value?.more(), [reading.version.value]);
  const found = search.value?.found.value ?? 0;
  const first = found === 0 ? undefined : search.value?.rowOf(0);
  useEffect(() => {
    if (first !== undefined) reveal(first);
  }, [search.value, first]);
  const step = (by: 1 | -1): void => {
    if (found === 0) return;
    at.value = (at.value + by + found) % found;
    const row = search.value?.rowOf(at.value);
    if (row !== undefined) reveal(row);
  };
  return { found, at: at.value, isSearching: search.value?.isSearching.value === true, step };
}
