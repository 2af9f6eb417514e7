// The fold of a run whose documents are checked by the validators of the contract.
import { checkDocument } from '@dome/contracts';

import { applyRead } from './apply-read.ts';
import type { ReadDocuments } from './apply-read.ts';
import type { StoredRunEvent } from './run-event.ts';
import { shapeOf } from './shape.ts';
import type { RunState } from './state.ts';

/** @throws DomeError INVALID_REQUEST with the pointer of the first fault, PLAN_INVALID for a cycle */
export const checkDocuments: ReadDocuments = ({ plan, policy }) => ({
  shape: shapeOf(checkDocument('Plan', plan)),
  policy: policy === undefined ? undefined : checkDocument('Policy', policy),
});

/**
 * @throws DomeError INTERNAL when the first event is not `submitted`, INVALID_REQUEST when one of its documents is invalid
 */
export function fold(events: readonly StoredRunEvent[], from?: RunState): RunState | undefined {
  let state = from;
  for (const stored of events) state = applyEvent(state, stored);
  return state;
}

export function applyEvent(
  state: RunState | undefined,
  stored: StoredRunEvent,
  readDocuments: ReadDocuments = checkDocuments,
): RunState {
  return applyRead(state, stored, readDocuments);
}
