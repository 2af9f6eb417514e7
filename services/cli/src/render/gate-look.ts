import type { Sink } from '../terminal/io.ts';
import type { Symbols } from '../terminal/symbols.ts';

/** How a gate is shown. */
export interface GateLook {
  readonly sink: Pick<Sink, 'paint' | 'columns'>;
  readonly symbols: Symbols;
  readonly nowMs: number;
  /** Also what is long: whole summaries, all inputs, the evidence, every digest. */
  readonly isFull: boolean;
  /** A command as it is typed here. */
  readonly typed: (...words: readonly string[]) => string;
}

/** Lines are broken where they can still be read on a wide terminal. */
const READABLE = 100;

export const gateWidth = ({ sink }: GateLook): number => Math.min(sink.columns, READABLE);
