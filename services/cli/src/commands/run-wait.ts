// Waits, without output along the way, until a run has ended or asks people.
import { systemClock } from '@dome/runtime';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { gateCommand } from '../render/run-tree.ts';
import { typedCommand } from '../typed-command.ts';
import { unseenRun, waitingGates } from '../watch/watched-run.ts';
import type { WatchedRun } from '../watch/watched-run.ts';
import { watchRun } from '../watch/watch-run.ts';
import { attend } from './attend.ts';
import { tellAsked } from './present.ts';
import { readRun } from './read-run.ts';
import { resolveRun } from './run-ref.ts';

export interface WaitOptions {
  readonly for: 'finished' | 'gate';
  readonly waitTimeoutMs?: number;
  readonly exitStatus: boolean;
}

/** For a gate: 0 as soon as one waits for people; a run that ends before has the exit code of its end. */
export async function runWait(context: Context, ref: string, options: WaitOptions): Promise<number> {
  await using connection = await context.connect();
  const runId = await resolveRun(connection.client, ref);
  const { waitTimeoutMs, exitStatus } = options;
  const limits = { exitStatus, ...(waitTimeoutMs === undefined ? {} : { waitTimeoutMs }) };
  if (options.for === 'finished') {
    tellAsked(context, runId, waitingGates(await readRun(connection.client, runId)));
    return await attend(context, connection, { ...limits, runId, watch: false, wait: true });
  }
  const letGo = new AbortController();
  using _ = context.io.onInterrupt(() => letGo.abort(EXIT.interrupted));
  using _clock =
    waitTimeoutMs === undefined ? undefined : systemClock.after(waitTimeoutMs, () => letGo.abort(EXIT.timedOut));
  let run = unseenRun(runId);
  for await (const step of watchRun(connection.client, runId, { signal: letGo.signal })) {
    run = step.run;
    if (waitingGates(run).length === 0) continue;
    // What is past was true then: whether it still is, the last stored event says.
    const isPast = step.kind === 'event' && step.isPast;
    const asked = waitingGates(isPast ? await readRun(connection.client, runId) : run);
    if (asked.length > 0) return showAsked(context, { run, gates: asked, viewer: connection.target.user });
  }
  if (run.end !== undefined) return await attend(context, connection, { ...limits, runId, watch: false, wait: true });
  context.note(`${letGo.signal.reason === EXIT.timedOut ? 'Timed out' : 'Interrupted'}; the run continues.`);
  return letGo.signal.reason === EXIT.timedOut ? EXIT.timedOut : EXIT.interrupted;
}

interface Asked {
  readonly run: WatchedRun;
  readonly gates: readonly string[];
  readonly viewer: string | undefined;
}

function showAsked(context: Context, { run, gates, viewer }: Asked): number {
  const { runId, state } = run;
  const text = (): string => gates.map((gate) => `${runId}/${gate} waits for people\n`).join('');
  context.show({ value: { runId, gates }, text });
  if (context.globals.output !== 'table') return EXIT.success;
  for (const gate of gates) {
    const words = gateCommand(state, gate, viewer);
    context.note(`${words.includes('approve') ? 'Vote:   ' : 'Look:   '} ${typedCommand(context.globals, words)}`);
  }
  return EXIT.success;
}
