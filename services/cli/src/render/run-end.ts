// What a run came to, in a few lines, and the command that comes next.

import { showDuration } from '../durations.ts';
import type { RunResult } from '../exit-codes.ts';
import { harmless } from '../terminal/style.ts';
import { PROGRAM } from '../typed-command.ts';
import { isRejected } from '../watch/run-model.ts';
import type { RunModel } from '../watch/run-model.ts';
import { resultMark } from './result-mark.ts';
import type { Look } from './result-mark.ts';
import { firstLine } from './run-tree.ts';

const WORDS: Readonly<Record<RunResult, string>> = {
  success: 'succeeded',
  skip: 'was skipped',
  failure: 'failed',
  error: 'broke',
  timeout: 'timed out',
  cancellation: 'was canceled',
};

export function runEnd(run: RunModel, look: Look): string[] {
  if (run.result === undefined) return [];
  const took = (run.finishedAtMs ?? 0) - (run.submittedAtMs ?? 0);
  const word = isRejected(run) && run.result === 'failure' ? 'was rejected' : WORDS[run.result];
  const reason = run.reason === undefined ? '' : `   ${harmless(run.reason)}`;
  const lines = [
    `${resultMark(run.result, look)} ${look.paint('bold', run.runId)} ${word} in ${showDuration(took)}${reason}`,
  ];
  if (run.promotion?.isDone === true) {
    const { name, digest, to } = run.promotion;
    lines.push(`  promoted   ${harmless(name)}  ${shortDigest(digest)} to ${to}${approvers(run)}`);
  }
  const failed = run.tasks.filter(
    ({ iteration, result }) =>
      iteration === run.iteration && result !== undefined && !['success', 'skip'].includes(result),
  );
  for (const { taskId, problem, summary } of failed) {
    lines.push(`  ${taskId}: ${firstLine(summary ?? problem?.detail)}`);
  }
  const [first] = failed;
  if (first !== undefined) {
    lines.push(`  ${look.paint('gray', 'See the log')}     ${PROGRAM} run logs ${run.runId} --task ${first.taskId}`);
  }
  return lines;
}

function approvers(run: RunModel): string {
  const people = new Set(run.gates.flatMap(({ decision }) => decision?.decidedBy.people ?? []));
  return people.size === 0 ? '' : `   approved by ${[...people].map(harmless).join(', ')}`;
}

/** Enough of a digest to tell two apart; the whole one is in the data. */
export function shortDigest(digest: string): string {
  return `${digest.slice(0, 'sha256:'.length + 8)}…${digest.slice(-3)}`;
}
