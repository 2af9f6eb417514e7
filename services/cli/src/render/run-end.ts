// The outcome of a run in a few lines, and the command to type next.

import { shortDigest } from '@dome/contracts';
import { isGood, isSettled, lastDecision } from '@dome/runs';

import { showDuration } from '../durations.ts';
import type { RunResult } from '../exit-codes.ts';
import { harmless, oneLine } from '../terminal/style.ts';
import { PROGRAM } from '../typed-command.ts';
import { isRejected, lastRound, watchedTasks } from '../watch/watched-run.ts';
import type { WatchedRun } from '../watch/watched-run.ts';
import { resultMark } from './result-mark.ts';
import type { MarkStyle } from './result-mark.ts';
import { firstLine } from './run-tree.ts';

const WORDS: Readonly<Record<RunResult, string>> = {
  success: 'succeeded',
  skip: 'was skipped',
  failure: 'failed',
  error: 'broke',
  timeout: 'timed out',
  cancellation: 'was canceled',
};

export function runEnd(run: WatchedRun, style: MarkStyle): string[] {
  const { end, state } = run;
  if (end === undefined) return [];
  const word = isRejected(run) && end.result === 'failure' ? 'was rejected' : WORDS[end.result];
  const took = state === undefined ? '' : ` in ${showDuration(end.timeMs - state.submitted.timeMs)}`;
  const reason = end.reason === undefined ? '' : `   ${oneLine(end.reason)}`;
  const lines = [`${resultMark(end.result, style)} ${style.paint('bold', run.runId)} ${word}${took}${reason}`];
  for (const { name, digest, to } of state?.finished?.value.promoted ?? []) {
    lines.push(`  promoted   ${oneLine(name)}  ${shortDigest(digest)} to ${to}${approvers(run)}`);
  }
  const ends = watchedTasks(run, lastRound(run))
    .map(({ task }) => task)
    .filter(isSettled);
  const failed = ends.map(({ settled }) => settled.value).filter(({ result }) => !isGood(result));
  for (const { taskId, problem, summary } of failed) {
    lines.push(`  ${taskId}: ${firstLine(summary ?? problem?.detail)}`);
  }
  const [first] = failed;
  if (first !== undefined) {
    lines.push(`  ${style.paint('gray', 'See the log')}     ${PROGRAM} run logs ${run.runId} --task ${first.taskId}`);
    lines.push(`  ${style.paint('gray', 'See the task')}    ${PROGRAM} run get ${run.runId}/${first.taskId}`);
    lines.push(`  ${style.paint('gray', 'Run it again')}    ${PROGRAM} run retry ${run.runId} --watch`);
  }
  return lines;
}

function approvers({ state }: WatchedRun): string {
  const decisions = [...(state?.gates.values() ?? [])].map(lastDecision);
  const people = new Set(decisions.flatMap(({ decidedBy }) => decidedBy.people ?? []));
  return people.size === 0 ? '' : `   approved by ${[...people].map(harmless).join(', ')}`;
}
