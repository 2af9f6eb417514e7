// When an environment may be promoted into, by the clocks of its time zones. Pure.
import type { EnvironmentFreeze, EnvironmentWindow } from './generated/types.ts';
import { localTime } from './local-time.ts';

/** The freezes that hold at the moment. */
export const openFreezes = (freezes: readonly EnvironmentFreeze[], nowMs: number): EnvironmentFreeze[] =>
  freezes.filter(({ from, to, timeZone }) => {
    const now = localTime(nowMs, timeZone).text;
    return now >= from && now < to;
  });

/** An environment without windows is open at any time. */
export const isInWindow = (windows: readonly EnvironmentWindow[], nowMs: number): boolean =>
  windows.length === 0 ||
  windows.some(({ days, from, to, timeZone }) => {
    const { day, minute } = localTime(nowMs, timeZone);
    return days.includes(day) && minute >= from && minute < to;
  });
