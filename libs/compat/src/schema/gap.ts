import type { Spot } from '../document.ts';
import type { Place } from './place.ts';

/** A way in which what is written is not what is read; harmless if the reader passes over it. */
export interface Gap {
  /** The keyword that differs, or what happened to a member. */
  readonly kind: string;
  readonly written: Spot;
  readonly read: Spot;
  readonly isHarmless: boolean;
}

/** How two schemas below the present ones compare. */
export interface Comparison {
  /**
   * An older reader passes over members that it does not know. A newer one must know what older writers wrote, or it
   * loses it.
   */
  readonly passesOverUnknown: boolean;
  below(writes: readonly Place[], reads: readonly Place[]): Gap[];
}
