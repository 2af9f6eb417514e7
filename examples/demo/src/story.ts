// The story: a release with a bug is refused, fixed, packed while a daemon dies, approved by somebody else, promoted, and
// checked from the bytes back to the commit. It is told from what the broker holds, as it happens.

import { showDuration, watchRun } from '@dome/cli';
import type { Sink, Stack } from '@dome/cli';
import { DomeError, EVENTS, isEvent, toDomeError } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';

import { approveAsAnother } from './approve.ts';
import { tellCommands } from './epilogue.ts';
import { createBlow } from './blow.ts';
import type { FallenBlow } from './blow.ts';
import { armKill } from './kill.ts';
import { readLogs } from './logs.ts';
import type { LogReader } from './logs.ts';
import { createNarrator } from './narrator.ts';
import type { Narrator } from './narrator.ts';
import { ACK_WAIT_MS, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { submitRelease } from './submit.ts';
import { tellEnd, tellStart } from './tell-job.ts';
import { actOf, tellRun } from './tell-run.ts';
import { createTellingOrder } from './telling-order.ts';
import type { Heard } from './telling-order.ts';
import { verify } from './verify.ts';

export interface StoryOptions {
  readonly out: Sink;
  readonly env: ProcessEnvironment;
  /** The folder of the examples. */
  readonly examples: string;
  /** Replaces the declaration of the accounts, to add users who listen to the wire. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
  /** The planes answer probes and metrics. */
  readonly http?: boolean;
  /** Ends the story; the stage is taken down all the same. */
  readonly signal: AbortSignal;
  /** Called when the stack is up and no message has been sent yet. */
  readonly onStage?: (stack: Stack) => Promise<void>;
  /** Called after the last line, before the stage is taken down. */
  readonly onEnd?: () => Promise<void>;
  /** Milliseconds of a clock that only grows. */
  readonly monotonicMs: () => number;
}

/** The job during which its daemon dies. */
const STRUCK = { taskId: 'test', iteration: 2 } as const;

/** @throws DomeError when the story does not reach its end, or a claim at its end is false */
export async function playStory(options: StoryOptions): Promise<void> {
  const startedMs = options.monotonicMs();
  const narrator = createNarrator(options.out, () => options.monotonicMs() - startedMs);
  const { paint } = narrator;
  narrator.write(`${paint('bold', 'Ship checkout 1.5.0')}  ·  on a private broker, in temporary folders`);
  narrator.act('The stage');
  await using stage = await openStage({
    examples: options.examples,
    env: options.env,
    ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
    ...(options.http === undefined ? {} : { http: options.http }),
    onProgress: (line) => narrator.tell({ who: 'stage', text: line }),
  });
  try {
    await playOn({ stage, narrator, options });
  } catch (error) {
    if (toDomeError(error).code !== 'CANCELED') tellLastWords(stage, narrator);
    throw error;
  }
  const took = showDuration(options.monotonicMs() - startedMs);
  narrator.write(
    `\n${paint('green', 'Everything held.')} ${took}. The broker, its data and every file are gone with the demo.`,
  );
}

interface Play {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly options: StoryOptions;
}

async function playOn({ stage, narrator, options }: Play): Promise<void> {
  const { examples, signal } = options;
  tellStage(stage, narrator);
  await options.onStage?.(stage.stack);
  signal.throwIfAborted();
  const blow = createBlow(STRUCK, narrator);
  using _ = await armKill({ nc: stage.grace.nc, planes: stage.stack.planes, ...STRUCK, onBlow: blow.fell });
  const runId = await submitRelease(stage, examples, narrator);
  await tellOn({ stage, narrator, options }, { runId, blow });
  const struck = blow.struck();
  await verify(stage, { runId, examples, struck }, narrator);
  await tellCommands(stage, runId, narrator);
  await options.onEnd?.();
}

function tellLastWords(stage: Stage, narrator: Narrator): void {
  narrator.act('The last words of the planes');
  for (const line of stage.lastWords()) narrator.write(narrator.paint('gray', line));
}

function tellStage({ stack, releases }: Stage, narrator: Narrator): void {
  const planes = stack.planes.map(({ name }) => name).join(', ');
  narrator.tell({
    who: 'stage',
    text: `a repository with two commits, the release is ${releases.commit.slice(0, 12)}`,
  });
  narrator.tell({
    who: 'stage',
    text: `nats-server ${stack.serverVersion} at ${stack.url}, four accounts`,
    below: [`${planes} with ${stack.skills.length} skills; a lost daemon shows after ${ACK_WAIT_MS / 1_000} s`],
  });
}

/** From the first event of the run to its last. @throws DomeError when it does not end in success */
async function tellOn({ stage, narrator, options }: Play, of: { runId: string; blow: FallenBlow }): Promise<void> {
  const { runId, blow } = of;
  const { ada } = stage;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const logs = readLogs(ada.client, runId, signal);
  const order = createTellingOrder();
  let result: string | undefined;
  try {
    for await (const step of watchRun(ada.client, runId, { signal })) {
      if (step.kind !== 'event') continue;
      for (const { event, sequence } of order.take(step)) {
        await tellEvent({ event, sequence }, { narrator, logs, fallen: blow.told() });
        blow.tellAfter({ event, sequence });
        if (isEvent(event, 'dev.dome.run.approval-requested.v1')) {
          await approveAsAnother(stage, event.data, narrator);
        }
        if (isEvent(event, 'dev.dome.run.finished.v1')) ({ result } = event.data);
      }
    }
  } finally {
    stop.abort();
  }
  options.signal.throwIfAborted();
  if (result !== 'success') throw new DomeError('INTERNAL', { detail: `The run ended with ${result ?? 'no word'}.` });
}

interface Telling {
  readonly narrator: Narrator;
  readonly logs: LogReader;
  readonly fallen: string | undefined;
}

async function tellEvent({ event, sequence }: Heard, { narrator, logs, fallen }: Telling): Promise<void> {
  const act = actOf(event);
  if (act !== undefined) narrator.act(act);
  for (const told of [...tellRun(event), ...tellStart(event, sequence, fallen)]) narrator.tell(told);
  const { data } = event;
  if (!EVENTS[event.type].terminal || !('jobId' in data)) return;
  const totals = 'logs' in data ? data.logs : undefined;
  const attempt = 'attempt' in data ? data.attempt : undefined;
  const log =
    totals?.endSequence === undefined || attempt === undefined
      ? { lines: [], annotations: [] }
      : await logs.of(data.jobId, attempt, totals.endSequence);
  for (const told of tellEnd(event, log)) narrator.tell(told);
}
