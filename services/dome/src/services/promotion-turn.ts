// A run whose gates have approved may wait for its turn to promote. The chain cannot say so, because that is no event.
import { gateAt } from '@dome/runs';
import type { RunState } from '@dome/runs';

import type { PromotionTurns } from '../ports.ts';

/** What the run waits for, if another run has its turn. */
export async function waitsForTurn(
  state: RunState,
  turns: Pick<PromotionTurns, 'holder'>,
): Promise<string | undefined> {
  const { promotion } = state.shape.document;
  if (promotion === undefined || !isReadyToPromote(state)) return undefined;
  const holder = await turns.holder(promotion.to);
  if (holder === undefined || holder === state.runId) return undefined;
  return `its turn to promote into ${promotion.to}, which ${holder} has`;
}

const isReadyToPromote = (state: RunState): boolean =>
  state.promotion === undefined &&
  state.denied === undefined &&
  state.finished === undefined &&
  state.shape.gates.every((gate) => {
    const judged = gateAt(state, gate);
    return judged?.state === 'decided' && judged.final.value.status === 'APPROVE';
  });
