import type { RunSummary } from '@dome/contracts';

import { showAge, showDuration } from '../durations.ts';
import { harmless } from '../terminal/style.ts';
import type { MarkStyle } from './result-mark.ts';
import { table } from './columns.ts';
import { resultMark } from './result-mark.ts';

export interface RunTableLook extends Omit<MarkStyle, 'tick'> {
  readonly nowMs: number;
  readonly width: number;
}

const HEAD = ['RUN', 'PLAN', 'RESULT', 'TASKS', 'DURATION', 'AGE', 'SUBMITTED BY', 'WAITING FOR'];

export function runTable(runs: readonly RunSummary[], look: RunTableLook): string {
  const rows = runs.map((run) => {
    const submitted = Date.parse(run.submittedAt);
    const ended = run.finishedAt === undefined ? look.nowMs : Date.parse(run.finishedAt);
    return [
      run.runId,
      run.rehearsal === true ? `${run.plan} (rehearsal)` : run.plan,
      resultOf(run, look),
      `${run.tasksSettled}/${run.tasksTotal}`,
      showDuration(ended - submitted),
      showAge(look.nowMs - submitted),
      harmless(run.submittedBy),
      run.waitingFor === undefined ? '-' : harmless(run.waitingFor),
    ];
  });
  return table({ head: HEAD, rows, spare: ['SUBMITTED BY', 'DURATION', 'PLAN'], width: look.width, lastWidthMin: 12 });
}

function resultOf({ state, result }: RunSummary, { symbols, paint }: RunTableLook): string {
  if (result !== undefined) return `${resultMark(result, { symbols, paint, tick: 0 })} ${result}`;
  return state === 'waiting'
    ? paint('yellow', `${symbols.waiting} ${state}`)
    : paint('cyan', `${symbols.running[0]} ${state}`);
}
