// The events of one run and of its jobs, as they are stored, each after those it rests on.
import { cursorAfter, STREAMS } from '@dome/contracts';
import { isRunEvent } from '@dome/runs';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { runEventText } from '../render/stored-event-text.ts';
import { watchRun } from '../watch/watch-run.ts';
import { resolveRun } from './run-ref.ts';

export interface RunEventsOptions {
  readonly follow: boolean;
  /** Only what happened to this task. */
  readonly task?: string;
}

export async function runEvents(context: Context, ref: string, { follow, task }: RunEventsOptions): Promise<number> {
  const { io, globals } = context;
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  const signal = AbortSignal.any([letGo.signal, io.out.closed]);
  for await (const step of watchRun(connection.client, runId, { signal, untilCaughtUp: !follow })) {
    if (signal.aborted) break;
    if (step.kind !== 'event') continue;
    const { event, sequence } = step;
    if (task !== undefined && !('taskId' in event.data && event.data.taskId === task)) continue;
    const stream = isRunEvent(event) ? STREAMS.RUN_EVENTS : STREAMS.JOB_EVENTS;
    await io.out.write(runEventText(globals.output, { stream, next: cursorAfter(sequence) }, { event, sequence }));
  }
  return letGo.signal.aborted ? EXIT.interrupted : EXIT.success;
}
