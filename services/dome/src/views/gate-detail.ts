// A gate as whoever decides needs it: what is asked and why, on which results, under which rules, who has voted. Pure over
// the run, the law and what stands where.
import { DomeError, cutText } from '@dome/contracts';
import type { Decision, GateBeside, GateDetail, GateRun, GateRuleView, GateVerdict, Identity } from '@dome/contracts';
import { gateAt, gateRules, isoTime, lastDecision, stateName } from '@dome/runs';
import type { GateState, Recorded, RunState } from '@dome/runs';

import { requireGate } from '../approvals/open-gate.ts';
import { policyRef } from '../gates/policy-ref.ts';
import { PROMOTION_GATE } from '@dome/planning';
import { firstThatFits } from './bounded.ts';
import type { DetailLevel } from './bounded.ts';
import { REASON_CODES, isReasonCode } from '../reason-codes.ts';
import type { ReasonCode } from '../reason-codes.ts';
import { gateAsking, gateViewer } from './gate-asking.ts';
import { gatePromotion } from './gate-promotion.ts';
import type { PromotionWorld } from './gate-promotion.ts';
import { gateBefore, gateTasks } from './gate-tasks.ts';

export interface GateMeant {
  readonly gate: string;
  /** The last one that reached the gate, if none is named. */
  readonly iteration?: number | undefined;
}

export interface Looking extends PromotionWorld {
  readonly viewer: Identity;
}

/** @throws DomeError NOT_FOUND for a gate or an iteration that the run does not have */
export function gateDetail(state: RunState, meant: GateMeant, looking: Looking): GateDetail {
  const { gate } = meant;
  const iterations = [...state.gates.values()]
    .filter((one) => one.gate === gate)
    .map(({ iteration }) => iteration)
    .toSorted((a, b) => a - b);
  const iteration = meant.iteration ?? iterations.at(-1) ?? Math.max(1, state.iteration);
  const judged = gateAt(state, gate, iteration);
  if (iterations.length === 0) requireGate(state, gate, judged);
  if (iteration > Math.max(1, state.iteration)) {
    const detail = `${state.runId} has no iteration ${iteration}; it is in iteration ${state.iteration}`;
    throw new DomeError('NOT_FOUND', { detail, pointer: '/iteration' });
  }
  const of = { state, gate, iteration, iterations, judged, looking };
  return firstThatFits(
    viewOf(of, 'whole'),
    () => viewOf(of, 'lean'),
    () => viewOf(of, 'bare'),
  );
}

interface Of {
  readonly state: RunState;
  readonly gate: string;
  readonly iteration: number;
  readonly iterations: readonly number[];
  readonly judged: GateState | undefined;
  readonly looking: Looking;
}

function viewOf({ state, gate, iteration, iterations, judged, looking }: Of, level: DetailLevel): GateDetail {
  const { shape, policy, submitted } = state;
  const { law, viewer } = looking;
  const title = shape.document.gates?.[gate]?.title;
  const promotion = gatePromotion(state, iteration, looking);
  const before = gateBefore(state, { gate, iteration }, level);
  const asking = gateAsking(state, judged, { law, level });
  return {
    runId: state.runId,
    gate,
    iteration,
    ...(title === undefined ? {} : { title }),
    state: stateOf(state, judged, iteration),
    iterations: [...iterations],
    run: runOf(state, level === 'whole'),
    ...(promotion === undefined ? {} : { promotion }),
    ...(policy === undefined ? {} : { policy: policyRef(policy, submitted.value) }),
    rules: rulesOf(state, gate, { decision: judged?.decided.value, level }),
    ...(judged === undefined ? {} : { decision: verdictOf(judged, level) }),
    gates: gatesBeside(state, { gate, iteration }, level),
    tasks: gateTasks(state, iteration, level),
    ...(before === undefined ? {} : { before }),
    ...(asking === undefined ? {} : { asking }),
    you: gateViewer(state, { gate, iteration, judged }, { voter: viewer, law }),
    sequence: state.last.sequence,
  };
}

function stateOf(state: RunState, judged: GateState | undefined, iteration: number): GateDetail['state'] {
  if (judged?.state === 'decided') return 'decided';
  const isOver = state.finished !== undefined || state.cancel !== undefined || iteration < state.iteration;
  if (isOver) return 'abandoned';
  return judged === undefined ? 'pending' : 'waiting';
}

function runOf(state: RunState, hasInputs: boolean): GateRun {
  const { submitted, shape, finished } = state;
  const { inputs, labels, planDigest, submittedBy } = submitted.value;
  const { name, version, title, description } = shape.document;
  return {
    plan: {
      name,
      version,
      digest: planDigest,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    },
    state: stateName(state),
    ...(finished === undefined ? {} : { result: finished.value.result }),
    submittedBy,
    submittedAt: isoTime(submitted.timeMs),
    iteration: state.iteration,
    maxIterations: shape.maxIterations,
    labels,
    ...(hasInputs ? { inputs } : {}),
    inputsBytes: Buffer.byteLength(JSON.stringify(inputs)),
  };
}

/** Of the reason why a rule could not be evaluated, in a view that says nothing at length. */
const BARE_CHARS = 256;

function rulesOf(
  state: RunState,
  gate: string,
  { decision, level }: { readonly decision: Decision | undefined; readonly level: DetailLevel },
): GateRuleView[] {
  const rules = gateRules(state, gate, decision);
  if (level !== 'bare') return rules;
  return rules.map((rule) =>
    rule.detail === undefined ? rule : { ...rule, detail: cutText(rule.detail, BARE_CHARS) },
  );
}

function verdictOf(judged: GateState, level: DetailLevel): GateVerdict {
  const last: Recorded<Decision> = judged.state === 'decided' ? judged.final : judged.decided;
  const { decisionId, status, reasonCodes, riskScore, confidence, decidedBy, notes } = last.value;
  const { inputsDigest, accessDigest, lawSequence, evidenceDigest } = last.value;
  return {
    decisionId,
    status,
    reasonCodes,
    reasons: reasonCodes.filter(isReasonCode).map((code) => ({ code, says: sentenceOf(code, judged) })),
    riskScore,
    confidence,
    decidedBy,
    notes: level === 'bare' ? [] : notes,
    inputsDigest,
    accessDigest,
    ...(lawSequence === undefined ? {} : { lawSequence }),
    evidenceDigest,
    at: isoTime(last.timeMs),
    sequence: last.sequence,
  };
}

/** People are asked by the policy of a gate, or by the environment in the gate of its own. */
const sentenceOf = (code: ReasonCode, { gate }: GateState): string =>
  code === 'HUMAN_REQUIRED' && gate === PROMOTION_GATE ? 'The environment asks people.' : REASON_CODES[code];

/** The other gates of the iteration, in the order in which they are decided; that of an environment comes last. */
function gatesBeside(
  state: RunState,
  { gate, iteration }: Pick<Of, 'gate' | 'iteration'>,
  level: DetailLevel,
): GateBeside[] {
  const { shape } = state;
  const reached = [...state.gates.values()].filter((one) => one.iteration === iteration).map((one) => one.gate);
  const names = [...new Set([...shape.gates, ...reached])].filter((name) => name !== gate);
  return names.map((name): GateBeside => {
    const judged = gateAt(state, name, iteration);
    const title = shape.document.gates?.[name]?.title;
    const rules = level === 'bare' ? [] : rulesOf(state, name, { decision: judged?.decided.value, level });
    const view = { gate: name, ...(title === undefined ? {} : { title }), rules };
    if (judged === undefined) return { ...view, state: 'pending' };
    const { status, reasonCodes, decidedBy } = lastDecision(judged);
    const people = decidedBy.people === undefined ? {} : { people: decidedBy.people };
    return { ...view, state: judged.state === 'decided' ? 'decided' : 'waiting', status, reasonCodes, ...people };
  });
}
