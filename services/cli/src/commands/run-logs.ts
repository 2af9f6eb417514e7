// The log of a run, every line once and in order (L9), from a sequence on or from the position that the server keeps under a
// name, and at the end the command that continues from there.

import type { StreamGap } from '@dome/bus';
import type { LogItem, LogStep } from '@dome/client';
import { cursorAt, DomeError, filters, shellQuoted, STREAMS } from '@dome/contracts';
import type { Cursor, TaskView } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { createGroupFold } from '../reading/fold-groups.ts';
import { createLastLines } from '../reading/last-lines.ts';
import { createSelection, isChorus, jobsMeant } from '../reading/log-selection.ts';
import type { LogSelection } from '../reading/log-selection.ts';
import { openPosition } from '../reading/position.ts';
import type { Position } from '../reading/position.ts';
import { tellGap } from '../reading/tell-gap.ts';
import { logText } from '../render/log-text.ts';
import { typedCommand } from '../typed-command.ts';
import { resolveRun } from './run-ref.ts';

export interface LogsOptions extends LogSelection {
  readonly timestamps: boolean;
  /** Undefined: where more than one task may speak. */
  readonly prefix: boolean | undefined;
  /** Undefined: on a terminal. */
  readonly fold: boolean | undefined;
  readonly follow: boolean;
  /** Only the last lines of what is stored, and then those that follow. */
  readonly tail?: number;
  readonly since?: Cursor;
  /** The name under which the server keeps the position. */
  readonly cursor?: string;
  readonly isAcknowledged: boolean;
}

const STREAM = STREAMS.JOB_LOGS;

export async function runLogs(context: Context, ref: string, options: LogsOptions): Promise<number> {
  const { io } = context;
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  const { tasks, state } = await connection.client.runs.get(runId);
  if (options.task !== undefined) requireTask(tasks, runId, options.task);
  const jobs = jobsMeant(tasks, options);
  if (jobs?.size === 0) {
    context.note('No task has failed.');
    return EXIT.success;
  }
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  await using position = await openPosition(context, connection, positionOf(runId, options));
  const signal = AbortSignal.any([letGo.signal, io.out.closed, position.lost]);
  const select = createSelection(options, jobs);
  const textOf = textFor(context, options, isChorus(tasks, options));
  const from = position.from(STREAM);
  const steps = logSteps({ connection, runId, signal }, { ...options, from, context, isOver: state === 'finished' });
  for await (const { items, cursor } of lastSteps(select, steps, options.tail)) {
    const { texts, carriesCursor } = textOf({ items, cursor });
    for (const text of texts) await io.out.write(text);
    if (!io.out.closed.aborted) position.wrote({ stream: STREAM, next: cursor }, carriesCursor);
  }
  await position.finish({ isOver: !signal.aborted, signal });
  // A reader that is gone has seen enough.
  if (io.out.closed.aborted) return EXIT.success;
  tellResume(context, { runId, position, options });
  return letGo.signal.aborted ? EXIT.interrupted : EXIT.success;
}

/** Groups are folded for eyes only: programs get every line. */
function textFor({ io, globals, symbols }: Context, options: LogsOptions, isManyVoiced: boolean) {
  const { output } = globals;
  const { timestamps, prefix = isManyVoiced } = options;
  const textOf = logText({ output, paint: io.out.paint, symbols }, { timestamps, prefix });
  if (output !== 'table' || !(options.fold ?? io.out.isTerminal)) return textOf;
  const fold = createGroupFold();
  return ({ items, cursor }: LogStep) => textOf({ items: fold(items), cursor });
}

/** With a count, what is stored comes as one step with its last lines. */
async function* lastSteps(
  select: (items: readonly LogItem[]) => LogItem[],
  steps: AsyncIterable<ReadStep>,
  tail: number | undefined,
): AsyncGenerator<LogStep, void> {
  let last = tail === undefined ? undefined : createLastLines(tail);
  let reached: Cursor | undefined;
  for await (const step of steps) {
    if (step.kind === 'caught-up') {
      if (last !== undefined && reached !== undefined) yield { items: last.items, cursor: reached };
      last = undefined;
      continue;
    }
    const items = select(step.items);
    reached = step.cursor;
    if (last === undefined) yield { items, cursor: step.cursor };
    else last.take(items);
  }
}

function positionOf(runId: string, { cursor, since, task, isAcknowledged }: LogsOptions) {
  return {
    isAcknowledged,
    reads: [filters.jobLog({ runId }), ...(task === undefined ? [] : [`task ${task}`])],
    begin: async () => [{ stream: STREAM, next: since ?? cursorAt(1) }],
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function tellResume(
  context: Context,
  { runId, position, options }: { readonly runId: string; readonly position: Position; readonly options: LogsOptions },
): void {
  const { task, iteration, pattern } = options;
  const chosen = [
    ...(task === undefined ? [] : ['--task', task]),
    ...(iteration === undefined ? [] : ['--iteration', String(iteration)]),
    ...(pattern === undefined ? [] : ['--grep', shellQuoted(pattern.source)]),
  ];
  const from =
    options.cursor === undefined
      ? ['--since-seq', String(position.reached.get(STREAM) ?? 1)]
      : ['--cursor', options.cursor];
  const words = ['run', 'logs', runId, '-f', ...from, ...chosen, ...(options.isAcknowledged ? ['--ack'] : [])];
  context.note(`Resume:  ${typedCommand(context.globals, words)}`);
}

/** Silence would look like a task without output. */
function requireTask(tasks: readonly TaskView[], runId: string, task: string): void {
  const known = [...new Set(tasks.map(({ taskId }) => taskId))];
  if (known.includes(task)) return;
  const detail = `No task ${task} of ${runId} has a log.`;
  throw new DomeError('NOT_FOUND', { detail, hint: `Its tasks are ${known.join(', ')}.` });
}

interface LogsFrom {
  readonly connection: PersonConnection;
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** What was read, and the moment from which on it is new. */
type ReadStep = (LogStep & { readonly kind?: undefined }) | { readonly kind: 'caught-up' };

interface StepsOptions extends Pick<LogsOptions, 'follow' | 'tail'> {
  readonly from: Cursor;
  readonly isOver: boolean;
  readonly context: Context;
}

/** When following: until the run is over and everything stored has been read. Otherwise: what is stored now. */
async function* logSteps(
  { connection, runId, signal }: LogsFrom,
  { from, isOver, follow, tail, context }: StepsOptions,
): AsyncGenerator<ReadStep, void> {
  const { client } = connection;
  const all = { signal, onGap: (gap: StreamGap): void => tellGap(context, STREAM, gap) };
  let next = from;
  if (isOver || !follow || tail !== undefined) {
    const end = isOver ? { until: Promise.resolve() } : { untilCaughtUp: true };
    for await (const step of client.followLogs({ runId }, { ...all, ...end, from })) {
      next = step.cursor;
      yield step;
    }
    yield { kind: 'caught-up' };
    if (isOver || !follow || signal.aborted) return;
  }
  const stop = new AbortController();
  const until = finished(client.followRun(runId, { signal: AbortSignal.any([signal, stop.signal]) }));
  try {
    yield* client.followLogs({ runId }, { ...all, from: next, until });
  } finally {
    stop.abort();
  }
}

async function finished(events: AsyncIterable<unknown>): Promise<void> {
  for await (const event of events) void event;
}
