// What a run promotes if its gates approve, and what it would replace, in the contract's terms.
import type { GatePromotion } from '@dome/contracts';
import { currentEnd, isoTime, taskAt } from '@dome/runs';
import type { RunState } from '@dome/runs';

import { standingIn } from '../environments/standing.ts';
import type { Standings } from '../environments/standing.ts';
import { environmentOf } from '../law/judge-promotion.ts';
import type { LawState } from '../law/law-state.ts';
import { promotionSubject } from '../promotion/decide.ts';

export interface PromotionWorld {
  readonly law: LawState;
  readonly standings: Standings;
}

/** Undefined: the plan promotes nothing. `iteration` is that of the gate that is looked at. */
export function gatePromotion(
  state: RunState,
  iteration: number,
  { law, standings }: PromotionWorld,
): GatePromotion | undefined {
  const { promotion } = state.shape.document;
  if (promotion === undefined) return undefined;
  const { from, to, subject } = promotion;
  const environment = environmentOf(law, to);
  const title = environment?.document.title;
  return {
    task: subject.task,
    artifact: subject.artifact,
    ...subjectOf(state, promotion, iteration),
    from,
    to,
    ...(title === undefined ? {} : { environmentTitle: title }),
    ...(environment === undefined ? {} : { environmentVersion: environment.version }),
    state: iteration < state.iteration ? 'refused' : promotionState(state, promotion.task.id),
    ...replacedBy(state, { to, artifact: subject.artifact }, standings),
  };
}

function subjectOf(
  state: RunState,
  promotion: NonNullable<RunState['shape']['document']['promotion']>,
  iteration: number,
): Pick<GatePromotion, 'subject' | 'missing'> {
  const task = taskAt(state, { taskId: promotion.subject.task, iteration });
  const settled = task?.state === 'settled' ? task.settled.value : undefined;
  const subject = promotionSubject(promotion, settled);
  if ('missing' in subject) return { missing: subject.missing };
  const artifact = settled?.artifacts?.find(({ name }) => name === subject.name);
  return artifact === undefined ? {} : { subject: artifact };
}

function promotionState(state: RunState, taskId: string): GatePromotion['state'] {
  if (state.denied !== undefined) return 'refused';
  if (state.promotion === undefined) return 'undecided';
  return currentEnd(state, taskId)?.result === 'success' ? 'done' : 'allowed';
}

function replacedBy(
  { runId }: RunState,
  { to, artifact }: { readonly to: string; readonly artifact: string },
  standings: Standings,
): Pick<GatePromotion, 'replaces'> {
  const standing = standingIn(standings, to).find(({ name }) => name === artifact);
  // What this run has promoted replaces nothing any more.
  if (standing === undefined || standing.runId === runId) return {};
  const { digest, done, decision } = standing;
  const decidedBy = decision.value.decidedBy.people ?? [];
  return { replaces: { digest, runId: standing.runId, since: isoTime(done.timeMs), decidedBy } };
}
