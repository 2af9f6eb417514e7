import { showSize } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import { cut } from '../terminal/style.ts';

export interface Transfer {
  readonly name: string;
  readonly doneBytes: number;
  /** Undefined: nobody said. */
  readonly bytes: number | undefined;
  readonly elapsedMs: number;
}

/** Too early to tell a rate. */
const RATE_AFTER_MS = 500;

/** How far a transfer is, how fast, and how long it still takes. */
export function transferLine({ name, doneBytes, bytes, elapsedMs }: Transfer, width: number): string {
  const rate = elapsedMs < RATE_AFTER_MS ? 0 : (doneBytes * 1_000) / elapsedMs;
  const percent = bytes === undefined || bytes === 0 ? '' : `  ${Math.floor((doneBytes / bytes) * 100)}%`;
  const of = bytes === undefined ? '' : ` of ${showSize(bytes)}`;
  const left = bytes === undefined || rate === 0 ? '' : `  ${showDuration(((bytes - doneBytes) * 1_000) / rate)} left`;
  const speed = rate === 0 ? '' : `  ${showSize(Math.round(rate))}/s${left}`;
  return cut(`${name}  ${showSize(doneBytes)}${of}${percent}${speed}`, width);
}
