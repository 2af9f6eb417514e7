// Whoever reads a figure should know that it is old, and why; what nobody could say is not the same as nothing.
import { nowMs } from '../state/link.ts';
import { spanText } from './time.ts';

export interface Heard {
  /** Absent: it was never heard. */
  readonly atMs: number | undefined;
  /** Why nothing newer was. */
  readonly fault: string | undefined;
}

export const isUnheard = ({ atMs, fault }: Heard): boolean => atMs === undefined && fault !== undefined;

export function Stale({ heard }: { readonly heard: Heard }) {
  const { atMs, fault } = heard;
  if (fault === undefined) return undefined;
  const age = atMs === undefined ? 'unknown' : `${spanText(nowMs.value - atMs)} old`;
  return (
    <p class="stale" role="status">
      {age}: {fault}
    </p>
  );
}
