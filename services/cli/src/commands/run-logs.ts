// The log of a run, every line once and in order (L9), from a sequence on or from the position that the server keeps under a
// name, and at the end the command that continues from there.

import type { StreamGap } from '@dome/bus';
import type { LogStep } from '@dome/client';
import { cursorAt, DomeError, filters, STREAMS } from '@dome/contracts';
import type { Cursor } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { openPosition } from '../reading/position.ts';
import type { Position } from '../reading/position.ts';
import { tellGap } from '../reading/tell-gap.ts';
import { logText } from '../render/log-text.ts';
import type { LogLook } from '../render/log-text.ts';
import { typedCommand } from '../typed-command.ts';
import { resolveRun } from './run-ref.ts';

export interface LogsOptions extends LogLook {
  readonly follow: boolean;
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
  if (options.task !== undefined) await requireTask(connection, runId, options.task);
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  await using position = await openPosition(context, connection, positionOf(runId, options));
  const signal = AbortSignal.any([letGo.signal, io.out.closed, position.lost]);
  const { globals, symbols } = context;
  const textOf = logText({ output: globals.output, paint: io.out.paint, symbols }, options);
  const steps = logSteps({ connection, runId, signal }, { ...options, from: position.from(STREAM), context });
  for await (const step of steps) {
    const { texts, carriesCursor } = textOf(step);
    for (const text of texts) await io.out.write(text);
    if (!io.out.closed.aborted) position.wrote({ stream: STREAM, next: step.cursor }, carriesCursor);
  }
  await position.finish({ isOver: !signal.aborted, signal });
  // A reader that is gone has seen enough.
  if (io.out.closed.aborted) return EXIT.success;
  tellResume(context, { runId, position, options });
  return letGo.signal.aborted ? EXIT.interrupted : EXIT.success;
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
  const task = options.task === undefined ? [] : ['--task', options.task];
  const from =
    options.cursor === undefined
      ? ['--since-seq', String(position.reached.get(STREAM) ?? 1)]
      : ['--cursor', options.cursor];
  const words = ['run', 'logs', runId, '-f', ...from, ...task, ...(options.isAcknowledged ? ['--ack'] : [])];
  context.note(`Resume:  ${typedCommand(context.globals, words)}`);
}

/** Silence would look like a task without output. */
async function requireTask({ client }: PersonConnection, runId: string, task: string): Promise<void> {
  const { tasks } = await client.runs.get(runId);
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

/** When following: until the run is over and everything stored has been read. Otherwise: what is stored now. */
async function* logSteps(
  { connection, runId, signal }: LogsFrom,
  options: { readonly follow: boolean; readonly from: Cursor; readonly context: Context },
): AsyncGenerator<LogStep, void> {
  const { client } = connection;
  const { from, context } = options;
  const onGap = (gap: StreamGap): void => tellGap(context, STREAM, gap);
  const isOver = (await client.runs.get(runId)).state === 'finished';
  if (!options.follow && !isOver) {
    yield* client.followLogs({ runId }, { from, signal, onGap, untilCaughtUp: true });
    return;
  }
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  const until = isOver ? Promise.resolve() : finished(client.followRun(runId, { signal: ends }));
  try {
    yield* client.followLogs({ runId }, { from, signal, onGap, until });
  } finally {
    stop.abort();
  }
}

async function finished(events: AsyncIterable<unknown>): Promise<void> {
  for await (const event of events) void event;
}
