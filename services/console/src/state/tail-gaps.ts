// What came to the streams and is not among what the page shows: named by stream and sequence, so that nobody takes the rest for the
// whole.
export interface TailGap {
  readonly stream: string;
  /** The first and the last sequence that is missing. */
  readonly from: number;
  readonly to: number;
  /**
   * discarded: the stream let go of them before they were read. crowded out: the page did, before it had looked at them, because more
   * came than it holds.
   */
  readonly why: 'discarded' | 'crowded out';
}

/** Tuning: what is before them is as old as what the page lets go of. */
const GAPS_MAX = 20;

/** Those that follow each other in their stream are one. */
export function withGap(gaps: readonly TailGap[], gap: TailGap): readonly TailGap[] {
  const at = gaps.findLastIndex(({ stream, why }) => stream === gap.stream && why === gap.why);
  const last = gaps[at];
  if (last === undefined || last.to + 1 !== gap.from) return [...gaps, gap].slice(-GAPS_MAX);
  return gaps.with(at, { ...last, to: gap.to });
}
