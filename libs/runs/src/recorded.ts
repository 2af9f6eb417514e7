import { STREAMS } from '@dome/contracts/portable';
import type { Evidence } from '@dome/contracts/portable';

import type { StoredRunEvent } from './run-event.ts';

/** A value and the event that brought it. */
export interface Recorded<T> {
  readonly value: T;
  readonly sequence: number;
  readonly timeMs: number;
  /** The event itself as evidence. */
  readonly evidence: Evidence;
}

export function recorded<T>({ sequence, digest, event }: StoredRunEvent, value: T): Recorded<T> {
  const evidence = { stream: STREAMS.RUN_EVENTS, sequence, id: event.id, digest };
  return { value, sequence, timeMs: Date.parse(event.time), evidence };
}
