// After the approvals: the promotion is judged by the law once more, decided, and carried out. Law that changed since the
// run was submitted may refuse it now, and the decision says so.
import { DomeError, checkDocument, structureDigest } from '@dome/contracts';
import type { Decision, Environment } from '@dome/contracts';
import { PROMOTION_GATE, askingOfEnvironment, documentId } from '@dome/planning';
import type { Asking } from '@dome/planning';
import { approvalsOf, currentEnd, gateAt } from '@dome/runs';
import type { DecidedGate, RunState } from '@dome/runs';

import { standingIn } from '../environments/standing.ts';
import { environmentOf, promotionReasons } from '../law/judge-promotion.ts';
import type { PeopleAnswer } from '../law/judge-promotion.ts';
import type { LawState } from '../law/law-state.ts';
import type { RunDraft } from '../ports.ts';
import { promotionAsked } from '../promotion/asked.ts';
import { askPromotion, decidePromotion, promotionSubject } from '../promotion/decide.ts';
import type { Promotion, PromotionQuestion } from '../promotion/decide.ts';
import { finishedDraft } from './finish.ts';
import { gateDecided, openApproval, peopleStep } from './people-step.ts';
import type { UndecidedGate } from './people-step.ts';
import { policyOf } from './run-policy.ts';
import { append } from './step.ts';
import type { Conditions, Step } from './step.ts';
import { waveDraft } from './waves.ts';

export function promotionStep(state: RunState, gates: readonly DecidedGate[], conditions: Conditions): Step {
  const { promotion } = state.shape.document;
  if (promotion === undefined) return append(finishedDraft(state, { result: 'success' }));
  if (state.promotion !== undefined) {
    return append(waveDraft(state, { wave: state.waves.length + 1, purpose: 'promote', tasks: [promotion.task.id] }));
  }
  if (state.denied !== undefined) {
    const { notes } = state.denied.value.decision;
    return append(finishedDraft(state, { result: 'failure', reason: `the promotion is refused: ${notes.join('; ')}` }));
  }
  const people = gateAt(state, PROMOTION_GATE);
  if (people !== undefined && people.state !== 'decided') return askedStep(state, people, conditions);
  if (people?.final.value.status === 'REJECT') {
    const reason = `rejected by ${PROMOTION_GATE} (${people.final.value.reasonCodes.join(', ')})`;
    return append(finishedDraft(state, { result: 'failure', reason }));
  }
  const subject = promotionSubject(promotion, currentEnd(state, promotion.subject.task));
  if ('missing' in subject) return append(finishedDraft(state, { result: 'failure', reason: subject.missing }));
  return append(decided(state, { gates, people, promotion, subject, conditions }));
}

/** People whom the environment asks decide in a gate of their own. The law is not asked meanwhile, but when they have. */
function askedStep(state: RunState, gate: UndecidedGate, { law, nowMs }: Conditions): Step {
  const asking = (): Asking => {
    const found = decidedUnder(law, gate.decided.value);
    const asked = found === undefined ? undefined : askingOfEnvironment(found);
    if (asked !== undefined) return asked;
    throw new DomeError('INTERNAL', {
      detail: `${state.runId} asks people of an environment that is not known here yet`,
    });
  };
  const draft = peopleStep(state, gate, { nowMs, asking });
  return draft === undefined ? { kind: 'wait', open: [], approvals: openApproval(gate) } : append(draft);
}

/** The version that the decision names, also if it is not in force any more. */
function decidedUnder(law: LawState, { environment }: Decision): Environment | undefined {
  if (environment === undefined) return undefined;
  const { name, version } = environment;
  const found = law.versions.get(documentId({ kind: 'environment', name }))?.get(version);
  return found === undefined ? undefined : checkDocument('Environment', found.document);
}

interface Deciding {
  /** Those of the plan; all have approved. */
  readonly gates: readonly DecidedGate[];
  /** The gate of the environment, if it asked people. */
  readonly people: DecidedGate | undefined;
  readonly promotion: Promotion;
  readonly subject: { readonly name: string; readonly digest: string };
  readonly conditions: Conditions;
}

/** The promotion is allowed or refused, or allowed if the people of the environment say so, too. */
function decided(state: RunState, deciding: Deciding): RunDraft {
  const { gates, people, promotion, subject, conditions } = deciding;
  const { law, nowMs, standings } = conditions;
  const submitted = state.submitted.value;
  const { from, to } = promotion;
  const there = standingIn(standings, from);
  const passed = people === undefined ? gates : [...gates, people];
  const environment = environmentOf(law, to);
  const asked = promotionAsked(
    { submitted, plan: state.shape.document, policy: state.policy },
    {
      standing: there.map(({ digest }) => digest),
      digest: subject.digest,
      people: {
        approvedBy: passed.flatMap(({ final }) => final.value.decidedBy.people ?? []),
        answer: people === undefined ? undefined : answerOf(people),
      },
      nowMs,
    },
  );
  const question: PromotionQuestion = {
    iteration: state.iteration,
    policy: policyOf(state),
    accessDigest: law.access.digest,
    lawSequence: law.sequence,
    environment,
    inputsDigest: structureDigest(submitted.inputs),
    gates: passed.map(({ final }) => ({ decision: final.value, evidence: final.evidence })),
    standing: there.find(({ digest }) => digest === subject.digest)?.done.evidence,
    against: asked === undefined ? [] : promotionReasons(law, asked),
    submittedUnder: submitted.environmentDigest,
  };
  const isOpen = people === undefined && environment?.document.approvals !== undefined;
  if (isOpen && question.against.length === 0) return gateDecided(state, askPromotion(question));
  const decision = decidePromotion(question);
  return { type: 'dev.dome.run.promotion-decided.v1', data: { runId: state.runId, decision, subject, from, to } };
}

const answerOf = (gate: DecidedGate): PeopleAnswer =>
  gate.final.value.decidedBy.kind === 'people' ? { kind: 'people', approvers: approvalsOf(gate) } : { kind: 'expiry' };
