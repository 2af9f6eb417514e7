// When an environment may be promoted into, as moments: until when it is closed and by what, and until when it is open. Pure.
import { isInWindow, localTime, momentOf, openFreezes } from '@dome/contracts/portable';
import type { Environment, EnvironmentFreeze, EnvironmentWindow } from '@dome/contracts/portable';

export interface Freeze {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string | undefined;
}

export interface OpenTimes {
  readonly isOpen: boolean;
  /** When that changes; undefined: never, as far as the law says now. */
  readonly untilMs: number | undefined;
  /** Those that hold now. */
  readonly frozen: readonly Freeze[];
  /** Those that come, the next one first. */
  readonly coming: readonly Freeze[];
  /** Undefined: it has none, and is open at any time that no freeze forbids. */
  readonly window: { readonly isWithin: boolean; readonly changesMs: number | undefined } | undefined;
}

type Times = Pick<Environment, 'freezes' | 'windows'>;

const DAY_MS = 86_400_000;
/** Freezes and windows that follow each other without a minute in between: more than a law has. */
const STEPS_MAX = 100;

export function openTimes(law: Times, nowMs: number): OpenTimes {
  const { freezes = [], windows = [] } = law;
  const frozen = openFreezes(freezes, nowMs);
  const isOpen = isOpenAt(law, nowMs);
  const coming = freezes.map(freezeOf).filter(({ fromMs }) => fromMs > nowMs);
  return {
    isOpen,
    untilMs: isOpen ? closesAt(law, nowMs) : opensAt(law, nowMs),
    frozen: frozen.map(freezeOf),
    coming: coming.toSorted((a, b) => a.fromMs - b.fromMs),
    window:
      windows.length === 0
        ? undefined
        : { isWithin: isInWindow(windows, nowMs), changesMs: windowChange(windows, nowMs) },
  };
}

const freezeOf = ({ from, to, timeZone, reason }: EnvironmentFreeze): Freeze => ({
  fromMs: momentOf(from, timeZone),
  toMs: momentOf(to, timeZone),
  reason,
});

const isOpenAt = ({ freezes = [], windows = [] }: Times, ms: number): boolean =>
  openFreezes(freezes, ms).length === 0 && isInWindow(windows, ms);

/** Over freezes and windows that follow each other. */
function opensAt(law: Times, nowMs: number): number | undefined {
  let at = nowMs;
  for (let step = 0; step < STEPS_MAX && !isOpenAt(law, at); step += 1) {
    const next = nextOf(
      [
        ...openFreezes(law.freezes ?? [], at).map(({ to, timeZone }) => momentOf(to, timeZone)),
        ...edgesOf(law.windows ?? [], at).map(({ from }) => from),
      ],
      at,
    );
    if (next === undefined) return undefined;
    at = next;
  }
  return isOpenAt(law, at) ? at : undefined;
}

function closesAt(law: Times, nowMs: number): number | undefined {
  let at = nowMs;
  for (let step = 0; step < STEPS_MAX && isOpenAt(law, at); step += 1) {
    const next = nextOf(
      [
        ...(law.freezes ?? []).map(({ from, timeZone }) => momentOf(from, timeZone)),
        ...edgesOf(law.windows ?? [], at).map(({ to }) => to),
      ],
      at,
    );
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

/** When the windows alone open or close; one that begins as another ends changes nothing. */
const windowChange = (windows: readonly EnvironmentWindow[], nowMs: number): number | undefined =>
  isInWindow(windows, nowMs) ? closesAt({ windows: [...windows] }, nowMs) : opensAt({ windows: [...windows] }, nowMs);

const nextOf = (moments: readonly number[], nowMs: number): number | undefined =>
  moments.filter((ms) => ms > nowMs).toSorted((a, b) => a - b)[0];

interface Edges {
  readonly from: number;
  readonly to: number;
}

/** When each begins and ends, for a week from the day that its clocks show. */
const edgesOf = (windows: readonly EnvironmentWindow[], nowMs: number): Edges[] =>
  windows.flatMap(({ days, from, to, timeZone }) => {
    const today = Date.parse(`${localTime(nowMs, timeZone).text.slice(0, 10)}T12:00:00Z`);
    const next = Array.from({ length: 8 }, (_, ahead) => new Date(today + ahead * DAY_MS).toISOString().slice(0, 10));
    return next
      .filter((date) => days.includes(localTime(Date.parse(`${date}T12:00:00Z`), 'UTC').day))
      .map((date) => ({ from: momentOf(`${date}T${from}`, timeZone), to: momentOf(`${date}T${to}`, timeZone) }));
  });
