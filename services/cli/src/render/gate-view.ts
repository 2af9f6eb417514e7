// What somebody needs to decide a gate without having seen the plan: what is asked and why, what happens then, on which rules
// and results it rests, who has voted; the digests come last. A vote is bound to the digest of the evidence.
import { shortDigest, showSize } from '@dome/contracts';
import type { GateDetail, GatePromotion, GateVerdict } from '@dome/contracts';
import { asksText, hasText, viewerText } from '@dome/runs';

import { showAge, showDuration } from '../durations.ts';
import type { GateStory } from '../inspect/gate-story.ts';
import { oneLine } from '../terminal/style.ts';
import { factLines, wrapText } from '../terminal/wrap.ts';
import { columns } from './columns.ts';
import { besideLines, changeLines, ruleLines, taskLines } from './gate-evidence.ts';
import { gateWidth } from './gate-look.ts';
import type { GateLook } from './gate-look.ts';
import { voteLines } from './gate-people.ts';
import { policyText } from './policy-text.ts';
import { valueLines } from './value-text.ts';

/** Of the inputs, unless everything is shown. */
const INPUT_LINES = 12;

export function gateText(story: GateStory, look: GateLook): string {
  const { detail } = story;
  const { paint } = look.sink;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint('gray', title), ...lines];
  const lines = [
    ...headLines(detail, look),
    ...factLines(factsOf(detail, look.nowMs), { indent: 2, width: gateWidth(look) }),
    ...section('RULES', ruleLines(story, look)),
    ...section('OTHER GATES', besideLines(story, look)),
    ...section('TASKS', taskLines(story, look)),
    ...section(`ITERATION ${detail.before?.iteration ?? ''}, AND WHAT HAS CHANGED SINCE`, changeLines(story, look)),
    ...section('VOTES', voteLines(story, look)),
    ...section('INPUTS', inputLines(detail, look)),
    ...section('DIGESTS', digestLines(detail, look)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function headLines(detail: GateDetail, look: GateLook): string[] {
  const {
    sink: { paint },
    symbols,
  } = look;
  const { runId, gate, iteration, title, state, run, decision } = detail;
  const mark = {
    pending: paint('gray', symbols.pending),
    waiting: paint('yellow', symbols.waiting),
    abandoned: paint('gray', symbols.cancellation),
    decided: decision?.status === 'APPROVE' ? paint('green', symbols.success) : paint('red', symbols.failure),
  }[state];
  const said = {
    pending: 'not reached yet',
    waiting: 'waits for people',
    abandoned: 'was never decided',
    decided: decision?.status ?? '',
  }[state];
  const round = run.maxIterations === 1 ? '' : `, iteration ${iteration} of at most ${run.maxIterations}`;
  return [
    ...wrapText(`${mark} ${paint('bold', `${runId}/${gate}`)} ${said}${round}`, gateWidth(look)),
    ...(title === undefined ? [] : [`  ${paint('bold', oneLine(title))}`]),
  ];
}

function factsOf(detail: GateDetail, nowMs: number): (readonly [string, string])[] {
  const { run, promotion, decision, asking, state, policy } = detail;
  const { plan, submittedBy, submittedAt, labels } = run;
  const ago = (at: string): string => `${showAge(nowMs - Date.parse(at))} ago`;
  const title = plan.title === undefined ? '' : `, ${oneLine(plan.title)}`;
  const named = Object.entries(labels).map(([name, value]) => `${oneLine(name)}=${oneLine(value)}`);
  const isAsked = asking !== undefined && state === 'waiting';
  const safe = (text: string | undefined): string | undefined => (text === undefined ? undefined : oneLine(text));
  const facts: [string, string | undefined][] = [
    ['plan', `${plan.name}@${plan.version}${title}`],
    ['for', plan.description === undefined ? undefined : oneLine(plan.description)],
    ['submitted', `by ${oneLine(submittedBy.user)}, ${ago(submittedAt)}`],
    ['labels', named.length === 0 ? undefined : named.join('  ')],
    ['promotes', promotion === undefined ? 'nothing' : promotesText(promotion)],
    ['replaces', promotion === undefined ? undefined : replacesText(promotion, ago)],
    ['says', decision === undefined ? undefined : saysText(decision)],
    [
      'notes',
      decision === undefined || decision.notes.length === 0 ? undefined : decision.notes.map(oneLine).join('\n'),
    ],
    ['asks', isAsked ? oneLine(asksText(asking, { nowMs, spanText: showDuration })) : undefined],
    ['has', isAsked ? safe(hasText(asking)) : undefined],
    ['you', state === 'waiting' ? oneLine(viewerText(detail)) : undefined],
    ['policy', policy === undefined ? undefined : policyText(policy)],
  ];
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

/** `app.tgz (3 B) from build to staging, Staging` */
function promotesText({ artifact, subject, missing, from, to, environmentTitle, state, task }: GatePromotion): string {
  // Most titles are the name, written large.
  const isTold = environmentTitle !== undefined && environmentTitle.toLowerCase() !== to;
  const place = `from ${from} to ${to}${isTold ? `, ${oneLine(environmentTitle)}` : ''}`;
  const what = `${oneLine(artifact)} of ${task}${subject === undefined ? '' : ` (${showSize(subject.size)})`}`;
  const ends = {
    undecided: missing === undefined ? '' : `; not yet: ${oneLine(missing)}`,
    allowed: '; allowed, and under way',
    refused: '; refused',
    done: '; done',
  }[state];
  return `${what} ${place}${ends}`;
}

function replacesText(
  { replaces, subject, state, to }: GatePromotion,
  ago: (at: string) => string,
): string | undefined {
  if (replaces === undefined) return state === 'undecided' ? `nothing: none of that name stands in ${to}` : undefined;
  const { runId, since, decidedBy, digest } = replaces;
  const by = decidedBy.length === 0 ? '' : `, approved by ${decidedBy.map(oneLine).join(', ')}`;
  const same = subject?.digest === digest ? 'the same file, ' : '';
  return `${same}that of ${runId}, there since ${ago(since)}${by}`;
}

/** The verdict, and a line for each reason. */
function saysText({ status, reasonCodes, reasons, riskScore, confidence, decidedBy }: GateVerdict): string {
  const by = decidedBy.people === undefined ? '' : ` by ${decidedBy.people.map(oneLine).join(', ')}`;
  const words = new Map(reasons.map(({ code, says }) => [code, says]));
  const whys = reasonCodes.map((code) => [code, words.get(code)].filter((word) => word !== undefined).join(': '));
  return [`${status}${by}; risk ${riskScore} of 100, confidence ${confidence}`, ...whys].join('\n');
}

function inputLines({ run }: GateDetail, { isFull, sink: { paint } }: GateLook): string[] {
  const { inputs, inputsBytes } = run;
  if (inputs === undefined) return [`  ${showSize(inputsBytes ?? 0)}, which is too much to be shown here`];
  if (Object.keys(inputs).length === 0) return [];
  const lines = valueLines(inputs);
  if (isFull || lines.length <= INPUT_LINES + 1) return lines;
  return [
    ...lines.slice(0, INPUT_LINES),
    paint('gray', `  … ${lines.length - INPUT_LINES} more lines; --full shows them`),
  ];
}

/** The one that a vote names is whole; the others have an end that tells them apart, or are whole if everything is. */
function digestLines(detail: GateDetail, look: GateLook): string[] {
  const { decision, promotion, policy, run, tasks, sequence } = detail;
  const short = (digest: string): string => (look.isFull ? digest : shortDigest(digest));
  const rows: [string, string | undefined][] = [
    ['artifact', promotion?.subject === undefined ? undefined : short(promotion.subject.digest)],
    ['replaces', promotion?.replaces === undefined ? undefined : short(promotion.replaces.digest)],
    ['plan', short(run.plan.digest)],
    ['policy', policy === undefined ? undefined : short(policy.digest)],
    ['inputs', decision === undefined ? undefined : short(decision.inputsDigest)],
    ['access', decision === undefined ? undefined : short(decision.accessDigest)],
    ['law', decision?.lawSequence === undefined ? undefined : `as of change #${decision.lawSequence}`],
    ['decision', decision === undefined ? undefined : `${short(decision.decisionId)}  event #${decision.sequence}`],
    ['read', `up to event #${sequence}`],
  ];
  const evidence = look.isFull
    ? tasks.flatMap(({ taskId, evidence: one }) =>
        one === undefined ? [] : [[`  ${taskId}`, `${one.stream}:${one.sequence}  ${one.digest}`]],
      )
    : [];
  const text = columns(
    [],
    [...rows.flatMap(([name, value]) => (value === undefined ? [] : [[`  ${name}`, value]])), ...evidence],
  );
  return [
    ...text.trimEnd().split('\n'),
    ...(decision === undefined ? [] : ['  evidence, which a vote is bound to:', `  ${decision.evidenceDigest}`]),
  ];
}
