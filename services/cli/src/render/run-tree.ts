// A run as a tree: a header, its waves with their tasks, its gates, its outcome. Pure: the same run at the same time
// gives the same lines, whether they are redrawn in place or printed once.

import { gateAt, lastDecision, peopleIn, waitingText } from '@dome/runs';
import type { AttemptActivity, GateState, PlanShape, Purpose, RunState } from '@dome/runs';

import { showDuration } from '../durations.ts';
import { cut, harmless, padEnd, widthOf, oneLine } from '../terminal/style.ts';
import { endedAtMs, lastRound, watchedTasks } from '../watch/watched-run.ts';
import type { WatchedRun, WatchedTask } from '../watch/watched-run.ts';
import { PROGRAM, typedLines } from '../typed-command.ts';
import { waitText } from './lock-view.ts';
import { policyText } from './policy-text.ts';
import { resultMark, spinner, taskMark } from './result-mark.ts';
import type { MarkStyle } from './result-mark.ts';

export interface TreeView extends MarkStyle {
  readonly nowMs: number;
  readonly width: number;
  /** Rounds before the last one take one line each. */
  readonly isBrief: boolean;
  /** Who looks, if that is known: the submitter is not told to approve. */
  readonly viewer?: string | undefined;
}

const TITLES: Readonly<Record<Purpose, (wave: number) => string>> = {
  check: (wave) => `WAVE ${wave}`,
  remedy: () => 'REMEDY',
  promote: () => 'PROMOTION',
};
const BAR_WIDTH = 12;
const NARROW = 60;
/** Between what stands left and what stands right. */
const GAP = 2;

export function runTree(run: WatchedRun, view: TreeView): string[] {
  const lines = [headLine(run, view), ...policyLine(run), ...retryLine(run)];
  const last = lastRound(run);
  for (const round of roundsOf(run)) {
    if (round.number !== last && view.isBrief) {
      lines.push(briefRound(round, view));
      continue;
    }
    const title = `ITERATION ${round.number} of at most ${round.state.shape.maxIterations}`;
    if (last > 1) lines.push(`  ${view.paint('bold', title)}`);
    lines.push(...roundLines(round, view));
  }
  return lines.map((line) => cut(line.trimEnd(), view.width));
}

function headLine(run: WatchedRun, view: TreeView): string {
  const { paint, symbols, nowMs } = view;
  const current = watchedTasks(run, lastRound(run));
  const settled = current.filter(({ state }) => state === 'settled').length;
  const full = current.length === 0 ? 0 : Math.round((settled / current.length) * BAR_WIDTH);
  const bar = paint('green', symbols.bar.full.repeat(full)) + paint('gray', symbols.bar.empty.repeat(BAR_WIDTH - full));
  const mark = run.end === undefined ? openMark(run, view) : resultMark(run.end.result, view);
  const { shape, submitted } = run.state ?? {};
  const plan = shape === undefined ? '' : planName(shape);
  const title = shape?.document.title === undefined ? '' : `   ${oneLine(shape.document.title)}`;
  const took = showDuration((run.end?.timeMs ?? nowMs) - (submitted?.timeMs ?? nowMs));
  const name = `${mark} ${paint('bold', run.runId)}`;
  const count = `${settled}/${current.length}`;
  // A narrow terminal drops what can be looked up: first the title, then the bar, then the plan.
  const forms: [left: string, right: string][] = [
    [`${name}   ${plan}${title}`, `${count}  ${bar}  ${took}`],
    [`${name}   ${plan}`, `${count}  ${bar}  ${took}`],
    [`${name}   ${plan}`, `${count}  ${took}`],
    [name, `${count}  ${took}`],
  ];
  const fitting = forms.find(([left, right]) => widthOf(left) + GAP + widthOf(right) <= view.width);
  const [left, right] = fitting ?? [name, count];
  return spread(left, right, view.width);
}

/** Whoever submits brings no law along, and what came along is no law. */
function policyLine({ state }: WatchedRun): string[] {
  if (state?.policy === undefined || state.submitted.value.policyOrigin !== 'submitter') return [];
  const { name, version } = state.policy;
  return [`  policy ${policyText({ name, version, submittedBy: state.submitted.value.submittedBy.user })}`];
}

function retryLine({ state }: WatchedRun): string[] {
  const { retryOf, rehearsal } = state?.submitted.value ?? {};
  return [
    ...(retryOf === undefined ? [] : [`  again of ${retryOf}`]),
    ...(rehearsal === undefined ? [] : ['  a rehearsal: nothing is promoted']),
  ];
}

/** name@version */
export const planName = ({ document }: PlanShape): string => `${document.name}@${document.version}`;

function openMark({ state }: WatchedRun, view: TreeView): string {
  const gates = state === undefined ? [] : [...state.gates.values()];
  const isWaiting = gates.some((gate) => gate.state !== 'decided' && gate.iteration === state?.iteration);
  return isWaiting ? view.paint('yellow', view.symbols.waiting) : spinner(view);
}

interface Round {
  readonly run: WatchedRun;
  readonly state: RunState;
  readonly number: number;
}

function roundsOf(run: WatchedRun): Round[] {
  const { state } = run;
  if (state === undefined) return [];
  return Array.from({ length: lastRound(run) }, (_, before) => ({ run, state, number: before + 1 }));
}

function briefRound({ run, state, number: round }: Round, view: TreeView): string {
  const marks = watchedTasks(run, round)
    .map((task) => taskMark(task, view))
    .join('');
  const judged = [...state.gates.values()].filter(({ iteration }) => iteration === round);
  const verdicts = judged.map((gate) => `${gate.gate} ${lastDecision(gate).status}`);
  return `  ${view.paint('gray', `iteration ${round}`)}  ${marks}  ${view.paint('gray', verdicts.join(', '))}`;
}

function roundLines({ run, state, number: round }: Round, view: TreeView): string[] {
  const tasks = watchedTasks(run, round);
  const names = gateNames(state, round);
  const nameWidth = Math.max(8, ...tasks.map(({ task }) => widthOf(task.key.taskId)), ...names.map(widthOf));
  const skillWidth = Math.max(0, ...tasks.map(({ skill }) => widthOf(skill)));
  const widths = { nameWidth, skillWidth };
  const sections = (purpose: Purpose): string[] => {
    const own = tasks.filter(({ task }) => task.purpose === purpose);
    const waves = [...new Set(own.map(({ task }) => task.wave))].toSorted((a, b) => a - b);
    return waves.flatMap((wave) => [
      `  ${view.paint('gray', TITLES[purpose](wave))}`,
      ...own.filter(({ task }) => task.wave === wave).map((task) => taskLine(task, view, widths)),
    ]);
  };
  const isOpen = round >= state.iteration && run.end === undefined;
  const gates = names.flatMap((name) => {
    const known = gateAt(state, name, round);
    if (known !== undefined) return gateLines(known, view, { nameWidth, run });
    // In a round that is over, a gate that was never reached is not shown.
    return isOpen ? [`  ${view.paint('gray', view.symbols.pending)} ${padEnd(name, nameWidth)}`] : [];
  });
  const shown = gates.length === 0 ? [] : [`  ${view.paint('gray', 'GATES')}`, ...gates];
  return [...sections('check'), ...shown, ...sections('remedy'), ...sections('promote')];
}

function taskLine(task: WatchedTask, view: TreeView, of: { nameWidth: number; skillWidth: number }): string {
  const name = padEnd(task.task.key.taskId, of.nameWidth);
  const skill = view.width < NARROW ? '' : `  ${view.paint('gray', padEnd(task.skill, of.skillWidth))}`;
  const took = tookOf(task, view.nowMs);
  const left = `  ${taskMark(task, view)} ${name}${skill}`;
  const columns = view.width - widthOf(left) - widthOf(took) - 4;
  return spread(`${left}  ${cut(taskDetail(task, view), Math.max(0, columns))}`, view.paint('gray', took), view.width);
}

function tookOf(task: WatchedTask, nowMs: number): string {
  const startedAtMs = task.job?.startedAtMs;
  return startedAtMs === undefined ? '' : showDuration((endedAtMs(task) ?? nowMs) - startedAtMs);
}

function taskDetail({ task, job }: WatchedTask, { nowMs }: { nowMs: number }): string {
  const attempt = job?.attempt;
  const again = attempt !== undefined && attempt.number > 1 ? `attempt ${attempt.number}` : '';
  switch (task.state) {
    case 'pending':
      return '';
    case 'dispatched':
      if (job?.waitsFor !== undefined) return waitText(job.waitsFor, nowMs);
      return attempt === undefined ? 'queued' : attemptText(attempt, { again, nowMs });
    case 'settled': {
      const { summary, problem } = task.settled.value;
      const what = summary ?? (problem === undefined ? '' : `${problem.code} ${problem.detail}`);
      return [firstLine(what), again].filter((part) => part !== '').join(' · ');
    }
  }
}

function attemptText(attempt: AttemptActivity, { again, nowMs }: { again: string; nowMs: number }): string {
  if (attempt.state === 'retrying') {
    const { number, nextAttemptAtMs, problem } = attempt;
    return `attempt ${number + 1} in ${showDuration(nextAttemptAtMs - nowMs)} · ${firstLine(problem.detail)}`;
  }
  const { progress } = attempt;
  return [again, progress === undefined ? '' : progressText(progress)].filter((part) => part !== '').join(' · ');
}

function progressText({ value, text }: { value: number; text?: string }): string {
  return `${Math.round(value * 100)}%${text === undefined ? '' : `  ${firstLine(text)}`}`;
}

/** Those of the plan, and the one in which an environment has asked its people. */
const gateNames = ({ shape, gates }: RunState, round: number): string[] => [
  ...new Set([...shape.gates, ...[...gates.values()].filter((one) => one.iteration === round).map(({ gate }) => gate)]),
];

/** What to type at a gate that waits; the vote of the submitter would not count. */
export function gateCommand(state: RunState | undefined, gate: string, viewer: string | undefined): string[] {
  const isOwn = viewer !== undefined && state?.submitted.value.submittedBy.user === viewer;
  return ['gate', isOwn ? 'get' : 'approve', `${state?.runId ?? ''}/${gate}`];
}

/** The vote has lines of its own: a command that is to be typed must not be cut at the terminal's edge. */
function gateLines(gate: GateState, view: TreeView, of: { nameWidth: number; run: WatchedRun }): string[] {
  const { paint, symbols } = view;
  const name = padEnd(gate.gate, of.nameWidth);
  const { end, state } = of.run;
  if (gate.state !== 'decided' && (end !== undefined || state?.cancel !== undefined)) {
    return [`  ${paint('gray', symbols.cancellation)} ${name}  not decided`];
  }
  if (gate.state !== 'decided') {
    if (gate.state !== 'waiting') return [`  ${paint('yellow', symbols.waiting)} ${name}  waiting`];
    const waited = showDuration(view.nowMs - gate.requested.timeMs);
    return [
      `  ${paint('yellow', symbols.waiting)} ${name}  waiting ${waited}${peopleIn(gate.requested.value.required) === 1 ? ' for ' : ', '}${waitingText(gate)}`,
      ...typedLines([PROGRAM, ...gateCommand(state, gate.gate, view.viewer)], {
        indent: of.nameWidth + 6,
        width: view.width,
      }).map((line) => paint('gray', line)),
    ];
  }
  const decision = gate.final.value;
  const isApproved = decision.status === 'APPROVE';
  const mark = isApproved ? paint('green', symbols.success) : paint('red', symbols.failure);
  const codes = decision.reasonCodes.length === 0 ? '' : `  ${decision.reasonCodes.join(', ')}`;
  const people = decision.decidedBy.people ?? [];
  const by = people.length === 0 ? '' : `  by ${people.map(harmless).join(', ')}`;
  return [`  ${mark} ${name}  ${decision.status}${codes}${by}  ${paint('gray', `risk ${decision.riskScore}`)}`];
}

/** Aligns the two texts left and right on one line. */
function spread(left: string, right: string, width: number): string {
  if (right === '') return left;
  const gap = Math.min(width, 120) - widthOf(left) - widthOf(right);
  return gap < GAP ? `${left}  ${right}` : left + ' '.repeat(gap) + right;
}

/** The first line of text that may be Markdown, without its markup. */
export function firstLine(text = ''): string {
  const [line = ''] = harmless(text).trim().split('\n');
  return line.replace(/^(#+|[-*])\s+/, '').replaceAll(/\*\*|`/g, '');
}
