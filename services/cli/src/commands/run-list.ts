import type { RunListRequest } from '@dome/contracts';

import type { Context } from '../context.ts';
import { showAge, showDuration } from '../durations.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../render/columns.ts';
import { resultMark } from '../render/result-mark.ts';
import { harmless } from '../terminal/style.ts';
import { typedCommand } from '../typed-command.ts';

type RunSummary = Awaited<
  ReturnType<Awaited<ReturnType<Context['connect']>>['client']['runs']['list']>
>['runs'][number];

export async function runList(context: Context, request: RunListRequest): Promise<number> {
  await using connection = await context.connect();
  const { runs, next } = await connection.client.runs.list(request);
  context.show({ value: { runs, next }, items: runs, text: () => listText(context, runs) });
  if (next !== undefined && context.globals.output === 'table') {
    context.note(`More:    ${typedCommand(context.globals, ['run', 'list', ...flagsOf(request), '--after', next])}`);
  }
  return EXIT.success;
}

/** The filters of the list also apply to its next page. */
function flagsOf({ plan, state, limit }: RunListRequest): string[] {
  const given = Object.entries({ '--plan': plan, '--state': state, '--limit': limit });
  return given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
}

function listText(context: Context, runs: readonly RunSummary[]): string {
  const { io } = context;
  if (runs.length === 0) return 'No runs.\n';
  const head = ['RUN', 'PLAN', 'RESULT', 'TASKS', 'DURATION', 'AGE', 'SUBMITTED BY', 'WAITING FOR'];
  const rows = runs.map((run) => {
    const submitted = Date.parse(run.submittedAt);
    const ended = run.finishedAt === undefined ? io.now() : Date.parse(run.finishedAt);
    const tasks = `${run.tasksSettled}/${run.tasksTotal}`;
    const waiting = run.waitingFor === undefined ? '-' : harmless(run.waitingFor);
    const by = harmless(run.submittedBy);
    return [
      run.runId,
      run.plan,
      resultOf(context, run),
      tasks,
      showDuration(ended - submitted),
      showAge(io.now() - submitted),
      by,
      waiting,
    ];
  });
  const spare = ['SUBMITTED BY', 'DURATION', 'PLAN'];
  return table({ head, rows, spare, width: io.out.columns, lastWidthMin: 12 });
}

function resultOf({ io, symbols }: Context, { state, result }: RunSummary): string {
  const look = { symbols, paint: io.out.paint, tick: 0 };
  if (result !== undefined) return `${resultMark(result, look)} ${result}`;
  const isWaiting = state === 'waiting';
  return isWaiting
    ? io.out.paint('yellow', `${symbols.waiting} ${state}`)
    : io.out.paint('cyan', `${symbols.running[0]} ${state}`);
}
