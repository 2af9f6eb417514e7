// A run as a tree: a head, its waves with their tasks, its gates, what it came to. Pure: the same run at the same time gives
// the same lines, whether they are redrawn in place or printed once.

import { showDuration } from '../durations.ts';
import { cut, harmless, padEnd, widthOf } from '../terminal/style.ts';
import type { GateModel, Purpose, RunModel, TaskModel } from '../watch/run-model.ts';
import { PROGRAM } from '../typed-command.ts';
import { resultMark, spinner, taskMark } from './result-mark.ts';
import type { Look } from './result-mark.ts';

export interface TreeView extends Look {
  readonly nowMs: number;
  readonly width: number;
  /** Rounds before the last one take one line each. */
  readonly isBrief: boolean;
}

const TITLES: Readonly<Record<Purpose, (wave: number) => string>> = {
  check: (wave) => `WAVE ${wave}`,
  remedy: () => 'REMEDY',
  promote: () => 'PROMOTION',
};
const BAR_WIDTH = 12;
const NARROW = 60;

export function runTree(run: RunModel, view: TreeView): string[] {
  const rounds = [...new Set(run.tasks.map(({ iteration }) => iteration))].toSorted((a, b) => a - b);
  const last = Math.max(1, run.iteration);
  const lines = [headLine(run, view)];
  for (const round of rounds) {
    const isLast = round === last;
    if (!isLast && view.isBrief) {
      lines.push(briefRound(run, round, view));
      continue;
    }
    if (rounds.length > 1) lines.push(`  ${view.paint('bold', `ITERATION ${round} of at most ${run.maxIterations}`)}`);
    lines.push(...roundLines(run, round, view));
  }
  return lines.map((line) => cut(line.trimEnd(), view.width));
}

function headLine(run: RunModel, view: TreeView): string {
  const { paint, symbols, nowMs } = view;
  const current = run.tasks.filter(({ iteration }) => iteration === Math.max(1, run.iteration));
  const settled = current.filter(({ state }) => state === 'settled').length;
  const full = current.length === 0 ? 0 : Math.round((settled / current.length) * BAR_WIDTH);
  const bar = paint('green', symbols.bar.full.repeat(full)) + paint('gray', symbols.bar.empty.repeat(BAR_WIDTH - full));
  const mark = run.result === undefined ? openMark(run, view) : resultMark(run.result, view);
  const title = run.title === undefined ? '' : `   ${harmless(run.title)}`;
  const took = showDuration((run.finishedAtMs ?? nowMs) - (run.submittedAtMs ?? nowMs));
  const left = `${mark} ${paint('bold', run.runId)}   ${run.plan}${title}`;
  return spread(left, `${settled}/${current.length}  ${bar}  ${took}`, view.width);
}

function openMark(run: RunModel, view: TreeView): string {
  const isWaiting = run.gates.some(({ state, iteration }) => state === 'waiting' && iteration === run.iteration);
  return isWaiting ? view.paint('yellow', view.symbols.waiting) : spinner(view);
}

function briefRound(run: RunModel, round: number, view: TreeView): string {
  const tasks = run.tasks.filter(({ iteration }) => iteration === round);
  const marks = tasks.map((task) => taskMark(task, view)).join('');
  const verdicts = run.gates
    .filter(({ iteration, decision }) => iteration === round && decision !== undefined)
    .map(({ gate, decision }) => `${gate} ${decision?.status ?? ''}`);
  return `  ${view.paint('gray', `iteration ${round}`)}  ${marks}  ${view.paint('gray', verdicts.join(', '))}`;
}

function roundLines(run: RunModel, round: number, view: TreeView): string[] {
  const tasks = run.tasks.filter(({ iteration }) => iteration === round);
  const nameWidth = Math.max(8, ...tasks.map(({ taskId }) => widthOf(taskId)), ...run.gateNames.map(widthOf));
  const skillWidth = Math.max(0, ...tasks.map(({ skill }) => widthOf(skill)));
  const widths = { nameWidth, skillWidth };
  const sections = (purpose: Purpose): string[] => {
    const own = tasks.filter((task) => task.purpose === purpose);
    const waves = [...new Set(own.map(({ wave }) => wave))].toSorted((a, b) => a - b);
    return waves.flatMap((wave) => [
      `  ${view.paint('gray', TITLES[purpose](wave))}`,
      ...own.filter((task) => task.wave === wave).map((task) => taskLine(task, view, widths)),
    ]);
  };
  const isOpen = round >= run.iteration && run.result === undefined;
  const gates = run.gateNames.flatMap((gate) => {
    const known = run.gates.find((one) => one.gate === gate && one.iteration === round);
    // A gate that a round which is over never reached says nothing.
    if (known === undefined && !isOpen) return [];
    return gateLines(known ?? { gate, iteration: round, state: 'pending' }, view, { nameWidth, runId: run.runId });
  });
  const shown = gates.length === 0 ? [] : [`  ${view.paint('gray', 'GATES')}`, ...gates];
  return [...sections('check'), ...shown, ...sections('remedy'), ...sections('promote')];
}

function taskLine(task: TaskModel, view: TreeView, of: { nameWidth: number; skillWidth: number }): string {
  const name = padEnd(task.taskId, of.nameWidth);
  const skill = view.width < NARROW ? '' : `  ${view.paint('gray', padEnd(task.skill, of.skillWidth))}`;
  const took = tookOf(task, view.nowMs);
  const left = `  ${taskMark(task, view)} ${name}${skill}`;
  const room = view.width - widthOf(left) - widthOf(took) - 4;
  return spread(`${left}  ${cut(taskDetail(task, view), Math.max(0, room))}`, view.paint('gray', took), view.width);
}

function tookOf({ startedAtMs, endedAtMs, state }: TaskModel, nowMs: number): string {
  if (startedAtMs === undefined) return '';
  if (state === 'settled' && endedAtMs === undefined) return '';
  return showDuration((endedAtMs ?? nowMs) - startedAtMs);
}

export function taskDetail(task: TaskModel, { nowMs }: { nowMs: number }): string {
  const { state, problem, summary, progress, attempt = 1, nextAttemptAtMs } = task;
  const again = attempt > 1 ? `attempt ${attempt}` : '';
  switch (state) {
    case 'pending':
      return '';
    case 'dispatched':
      return 'queued';
    case 'running':
      return [again, progress === undefined ? '' : progressText(progress)].filter((part) => part !== '').join(' · ');
    case 'retrying': {
      const wait = nextAttemptAtMs === undefined ? '' : ` in ${showDuration(nextAttemptAtMs - nowMs)}`;
      return `attempt ${attempt + 1}${wait} · ${firstLine(problem?.detail)}`;
    }
    case 'settled': {
      const what = summary ?? (problem === undefined ? '' : `${problem.code} ${problem.detail}`);
      return [firstLine(what), again].filter((part) => part !== '').join(' · ');
    }
  }
}

function progressText({ value, text }: { value: number; text?: string }): string {
  return `${Math.round(value * 100)}%${text === undefined ? '' : `  ${firstLine(text)}`}`;
}

/** The vote has a line of its own: what is to be typed must not be cut where the terminal ends. */
function gateLines(gate: GateModel, view: TreeView, of: { nameWidth: number; runId: string }): string[] {
  const { paint, symbols } = view;
  const name = padEnd(gate.gate, of.nameWidth);
  if (gate.state === 'waiting') {
    const role = gate.role === undefined ? '' : ` for ${gate.role}`;
    const waited = gate.requestedAtMs === undefined ? '' : ` ${showDuration(view.nowMs - gate.requestedAtMs)}`;
    return [
      `  ${paint('yellow', symbols.waiting)} ${name}  waiting${waited}${role}`,
      `    ${' '.repeat(of.nameWidth)}  ${paint('gray', `${PROGRAM} gate approve ${of.runId}/${gate.gate}`)}`,
    ];
  }
  const { decision } = gate;
  if (decision === undefined) return [`  ${paint('gray', symbols.pending)} ${name}`];
  const isApproved = decision.status === 'APPROVE';
  const mark = isApproved ? paint('green', symbols.success) : paint('red', symbols.failure);
  const codes = decision.reasonCodes.length === 0 ? '' : `  ${decision.reasonCodes.join(', ')}`;
  const people = decision.decidedBy.people ?? [];
  const by = people.length === 0 ? '' : `  by ${people.map(harmless).join(', ')}`;
  return [`  ${mark} ${name}  ${decision.status}${codes}${by}  ${paint('gray', `risk ${decision.riskScore}`)}`];
}

/** Left and right on one line of the terminal. */
function spread(left: string, right: string, width: number): string {
  if (right === '') return left;
  const gap = Math.min(width, 120) - widthOf(left) - widthOf(right);
  return gap < 2 ? `${left}  ${right}` : left + ' '.repeat(gap) + right;
}

/** The first line of what may be Markdown, without its marks. */
export function firstLine(text = ''): string {
  const [line = ''] = harmless(text).trim().split('\n');
  return line.replace(/^(#+|[-*])\s+/, '').replaceAll(/\*\*|`/g, '');
}
