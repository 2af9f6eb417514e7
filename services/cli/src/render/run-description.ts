// A run in full: who submitted what, under which rules, what ran when, what was decided, what was left.
import { shortDigest, showSize } from '@dome/contracts';
import { lastDecision } from '@dome/runs';
import type { RunState } from '@dome/runs';

import { showDuration } from '../durations.ts';
import { artifactsOf } from '../inspect/made-artifacts.ts';
import type { TaskRecord } from '@dome/runs';
import type { Sink } from '../terminal/io.ts';
import { harmless, oneLine } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { columns } from './columns.ts';
import { resultMark } from './result-mark.ts';
import { valueLines } from './value-text.ts';

export interface DescriptionLook {
  readonly sink: Pick<Sink, 'paint' | 'columns'>;
  readonly symbols: Symbols;
  readonly nowMs: number;
}

const INDENT = '  ';

export function runDescription(state: RunState, tasks: readonly TaskRecord[], look: DescriptionLook): string {
  const { paint, columns: width } = look.sink;
  const section = (title: string, body: string): string => (body === '' ? '' : `\n${paint('gray', title)}\n${body}`);
  const table = (head: string[], rows: string[][]): string =>
    rows.length === 0 ? '' : columns(head, rows, width - INDENT.length).replaceAll(/^(?=.)/gm, INDENT);
  const { inputs, labels } = state.submitted.value;
  return [
    headLine(state, look),
    table([], factsOf(state, look.nowMs)),
    section(
      'LABELS',
      table(
        [],
        Object.entries(labels).map(([name, value]) => [harmless(name), harmless(value)]),
      ),
    ),
    section('INPUTS', Object.keys(inputs).length === 0 ? '' : `${valueLines(inputs).join('\n')}\n`),
    section('PLAN LOCK', table([], lockRows(state))),
    section(
      'TASKS',
      table(
        TASK_HEAD,
        tasks.map((task) => taskRow(task, look)),
      ),
    ),
    section('DECISIONS', table(DECISION_HEAD, decisionRows(state))),
    section('ARTIFACTS', table([], artifactRows(state))),
  ].join('');
}

function headLine({ runId, shape, finished }: RunState, { sink: { paint }, symbols }: DescriptionLook): string {
  const { name, version, title } = shape.document;
  const result = finished?.value.result;
  const mark = result === undefined ? paint('gray', symbols.pending) : resultMark(result, { symbols, paint, tick: 0 });
  const of = title === undefined ? '' : `   ${oneLine(title)}`;
  return `${mark} ${paint('bold', runId)}   ${name}@${version}${of}   ${result ?? 'open'}\n`;
}

function factsOf(state: RunState, nowMs: number): string[][] {
  const { submitted, finished, workspace, iteration, shape, policy, promotion, denied } = state;
  const { submittedBy, policyOrigin, policyDigest, planDigest, lawSequence, environmentDigest, retryOf, rehearsal } =
    submitted.value;
  const by = `${harmless(submittedBy.user)} (${submittedBy.account}${submittedBy.attested ? ', attested by the broker' : ''})`;
  const decided = promotion ?? denied;
  const facts: [string, string | undefined][] = [
    ['submitted', `${timeText(submitted.timeMs)} by ${by}`],
    ['ended', finished === undefined ? undefined : timeText(finished.timeMs)],
    ['took', showDuration((finished?.timeMs ?? nowMs) - submitted.timeMs)],
    ['because', finished?.value.reason === undefined ? undefined : harmless(finished.value.reason)],
    ['repeats', retryOf],
    ['rehearses', rehearsal === undefined ? undefined : `with ${rehearsal.name}, promotes nothing`],
    ['iteration', `${iteration} of at most ${shape.maxIterations}`],
    ['plan', planDigest],
    [
      'policy',
      policy === undefined
        ? undefined
        : `${policy.name}@${policy.version} ${originText(policyOrigin)}  ${policyDigest ?? ''}`,
    ],
    ['law', lawSequence === undefined ? undefined : `as of change #${lawSequence}`],
    ['environment', environmentDigest],
    ['submitted tree', treeText(submitted.value.workspace)],
    ['current tree', workspace?.digest === submitted.value.workspace?.digest ? undefined : treeText(workspace)],
    ['promotion', decided === undefined ? undefined : promotionText(decided.value)],
    ['events', `to #${state.last.sequence}`],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

const timeText = (ms: number): string => new Date(ms).toISOString();

const originText = (origin: 'law' | 'submitter' | undefined): string =>
  origin === 'law' ? 'of the law' : 'sent along with the plan';

const treeText = (tree: RunState['workspace']): string | undefined =>
  tree === undefined ? undefined : `${tree.digest}  ${showSize(tree.size)}`;

function promotionText({ subject, from, to, decision }: NonNullable<RunState['promotion']>['value']): string {
  return `${harmless(subject.name)} from ${from} to ${to}: ${decision.status}  ${subject.digest}`;
}

const lockRows = ({ lock }: RunState): string[][] =>
  [...lock.values()].map(({ taskId, skill, version, pool, purpose, descriptorDigest }) => [
    taskId,
    `${skill}@${version}`,
    purpose,
    `pool ${pool}`,
    shortDigest(descriptorDigest),
  ]);

const TASK_HEAD = ['TASK', 'RESULT', 'ATTEMPTS', 'WAITED', 'RAN', 'STARTED', 'DAEMON'];

function taskRow(task: TaskRecord, { sink: { paint }, symbols }: DescriptionLook): string[] {
  const { taskId, iteration, result, timings, attempts, state } = task;
  const mark = result === undefined ? '' : `${resultMark(result, { symbols, paint, tick: 0 })} `;
  const last = attempts.at(-1);
  return [
    `${taskId}/${iteration}`,
    `${mark}${result ?? state}`,
    String(attempts.length),
    timings === undefined ? '-' : showDuration(timings.queuedMs),
    timings === undefined ? '-' : showDuration(timings.executionMs),
    last?.startedAt ?? '-',
    last?.daemon ?? '-',
  ];
}

const DECISION_HEAD = ['GATE', 'DECISION', 'REASONS', 'RISK', 'BY', 'EVIDENCE'];

function decisionRows({ gates, promotion, denied }: RunState): string[][] {
  const last = [...gates.values()].map(lastDecision);
  const decided = (promotion ?? denied)?.value.decision;
  return [...last, ...(decided === undefined ? [] : [decided])].map((decision) => [
    `${decision.gate}/${decision.iteration}`,
    decision.status,
    decision.reasonCodes.join(', ') || '-',
    String(decision.riskScore),
    decision.decidedBy.people?.map(harmless).join(', ') ?? decision.decidedBy.kind,
    shortDigest(decision.evidenceDigest),
  ]);
}

const artifactRows = (state: RunState): string[][] =>
  artifactsOf(state, [...state.tasks.values()]).map(({ taskId, iteration, name, size, digest }) => [
    `${taskId}/${iteration}/${harmless(name)}`,
    showSize(size),
    digest,
  ]);
