// What runs put where, as their events say it. Pure.
import type { RunFinished, RunPromotionDecided } from '@dome/contracts/portable';
import type { Recorded, RunState } from '@dome/runs/portable';

export interface RunPromotion {
  readonly runId: string;
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
export function promotionOf({ promotion, denied, finished }: RunState): RunPromotion | undefined {
  const decided = promotion ?? denied;
  return decided === undefined ? undefined : promotionFrom(decided, finished?.value);
}

/** @param finished how its run ended; undefined: it has not */
export function promotionFrom(
  { value, timeMs, sequence }: Pick<Recorded<RunPromotionDecided>, 'value' | 'timeMs' | 'sequence'>,
  finished: RunFinished | undefined,
): RunPromotion {
  const { runId, subject, from, to, decision } = value;
  const isDone = (finished?.promoted ?? []).some((one) => one.to === to && one.digest === subject.digest);
  const ended = finished === undefined ? 'allowed' : isDone ? 'done' : 'not done';
  return {
    runId,
    artifact: subject.name,
    digest: subject.digest,
    from,
    to,
    state: decision.status === 'APPROVE' ? ended : 'refused',
    people: decision.decidedBy.people ?? [],
    reasonCodes: decision.reasonCodes,
    decidedMs: timeMs,
    sequence,
  };
}
