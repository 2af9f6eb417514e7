// What runs put where, as their events say it. Pure.
import type { RunState } from '@dome/runs/portable';

export interface RunPromotion {
  readonly runId: string;
  readonly plan: string;
  readonly artifact: string;
  readonly digest: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'allowed' | 'refused' | 'done' | 'not done';
  /** Who approved the gates that it rests on; empty where policies alone decided. */
  readonly people: readonly string[];
  readonly reasonCodes: readonly string[];
  readonly decidedMs: number;
  /** Of the decision, in RUN_EVENTS. */
  readonly sequence: number;
}

/** Undefined: nothing is decided, or nothing is to be promoted. */
export function promotionOf({ runId, shape, promotion, denied, finished }: RunState): RunPromotion | undefined {
  const decided = promotion ?? denied;
  if (decided === undefined) return undefined;
  const { subject, from, to, decision } = decided.value;
  const isDone = (finished?.value.promoted ?? []).some((one) => one.to === to && one.digest === subject.digest);
  const ended = finished === undefined ? 'allowed' : isDone ? 'done' : 'not done';
  return {
    runId,
    plan: `${shape.document.name}@${shape.document.version}`,
    artifact: subject.name,
    digest: subject.digest,
    from,
    to,
    state: promotion === undefined ? 'refused' : ended,
    people: decision.decidedBy.people ?? [],
    reasonCodes: decision.reasonCodes,
    decidedMs: decided.timeMs,
    sequence: decided.sequence,
  };
}

/** Newest first. */
export const promotionsInto = (states: Iterable<RunState>, environment: string): RunPromotion[] =>
  [...states]
    .flatMap((state) => promotionOf(state) ?? [])
    .filter(({ to }) => to === environment)
    .toSorted((a, b) => b.sequence - a.sequence);
