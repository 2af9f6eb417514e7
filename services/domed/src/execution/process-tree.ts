// One started process with everything it starts. Signals go to the whole process group; what left the group dies with
// the namespace of the guard. `exit` may come long before the end of the streams (somebody else holds them open), so
// the reading that is still waiting then is given up after a limit.
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants as system } from 'node:os';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';

import { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { StreamReading } from './console.ts';
import { MachineFault, faultOf } from '../machine/fault.ts';
import type { Variables } from './environment.ts';
import { findProgram } from './find-program.ts';
import type { Guard } from './guard.ts';
import { lowerPriority } from './priority.ts';
import type { Exit } from './verdict.ts';

export interface ProcessSpec {
  readonly argv: readonly string[];
  /** The folder that it may write in, where the guard can hold it to that. */
  readonly own: string;
  readonly cwd: string;
  readonly env: Variables;
  readonly stdio: readonly Exclude<StdioOptions, string>[number][];
  /** Whether it is told when the program itself begins. */
  readonly isBeginTold?: boolean;
}

export interface ProcessTree {
  readonly child: ChildProcess;
  /** @throws DomeError SKILL_FAILED, UNAVAILABLE when there is no process: the machine would not start one. */
  readonly started: Promise<void>;
  /** False when the guard's own programs ended before they came to the program: what they say is no word of the skill. */
  readonly begun: Promise<boolean>;
  /** Settles for a process that never was, too. */
  readonly exited: Promise<Exit>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/** @throws DomeError SKILL_FAILED when it cannot be started: no such program, an argument with a NUL, too long. */
export function startTree(spec: ProcessSpec, guard: Guard): ProcessTree {
  const [program, ...rest] = spec.argv;
  // Looked up here, so that a program that is missing is told apart from one that ends with 127.
  const resolved = program === undefined ? undefined : findProgram(program, spec.env['PATH'] ?? '');
  if (resolved === undefined) {
    throw new DomeError('SKILL_FAILED', {
      detail: `${program ?? 'nothing'} is not a program on this machine`,
      hint: 'Install it where domed runs, or serve the skill from a daemon that has it.',
    });
  }
  // A descriptor more than the program is given, and closed before it begins.
  const beginFd = spec.isBeginTold === true && guard.name !== 'process-group' ? spec.stdio.length : undefined;
  const { own, cwd } = spec;
  const [command, ...args] = guard.wrap([resolved, ...rest], {
    own,
    cwd,
    ...(beginFd === undefined ? {} : { beginFd }),
  });
  const { promise: exited, resolve } = Promise.withResolvers<Exit>();
  let child: ChildProcess;
  try {
    child = spawn(command, args, {
      cwd: spec.cwd,
      env: { ...spec.env },
      stdio: [...spec.stdio, ...(beginFd === undefined ? [] : ['pipe' as const])],
      detached: true,
      shell: false,
    });
  } catch (cause) {
    throw startFault(spec, guard, cause);
  }
  if (child.pid !== undefined) lowerPriority(child.pid);
  const signal = (name: 'SIGTERM' | 'SIGKILL'): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // Nobody is left, or only what changed its user and is not ours to end. A throw would end the daemon instead.
    }
  };
  const { promise: started, resolve: start, reject: giveUp } = Promise.withResolvers<void>();
  started.catch(() => undefined);
  child.once('spawn', start);
  // Listened to before all else: an error of a child that nobody hears ends the daemon.
  child.on('error', (cause) => {
    if (child.pid !== undefined) return;
    giveUp(startFault(spec, guard, cause));
    resolve({ code: 127 });
  });
  // A broken pipe is the skill's business: it may end without reading its input. Without a process there is no stream.
  if (child.pid !== undefined) for (const stream of child.stdio) stream?.on('error', () => undefined);
  child.once('exit', (code, signalName) => {
    // What the skill left in its group must not hold its streams, or live on where no namespace ends it.
    signal('SIGKILL');
    resolve(exitOf(code, signalName, guard));
  });
  const begun = begunOf(child.pid === undefined || beginFd === undefined ? undefined : child.stdio[beginFd]);
  return { child, started, begun, exited, signal };
}

/** Without a stream nothing stands between, and the start of the process is that of the program. */
function begunOf(stream: Readable | Writable | null | undefined): Promise<boolean> {
  if (!(stream instanceof Readable)) return Promise.resolve(true);
  return new Promise((resolve) => {
    stream.once('data', () => {
      resolve(true);
      stream.destroy();
    });
    stream.once('close', () => resolve(false));
  });
}

/** The program was there a moment ago: what is lost is the folder it was to stand in, or a program of the guard. */
function startFault({ argv: [program], cwd }: ProcessSpec, guard: Guard, cause: unknown): DomeError {
  const fault = faultOf(cause);
  if (fault instanceof MachineFault) return fault;
  const isLost = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
  if (isLost && !existsSync(cwd)) return new MachineFault(`the folder to start ${program} in is gone`, { cause });
  if (isLost && guard.name !== 'process-group')
    return new MachineFault(`a program of the ${guard.name} guard is gone`, { cause });
  return new DomeError('SKILL_FAILED', { detail: `${program} cannot be started` }, { cause });
}

const firstSignalCode = 128;
const signalNames = new Map(Object.entries(system.signals).map(([name, number]) => [number, name]));

/** Inside a namespace the first process passes a death by signal on as 128 + its number, as every shell does. */
function exitOf(code: number | null, signal: NodeJS.Signals | null, guard: Guard): Exit {
  if (signal !== null) return { signal };
  if (code === null) return {};
  const passedOn = guard.name !== 'process-group' ? signalNames.get(code - firstSignalCode) : undefined;
  return passedOn === undefined ? { code } : { signal: passedOn };
}

const idleMs = 2_000;
const idleTurnsMax = 15;

/**
 * Waits for the readings after the exit. Reading is given up when no byte came for `idleMs` though nobody was slow to
 * take it, or after `idleTurnsMax` such waits from a stranger that goes on printing.
 */
export async function drained(
  readings: readonly StreamReading[],
  tree: ProcessTree,
  clock: Clock,
): Promise<'ended' | 'given-up'> {
  const all = Promise.all(readings.map(({ done }) => done)).then((): 'ended' => 'ended');
  const count = (): number => readings.reduce((sum, reading) => sum + reading.pieces(), 0);
  let isIdle = false;
  for (let turns = 0, before = count(); !isIdle; before = count()) {
    const { promise: tick, resolve } = Promise.withResolvers<'tick'>();
    using _timer = clock.after(idleMs, () => resolve('tick'));
    if ((await Promise.race([all, tick])) === 'ended') return 'ended';
    const isWaiting = readings.every((reading) => reading.isWaiting());
    if (isWaiting) turns += 1;
    isIdle = isWaiting && (count() === before || turns >= idleTurnsMax);
  }
  tree.child.stdout?.destroy();
  tree.child.stderr?.destroy();
  await all;
  return 'given-up';
}
