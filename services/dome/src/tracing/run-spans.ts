// What one event of a run ends, as spans: a pure function of the run's state. The event is delivered until its consequence
// is stored, so what it ends is told at least once, whichever replica gets it, and with the same ids each time. Times are
// those of the events, so a gate that waited for a day is a span of a day, though nobody kept it open. What a span says is
// from the plan, the law and the catalogue of errors: inputs, outputs and people are for those who may read the run.
import type { Decision, RunFinished, RunPromotionDecided } from '@dome/contracts';
import { isSettled, taskAt } from '@dome/runs';
import type { DecidedGate, EndedTask, OpenTask, Recorded, RunState } from '@dome/runs';
import type { SpanMoment, SpanRelation, ToldSpan } from '@dome/telemetry';

import type { PublishedCommand } from '../ports.ts';
import { gateSpan, promotionSpan, publishSpan, runTrace, taskSpan } from './run-trace.ts';

/** Nothing has ended by most events. */
export function spansEndedBy(state: RunState, sequence: number): ToldSpan[] {
  const { promotion = state.denied, finished } = state;
  return [
    ...[...state.tasks.values()]
      .filter(isSettled)
      .filter(({ settled }) => settled.sequence === sequence)
      .map((task) => taskEnd(state, task)),
    ...[...state.gates.values()].flatMap((gate) => {
      return gate.state === 'decided' && gate.final.sequence === sequence ? [gateEnd(state, gate)] : [];
    }),
    ...(promotion?.sequence === sequence ? [promotionEnd(state, promotion)] : []),
    ...(finished?.sequence === sequence ? [runEnd(state, finished)] : []),
  ];
}

/** What was stopped for somebody, or found nothing to do, has not failed. */
const hasFailed = (result: string): boolean => result === 'failure' || result === 'error' || result === 'timeout';

function runEnd(state: RunState, finished: Recorded<RunFinished>): ToldSpan {
  const { run, parentSpanId } = runTrace(state);
  const { name } = state.shape.document;
  const { result } = finished.value;
  return {
    context: run,
    parentSpanId,
    name: `RUN ${name}`,
    kind: 'server',
    startMs: state.submitted.timeMs,
    endMs: finished.timeMs,
    attributes: {
      ...pipelineOf(state),
      'cicd.pipeline.action.name': 'RUN',
      'cicd.pipeline.result': result,
      'error.type': hasFailed(result) ? result : undefined,
      'dome.run.iterations': state.iteration,
      'dome.run.rehearsal': state.submitted.value.rehearsal === undefined ? undefined : true,
    },
    ...(hasFailed(result) ? { failure: result } : {}),
  };
}

/** A task that never became a job has no length worth telling: it ended where it would have begun. */
function taskEnd(state: RunState, { key, wave, purpose, dispatched, settled }: EndedTask): ToldSpan {
  const { taskId, iteration } = key;
  const { result, problem, jobId } = settled.value;
  const lock = state.lock.get(taskId);
  return {
    context: taskSpan(state, key),
    parentSpanId: runTrace(state).run.spanId,
    name: taskId,
    kind: 'internal',
    startMs: (dispatched ?? settled).timeMs,
    endMs: settled.timeMs,
    attributes: {
      ...pipelineOf(state),
      'cicd.pipeline.task.name': taskId,
      'cicd.pipeline.task.run.id': jobId,
      'cicd.pipeline.task.run.result': result,
      'cicd.pipeline.task.type': purpose === 'promote' ? 'deploy' : undefined,
      'error.type': hasFailed(result) ? (problem?.code ?? result) : undefined,
      'dome.run.iteration': iteration,
      'dome.task.purpose': purpose,
      'dome.task.wave': wave,
      'dome.skill.name': lock?.skill,
      'dome.skill.version': lock?.version,
    },
    relations: precededBy(state, { key, purpose }),
    ...(hasFailed(result) ? { failure: problem?.title ?? result } : {}),
  };
}

/** Told by whoever published it, from then to the broker's confirmation. */
export function publishedSpan(state: RunState, { key, dispatched }: OpenTask, published: Publishing): ToldSpan {
  const { startMs, endMs, command } = published;
  return {
    context: publishSpan(state, key),
    parentSpanId: taskSpan(state, key).spanId,
    name: `publish ${command.subject}`,
    kind: 'producer',
    startMs,
    endMs,
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.destination.name': command.subject,
      'messaging.message.id': command.messageId,
      'cicd.pipeline.run.id': state.runId,
      'cicd.pipeline.task.run.id': dispatched.value.jobId,
    },
  };
}

interface Publishing extends Pick<ToldSpan, 'startMs' | 'endMs'> {
  readonly command: PublishedCommand;
}

/** The tasks that it needs, where several meet; for a remedy, the gates that said no; for a promotion, its decision. */
function precededBy(state: RunState, { key, purpose }: Pick<EndedTask, 'key' | 'purpose'>): SpanRelation[] {
  const { iteration } = key;
  const needs = (state.shape.tasks.get(key.taskId)?.needs ?? []).map((taskId) => ({ taskId, iteration }));
  const tasks = needs.filter((need) => taskAt(state, need) !== undefined).map((need) => taskSpan(state, need));
  const gates = purpose === 'remedy' ? rejectedIn(state, iteration) : [];
  const decision = purpose === 'promote' && state.promotion !== undefined ? [promotionSpan(state)] : [];
  return [...tasks, ...gates, ...decision].map((to) => ({ to }));
}

const rejectedIn = (state: RunState, iteration: number) =>
  [...state.gates.values()]
    .filter((gate) => gate.iteration === iteration && gate.state === 'decided' && gate.final.value.status === 'REJECT')
    .map(({ gate }) => gateSpan(state, gate, iteration));

/** Which people voted is in the audit; here is what they said, and when. */
function gateEnd(state: RunState, gate: DecidedGate): ToldSpan {
  const { decided, final, requested, votes, withdrawals, iteration } = gate;
  const asked: SpanMoment[] = requested === undefined ? [] : [{ name: 'asked', atMs: requested.timeMs }];
  const voted = votes.map(({ value: { verdict, roles }, timeMs }): SpanMoment => {
    return { name: 'vote', atMs: timeMs, attributes: { 'dome.vote.verdict': verdict, 'dome.vote.roles': roles } };
  });
  const withdrawn = withdrawals.map(({ timeMs }): SpanMoment => ({ name: 'vote withdrawn', atMs: timeMs }));
  return {
    context: gateSpan(state, gate.gate, iteration),
    parentSpanId: runTrace(state).run.spanId,
    name: `gate ${gate.gate}`,
    kind: 'internal',
    startMs: decided.timeMs,
    endMs: final.timeMs,
    attributes: {
      ...pipelineOf(state),
      ...decisionOf(final.value),
      'dome.gate.name': gate.gate,
      'dome.gate.asked_people': requested !== undefined,
      'dome.run.iteration': iteration,
    },
    moments: [...asked, ...voted, ...withdrawn].toSorted((a, b) => a.atMs - b.atMs),
    relations: evidenceOf(state, iteration),
  };
}

/** A gate decides on the results of its round. */
const evidenceOf = (state: RunState, iteration: number): SpanRelation[] =>
  [...state.tasks.values()]
    .filter(({ key, purpose }) => key.iteration === iteration && purpose === 'check')
    .map(({ key }) => ({ to: taskSpan(state, key) }));

function promotionEnd(state: RunState, { value, timeMs }: Recorded<RunPromotionDecided>): ToldSpan {
  const gates = [...state.gates.values()].filter((gate) => gate.state === 'decided');
  return {
    context: promotionSpan(state),
    parentSpanId: runTrace(state).run.spanId,
    name: 'promotion',
    kind: 'internal',
    startMs: timeMs,
    endMs: timeMs,
    attributes: {
      ...pipelineOf(state),
      ...decisionOf(value.decision),
      'deployment.environment.name': value.to,
      'dome.artifact.name': value.subject.name,
      'dome.artifact.digest': value.subject.digest,
    },
    relations: gates
      .filter(({ iteration }) => iteration === state.iteration)
      .map(({ gate, iteration }) => ({ to: gateSpan(state, gate, iteration) })),
  };
}

const pipelineOf = (state: RunState) => ({
  'cicd.pipeline.name': state.shape.document.name,
  'cicd.pipeline.run.id': state.runId,
});

const decisionOf = ({ decisionId, status, reasonCodes, riskScore, confidence }: Decision) => ({
  'dome.decision.id': decisionId,
  'dome.decision.status': status,
  'dome.decision.reason_codes': reasonCodes,
  'dome.decision.risk_score': riskScore,
  'dome.decision.confidence': confidence,
});
