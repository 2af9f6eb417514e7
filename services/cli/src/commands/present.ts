// Shows a run as it proceeds: a tree redrawn in place on a terminal, elsewhere a line for each event, and for programs
// one event a line. Ctrl-C detaches from the run and prints the command that follows it again; it never cancels.

import { cursorAfter } from '@dome/contracts';
import type { Cursor } from '@dome/contracts';
import { systemClock } from '@dome/runtime';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT, exitCodeOfRun } from '../exit-codes.ts';
import { eventLines } from '../render/event-line.ts';
import { createFrame } from '../render/frame.ts';
import { runEnd } from '../render/run-end.ts';
import { runTree } from '../render/run-tree.ts';
import type { Sink } from '../terminal/io.ts';
import { typedCommand } from '../typed-command.ts';
import { isRejected, unseenRun, waitingGates } from '../watch/watched-run.ts';
import type { WatchedRun } from '../watch/watched-run.ts';
import { watchRun } from '../watch/watch-run.ts';
import type { EventStep, WatchStep } from '../watch/fold-in-order.ts';

/** Tuning: ten frames a second look smooth and cost little. */
const FRAME_MS = 100;

export interface PresentOptions {
  readonly runId: string;
  /** Lines for earlier events have been shown already. */
  readonly since?: Cursor;
  readonly timeoutMs?: number;
  /** Progress is not the result: it goes to standard error, and programs get none. */
  readonly isBeside?: boolean;
  /** One skill is watched, whose log stands between the lines: on a terminal, too, a line for each event of its job. */
  readonly isSkill?: boolean;
  /** Awaited before a step is shown. */
  readonly beforeShown?: (step: WatchStep) => Promise<void>;
  /** Shows only the end. */
  readonly isSilent?: boolean;
  /** The exit code says how the run ended. */
  readonly exitStatus: boolean;
}

interface Screen {
  /** Resolves when the reader can take the next one. */
  show(step: WatchStep): Promise<void>;
  /** A message that stays beside what is drawn; without it, standard error has it. */
  readonly say?: (text: string) => void;
  /** Nothing more will come. */
  close(run: WatchedRun): void;
}

/** Follows until the run ends, the time is over, or the person detaches. Returns the exit code. */
export async function presentRun(
  context: Context,
  connection: PersonConnection,
  options: PresentOptions,
): Promise<number> {
  const { io } = context;
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort(EXIT.interrupted));
  const signal = AbortSignal.any([letGo.signal, io.out.closed]);
  const { timeoutMs } = options;
  using _clock = timeoutMs === undefined ? undefined : systemClock.after(timeoutMs, () => letGo.abort(EXIT.timedOut));
  const screen = screenFor(context, { ...options, viewer: connection.target.user });
  let run = unseenRun(options.runId);
  try {
    using _heard = screen.say === undefined ? undefined : connection.heardBy(screen.say);
    const live = sinkFor(context, options).isTerminal && context.globals.output === 'table';
    for await (const step of watchRun(connection.client, options.runId, { signal, live })) {
      run = step.run;
      await options.beforeShown?.(step);
      await screen.show(step);
    }
  } finally {
    screen.close(run);
  }
  if (run.end !== undefined) {
    return options.exitStatus ? exitCodeOfRun({ result: run.end.result, isRejected: isRejected(run) }) : EXIT.success;
  }
  // A reader that is gone has detached, and needs no message about it.
  if (io.out.closed.aborted) return EXIT.interrupted;
  const why = letGo.signal.reason === EXIT.timedOut ? 'Timed out' : 'Detached';
  context.note(`${why}; the run continues.`);
  const words = ['run', 'watch', run.runId, '--since-seq', String(cursorAfter(run.sequence))];
  context.note(`Resume:  ${typedCommand(context.globals, words)}`);
  return letGo.signal.reason === EXIT.timedOut ? EXIT.timedOut : EXIT.interrupted;
}

interface ScreenOptions extends PresentOptions {
  readonly viewer: string | undefined;
}

function screenFor(context: Context, options: ScreenOptions): Screen {
  const { output, quiet } = context.globals;
  const asking = askingScreen(context);
  if (quiet) return asking;
  if (output === 'jsonl' && options.isBeside !== true && options.isSilent !== true)
    return eventScreen(context, options);
  if (output !== 'table') return asking;
  const sink = sinkFor(context, options);
  if (options.isSilent === true) return { ...endScreen(context, sink), show: (step) => asking.show(step) };
  return sink.isTerminal && options.isSkill !== true
    ? treeScreen(context, sink, options.viewer)
    : lineScreen(context, { ...options, sink });
}

function sinkFor({ io }: Context, { isBeside }: PresentOptions): Sink {
  return isBeside === true ? io.err : io.out;
}

function isNew(step: WatchStep, { since }: PresentOptions): step is EventStep {
  if (step.kind !== 'event') return false;
  if (!step.isPast || since === undefined) return true;
  return step.event.type.startsWith('dev.dome.run.') && step.sequence >= since;
}

function eventScreen({ io }: Context, options: PresentOptions): Screen {
  return {
    show: async (step) => {
      if (isNew(step, options)) await io.out.write(`${JSON.stringify({ ...step.event, sequence: step.sequence })}\n`);
    },
    close: () => {},
  };
}

function lineScreen(context: Context, options: PresentOptions & { readonly sink: Sink }): Screen {
  const { sink } = options;
  // Of one skill a person wants to see its job; a file keeps everything.
  const isJobOnly = options.isSkill === true && sink.isTerminal;
  return {
    show: async (step) => {
      if (!isNew(step, options) || (isJobOnly && !step.event.type.startsWith('dev.dome.job.'))) return;
      await sink.write(
        eventLines(step.event, step.run)
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
    close: (run) => endScreen(context, sink).close(run),
  };
}

function endScreen({ symbols }: Context, sink: Sink): Screen {
  const look = { symbols, paint: sink.paint, tick: 0 };
  return {
    show: async () => {},
    close: (run) => {
      for (const line of runEnd(run, look)) void sink.write(`${line}\n`);
    },
  };
}

/** Shows only what nobody would wait for in silence: that people are asked. */
function askingScreen(context: Context): Screen {
  const told = new Set<string>();
  return {
    show: async (step) => {
      // Whom a gate asked in the past says nothing about now.
      const asked = step.kind === 'event' && step.isPast ? [] : waitingGates(step.run);
      const news = asked.filter((gate) => !told.has(gate));
      for (const gate of news) told.add(gate);
      tellAsked(context, step.run.runId, news);
    },
    close: () => {},
  };
}

/** Also where nothing else is said: a run may wait for people for a day. */
export function tellAsked(context: Context, runId: string, gates: readonly string[]): void {
  for (const gate of gates) {
    const name = `${runId}/${gate}`;
    const line = `${name} waits for people:  ${typedCommand(context.globals, ['gate', 'get', name])}`;
    void context.io.err.write(`${line}\n`);
  }
}

function treeScreen({ io, symbols }: Context, sink: Sink, viewer: string | undefined): Screen {
  const frame = createFrame(sink);
  let run: WatchedRun | undefined;
  let tick = 0;
  const view = (isBrief: boolean) => ({
    symbols,
    paint: sink.paint,
    tick,
    nowMs: io.now(),
    width: sink.columns,
    isBrief,
    viewer,
  });
  const timer = setInterval(() => {
    tick++;
    if (run !== undefined) frame.draw(runTree(run, view(true)));
  }, FRAME_MS);
  return {
    ...(io.err.isTerminal ? { say: (text) => frame.say(text) } : {}),
    show: async (step) => {
      run = step.run;
      if (step.kind !== 'event' || !step.isPast) frame.draw(runTree(run, view(true)));
    },
    close: (last) => {
      clearInterval(timer);
      if (run === undefined) return;
      const lines = last.end === undefined ? [] : ['', ...runEnd(last, view(false))];
      frame.end([...runTree(last, view(false)), ...lines]);
    },
  };
}
