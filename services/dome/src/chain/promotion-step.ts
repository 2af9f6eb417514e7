// After the approvals: the promotion is judged by the law once more, decided, and carried out. Law that changed since the
// run was submitted may refuse it now, and the decision says so.
import { structureDigest } from '@dome/contracts';
import { currentEnd } from '@dome/runs';
import type { DecidedGate, RunState } from '@dome/runs';

import { standingIn } from '../environments/standing.ts';
import { environmentOf, promotionReasons } from '../law/judge-promotion.ts';
import { promotionAsked } from '../promotion/asked.ts';
import { decidePromotion, promotionSubject } from '../promotion/decide.ts';
import type { Promotion } from '../promotion/decide.ts';
import type { RunDraft } from '../ports.ts';
import { finishedDraft } from './finish.ts';
import { policyOf } from './run-policy.ts';
import type { Conditions } from './step.ts';
import { waveDraft } from './waves.ts';

export function promotionStep(state: RunState, gates: readonly DecidedGate[], conditions: Conditions): RunDraft {
  const { promotion } = state.shape.document;
  if (promotion === undefined) return finishedDraft(state, { result: 'success' });
  if (state.promotion !== undefined) {
    return waveDraft(state, { wave: state.waves.length + 1, purpose: 'promote', tasks: [promotion.task.id] });
  }
  if (state.denied !== undefined) {
    const { notes } = state.denied.value.decision;
    return finishedDraft(state, { result: 'failure', reason: `the promotion is refused: ${notes.join('; ')}` });
  }
  const subject = promotionSubject(promotion, currentEnd(state, promotion.subject.task));
  if ('missing' in subject) return finishedDraft(state, { result: 'failure', reason: subject.missing });
  return decided(state, gates, { conditions, promotion, subject });
}

interface Deciding {
  readonly conditions: Conditions;
  readonly promotion: Promotion;
  readonly subject: { readonly name: string; readonly digest: string };
}

function decided(state: RunState, gates: readonly DecidedGate[], deciding: Deciding): RunDraft {
  const { promotion, subject } = deciding;
  const { law, nowMs, standings } = deciding.conditions;
  const { runId, iteration, policy } = state;
  const submitted = state.submitted.value;
  const { from, to } = promotion;
  const there = standingIn(standings, from);
  const moment = { standing: there.map(({ digest }) => digest), digest: subject.digest, nowMs };
  const asked = promotionAsked({ submitted, plan: state.shape.document, policy }, moment);
  const decision = decidePromotion({
    iteration,
    policy: policyOf(state),
    accessDigest: law.access.digest,
    lawSequence: law.sequence,
    environment: environmentOf(law, to),
    inputsDigest: structureDigest(submitted.inputs),
    gates: gates.map(({ final }) => ({ decision: final.value, evidence: final.evidence })),
    standing: there.find(({ digest }) => digest === subject.digest)?.done.evidence,
    against: asked === undefined ? [] : promotionReasons(law, asked),
    submittedUnder: submitted.environmentDigest,
  });
  return { type: 'dev.dome.run.promotion-decided.v1', data: { runId, decision, subject, from, to } };
}
