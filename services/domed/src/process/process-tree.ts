// One started process with everything it starts. Signals go to the whole process group; what left the group dies with
// the namespace of the guard. Its exit may come long before the end of the streams (another process holds them open),
// so reading that still waits then is given up after a limit.
import { existsSync } from 'node:fs';
import { constants as system } from 'node:os';
import type { Socket } from 'node:net';

import type { Exit } from '@dome/contracts';
import { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';
import { findProgram, scriptFault, whyNoProgram } from '@dome/skills';

import type { Lease } from '../lease.ts';
import type { Launched, Launcher, ProcessEnd } from '../launcher/launcher.ts';
import { MachineFault, faultOf } from '../machine-fault.ts';
import type { StreamReading } from '../console/console.ts';
import type { Variables } from './environment.ts';
import type { Guard } from './guard.ts';
import { memoryText } from './memory-mount.ts';
import type { MemoryFile } from './memory-mount.ts';

export interface ProcessSpec {
  readonly argv: readonly string[];
  /** The folder that it may write to, if the guard can enforce it. */
  readonly own: string;
  readonly cwd: string;
  readonly env: Variables;
  /** What it reads on its standard input; empty if undefined. */
  readonly input?: string;
  /** The descriptors of which the daemon holds the other ends. */
  readonly streams: readonly number[];
  /** Whether the start of the program itself is reported. */
  readonly isBeginTold?: boolean;
  /** It is killed when this is over, and not started after that. */
  readonly lease?: Lease | undefined;
  /** A folder of its own in memory, if the guard can give it one, and what is put there before it begins. */
  readonly memory?: { readonly path: string; readonly files: readonly MemoryFile[] };
}

/** What starts processes, and what guards them. */
export interface TreeStarter {
  readonly launcher: Launcher;
  readonly guard: Guard;
}

export interface ProcessTree {
  /**
   * The ends of its streams, in the order of the descriptors.
   * @throws DomeError SKILL_FAILED, UNAVAILABLE when the machine could not start the process
   */
  readonly started: Promise<readonly Socket[]>;
  /** False if the guard's own programs ended before they reached the program: their messages are not the skill's. */
  readonly begun: Promise<boolean>;
  /** Also settles for a process that never started. */
  readonly exited: Promise<Exit>;
  isAlive(): boolean;
  /** Why its exit is not its own: it was killed with the launcher. */
  fault(): MachineFault | undefined;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  /** It is killed when the lease is over, until this is disposed. */
  hold(lease: Lease): Disposable;
}

/** @throws DomeError SKILL_FAILED when there is no such program, or it cannot be executed. */
export function startTree(spec: ProcessSpec, { launcher, guard }: TreeStarter): ProcessTree {
  const { argv, own, cwd, env, input, streams } = spec;
  const [, ...rest] = argv;
  const resolved = programOf(argv, env['PATH'] ?? '');
  // Descriptors after those that the program gets, closed before it begins.
  const free = Math.max(2, ...streams) + 1;
  const isBeginTold = spec.isBeginTold === true && guard.name !== 'process-group';
  const begin = isBeginTold ? { beginFd: free } : {};
  const filesFd = free + 1;
  const memory = spec.memory === undefined ? {} : { memory: { path: spec.memory.path, filesFd } };
  const launched = launcher.launch({
    argv: (parent) => guard.wrap([resolved, ...rest], { own, cwd, parent, ...begin, ...memory }),
    cwd,
    env,
    streams,
    lease: spec.lease,
    ...begin,
    ...(spec.memory === undefined ? {} : { texts: [{ fd: filesFd, text: memoryText(spec.memory.files) }] }),
    ...(input === undefined ? {} : { input }),
  });
  const tree = treeOf(launched, guard, (cause) => startFault(spec, guard, cause));
  return isBeginTold ? tree : { ...tree, begun: Promise.resolve(true) };
}

/** Looked up here, so that a program that cannot be started differs from one that ends with 127. */
function programOf([program = '']: readonly string[], path: string): string {
  const found = findProgram(program, path);
  const fault = found === undefined ? whyNoProgram(program, path) : scriptFault(found);
  if (found === undefined || fault !== undefined) throw new DomeError('SKILL_FAILED', { ...fault });
  return found;
}

function treeOf(launched: Launched, guard: Guard, faultOfStart: (cause: unknown) => DomeError): ProcessTree {
  const { promise: exited, resolve } = Promise.withResolvers<Exit>();
  let end: ProcessEnd | undefined;
  const isOver = (how: ProcessEnd): void => {
    end ??= how;
    resolve('fault' in how ? { signal: 'SIGKILL' } : exitOf(how.code, how.signal, guard));
  };
  void launched.ended.then(isOver);
  const started = launched.started.catch((cause: unknown) => {
    // No shell would find it either.
    isOver({ code: 127 });
    throw faultOfStart(cause);
  });
  started.catch(() => undefined);
  return {
    started,
    begun: launched.begun,
    exited,
    isAlive: () => end === undefined,
    fault: () => (end !== undefined && 'fault' in end ? end.fault : undefined),
    signal: (name) => launched.signal(name),
    hold: (lease) => launched.hold(lease),
  };
}

/** The program existed a moment ago: what is missing is its working folder, or a program of the guard. */
function startFault({ argv: [program], cwd }: ProcessSpec, guard: Guard, cause: unknown): DomeError {
  const fault = faultOf(cause);
  if (fault instanceof MachineFault) return fault;
  const isLost = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
  if (isLost && !existsSync(cwd)) return new MachineFault(`the folder to start ${program} in is gone`, { cause });
  if (isLost && guard.name !== 'process-group')
    return new MachineFault(`a program of the ${guard.name} guard is gone`, { cause });
  return new DomeError('SKILL_FAILED', { detail: `${program} cannot be started` }, { cause });
}

const FIRST_SIGNAL_CODE = 128;
const signalNames = new Map(Object.entries(system.signals).map(([name, number]) => [number, name]));

/** Inside a namespace the first process reports a death by signal as 128 + its number, as every shell does. */
function exitOf(code: number | undefined, signal: NodeJS.Signals | undefined, guard: Guard): Exit {
  if (signal !== undefined) return { signal };
  if (code === undefined) return {};
  const passedOn = guard.name !== 'process-group' ? signalNames.get(code - FIRST_SIGNAL_CODE) : undefined;
  return passedOn === undefined ? { code } : { signal: passedOn };
}

/** Tuning, for leftover processes that hold the pipe of a skill that has ended. */
const IDLE_MS = 2_000;
const IDLE_TURNS_MAX = 15;

/**
 * Waits for the readings after the exit. Reading is given up if no byte came for `idleMs` although the reader was
 * ready, or after `IDLE_TURNS_MAX` such waits if another process goes on printing.
 */
export async function drained(
  readings: readonly StreamReading[],
  streams: readonly Socket[],
  clock: Clock,
): Promise<'ended' | 'given-up'> {
  const all = Promise.all(readings.map(({ done }) => done)).then((): 'ended' => 'ended');
  const count = (): number => readings.reduce((sum, reading) => sum + reading.pieces(), 0);
  let isIdle = false;
  for (let turns = 0, before = count(); !isIdle; before = count()) {
    const { promise: tick, resolve } = Promise.withResolvers<'tick'>();
    using _timer = clock.after(IDLE_MS, () => resolve('tick'));
    if ((await Promise.race([all, tick])) === 'ended') return 'ended';
    const isWaiting = readings.every((reading) => reading.isWaiting());
    if (isWaiting) turns += 1;
    isIdle = isWaiting && (count() === before || turns >= IDLE_TURNS_MAX);
  }
  for (const stream of streams) stream.destroy();
  await all;
  return 'given-up';
}
