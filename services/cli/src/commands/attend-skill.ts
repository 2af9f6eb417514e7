// Follows the run of one skill: its log as it comes, how it ended, what it says of itself, and its output as the result.
import { DomeError, isEvent } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { logItemText, skillEndText } from '../render/skill-end.ts';
import type { WatchStep } from '../watch/fold-in-order.ts';
import { attend } from './attend.ts';
import type { AttendOptions } from './attend.ts';
import { readTask } from './read-run.ts';

/** Returns the exit code. Standard output gets the output of the skill and nothing else. */
export async function attendSkill(
  context: Context,
  connection: PersonConnection,
  options: AttendOptions & { readonly runId: string; readonly task: string },
): Promise<number> {
  const { runId, task } = options;
  const isShown = options.watch && context.globals.output === 'table' && !context.globals.quiet;
  if (isShown) context.note(`${runId} submitted`);
  await using log = isShown ? showLog(context, connection, runId) : undefined;
  const exitCode = await attend(context, connection, {
    ...options,
    isBeside: true,
    isSkill: true,
    beforeShown: async (step) => {
      if (isSettled(step)) await log?.toItsEnd();
    },
  });
  if (exitCode !== EXIT.interrupted && exitCode !== EXIT.timedOut)
    await showEnd(context, connection, { run: runId, task });
  return exitCode;
}

/** From here on the whole log is stored. */
function isSettled(step: WatchStep): boolean {
  return step.kind === 'event' && isEvent(step.event, 'dev.dome.run.tasks-settled.v1');
}

interface ShownLog extends AsyncDisposable {
  /** Settles when everything that is stored has been shown. */
  toItsEnd(): Promise<void>;
}

function showLog({ io, symbols }: Context, { client }: PersonConnection, runId: string): ShownLog {
  const { promise: until, resolve: end } = Promise.withResolvers<void>();
  const stop = new AbortController();
  const shown = (async () => {
    const look = { paint: io.err.paint, symbols };
    for await (const { items } of client.followLogs({ runId }, { signal: stop.signal, until }))
      for (const item of items) await io.err.write(logItemText(item, look));
  })();
  // Whoever awaits it hears of it.
  shown.catch(() => undefined);
  return {
    toItsEnd: async () => {
      end();
      await shown;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await shown.catch(() => undefined);
    },
  };
}

/** All that is recorded of the one task. */
async function showEnd(
  context: Context,
  { client }: PersonConnection,
  of: { run: string; task: string },
): Promise<void> {
  const task = await readTask(client, of);
  const { runId, jobId, result, output, artifacts, summary, problem, timings } = task;
  const { io, globals, symbols } = context;
  if (globals.output === 'table' && !globals.quiet)
    void io.err.write(skillEndText(task, { paint: io.err.paint, symbols, columns: io.err.columns }));
  const value = { runId, jobId, result, output, artifacts, summary, problem, timings };
  const text = () => (output === undefined ? '' : `${JSON.stringify(output, undefined, 2)}\n`);
  context.show({ value, text });
  if (result === undefined) throw new DomeError('INTERNAL', { detail: `The run ${runId} ended without a result.` });
}
