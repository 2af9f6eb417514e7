// The log of a run from a sequence on, every line once and in order (L9), and at the end the command that continues
// from there.

import type { LogItem, LogLines, LogStep } from '@dome/client';
import { DomeError, LIMITS, cursorAt, showSize } from '@dome/contracts';
import type { Cursor } from '@dome/contracts';
import { stringify } from 'yaml';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Format } from '../globals.ts';
import { harmless, padEnd } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';
import { typedCommand } from '../typed-command.ts';
import { resolveRun } from './run-ref.ts';

export interface LogsOptions {
  readonly follow: boolean;
  readonly since?: Cursor;
  readonly task?: string;
  readonly timestamps: boolean;
  readonly prefix: boolean;
}

export async function runLogs(context: Context, ref: string, options: LogsOptions): Promise<number> {
  const { io } = context;
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  if (options.task !== undefined) await requireTask(connection, runId, options.task);
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  const signal = AbortSignal.any([letGo.signal, io.out.closed]);
  const textOf = textFor(context, options);
  const from = options.since ?? cursorAt(1);
  let cursor = from;
  for await (const step of logSteps({ connection, runId, signal }, { ...options, from })) {
    for (const item of step.items) {
      if (options.task === undefined || item.taskId === options.task) await io.out.write(textOf(item));
    }
    cursor = step.cursor;
  }
  // A reader that is gone has seen enough.
  if (io.out.closed.aborted) return EXIT.success;
  const isCut = letGo.signal.aborted;
  const task = options.task === undefined ? [] : ['--task', options.task];
  const words = ['run', 'logs', runId, '-f', '--since-seq', String(cursor), ...task];
  context.note(`Resume:  ${typedCommand(context.globals, words)}`);
  return isCut ? EXIT.interrupted : EXIT.success;
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
  options: { readonly follow: boolean; readonly from: Cursor },
): AsyncGenerator<LogStep, void> {
  const { client } = connection;
  const { from } = options;
  const isOver = (await client.runs.get(runId)).state === 'finished';
  if (!options.follow && !isOver) {
    yield* client.followLogs({ runId }, { from, signal, untilCaughtUp: true });
    return;
  }
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  const until = isOver ? Promise.resolve() : finished(client.followRun(runId, { signal: ends }));
  try {
    yield* client.followLogs({ runId }, { from, signal, until });
  } finally {
    stop.abort();
  }
}

async function finished(events: AsyncIterable<unknown>): Promise<void> {
  for await (const event of events) void event;
}

/** One colour for each task, always the same. */
const COLORS: readonly Style[] = ['cyan', 'green', 'magenta', 'yellow', 'blue'];

function textFor({ io, globals, symbols }: Context, options: LogsOptions): (item: LogItem) => string {
  const { output } = globals;
  if (output !== 'table')
    return (item) =>
      recordsOf(item)
        .map((record) => recordText(record, output))
        .join('');
  const seen: string[] = [];
  let nameWidth = 0;
  return (item) => {
    if (!seen.includes(item.taskId)) seen.push(item.taskId);
    nameWidth = Math.max(nameWidth, item.taskId.length);
    const color = COLORS[seen.indexOf(item.taskId) % COLORS.length] ?? 'cyan';
    const attempt = item.attempt > 1 ? ` (attempt ${item.attempt})` : '';
    const name = `${padEnd(item.taskId, nameWidth)}${attempt} ${symbols.line}`;
    const prefix = options.prefix ? `${padEnd(`#${item.sequence}`, 6)} ${io.out.paint(color, name)} ` : '';
    return linesOf(item, options)
      .map((line) => `${prefix}${line}\n`)
      .join('');
  };
}

/** Which line of a record was cut: the longest one, which masks may have made shorter than the limit. */
function cutLine({ isTruncated, lines }: LogLines): number | undefined {
  if (!isTruncated) return undefined;
  return lines.reduce((longest, line, index) => (line.length > (lines[longest]?.length ?? 0) ? index : longest), 0);
}

const CUT_MARK = ` … (cut after ${showSize(LIMITS.logLineBytes)})`;

function linesOf(item: LogItem, { timestamps }: LogsOptions): string[] {
  switch (item.kind) {
    case 'lines': {
      const time = timestamps ? `${new Date(item.timeMs).toISOString()} ` : '';
      const cut = cutLine(item);
      return item.lines.map((line, index) => `${time}${harmless(line)}${index === cut ? CUT_MARK : ''}`);
    }
    case 'gap':
      return [`… lines ${item.from} to ${item.to} are missing`];
    case 'annotation':
    case 'progress':
    case 'ended':
      return [];
  }
}

/** A line of the log is a line of the output, or a document of a YAML stream. */
function recordText(record: object, format: Format): string {
  return format === 'yaml' ? `---\n${stringify(record, { lineWidth: 0 })}` : `${JSON.stringify(record)}\n`;
}

/** Gaps, findings and ends stand between the lines. */
function recordsOf(item: LogItem): object[] {
  const { taskId, iteration, attempt, jobId, sequence } = item;
  const place = { sequence, taskId, iteration, attempt, jobId };
  switch (item.kind) {
    case 'lines': {
      const time = new Date(item.timeMs).toISOString();
      const { firstLine, stream } = item;
      const cut = cutLine(item);
      return item.lines.map((text, index) => {
        const mark = index === cut ? { truncated: true } : {};
        return { ...place, line: firstLine + index, stream, time, text, ...mark };
      });
    }
    case 'gap':
      return [{ ...place, gap: { from: item.from, to: item.to } }];
    case 'annotation': {
      const { line, level, file, startLine, title, message } = item.annotation;
      return [{ ...place, annotation: { line, level, file, startLine, title, message } }];
    }
    case 'ended': {
      const { lines, bytes, digest, truncated } = item.ended;
      return [{ ...place, ended: { lines, bytes, digest, truncated } }];
    }
    case 'progress':
      return [];
  }
}
