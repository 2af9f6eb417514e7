// Runners are started in advance: a job takes one that is ready, and the next is started while it works. A runner that
// has loaded a skill serves only that skill, so no skill ever meets what another left behind.
import { existsSync } from 'node:fs';

import type { Clock } from '@dome/runtime';
import type { NodeRun } from '@dome/skills';

import { faultOf, MachineFault } from '../machine-fault.ts';
import type { Remover } from '../workspace/remover.ts';
import { endsWithin } from '../process/running.ts';
import type { Launch, RunningSkill } from '../process/running.ts';
import { openRunnerFolder } from './runner-folder.ts';
import type { RunnerFolder } from './runner-folder.ts';
import { startRunner } from './runner.ts';
import type { Runner, RunnerSpec } from './runner.ts';

/** A start takes tens of milliseconds; one that takes this long will not succeed. */
const READY_WITHIN_MS = 15_000;

export interface RunnerPoolOptions extends RunnerSpec {
  /** Where runners have their folders; a real path. */
  readonly runnersDir: string;
  readonly remover: Remover;
  /** Blank runners kept ready. */
  readonly sparesMin: number;
  /** Runners kept after a job, over all skills; the one unused for longest goes first. */
  readonly servedMax: number;
}

/** A runner reserved for one job from before its folder is created. */
export interface Seat {
  /** Where to create the job's folder. */
  readonly dir: string;
  /** @throws DomeError UNAVAILABLE when no runner can be started: the machine is short, the skill did nothing */
  start(launch: Launch, run: NodeRun): Promise<RunningSkill>;
  /** Call when the job's folder is gone. A runner that was not started is free again. */
  leave(): void;
}

export interface RunnerPool extends AsyncDisposable {
  /** Runners that are alive. */
  readonly size: number;
  /** Starts the spares; optional, because a job starts what is missing. */
  warm(): Promise<void>;
  /** @throws DomeError UNAVAILABLE when no runner can be started: the machine is short, the skill did nothing */
  reserve(skill: string): Promise<Seat>;
}

export function createRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const { sparesMin, servedMax } = options;
  const all = new Set<Runner>();
  let blank: Runner[] = [];
  let served: Runner[] = [];
  let isClosed = false;

  const add = (folder = openRunnerFolder(options.runnersDir, options.remover)): Runner => {
    const runner = startRunner(options, folder);
    all.add(runner);
    // Whatever ended it, it can no longer be chosen, and takes no place.
    void runner.gone.then(() => {
      all.delete(runner);
      blank = blank.filter((other) => other !== runner);
      served = served.filter((other) => other !== runner);
    });
    return runner;
  };
  const discard = (runner: Runner): Promise<void> => runner.kill();
  const refill = (): void => {
    if (isClosed) return;
    while (blank.length < sparesMin) blank.push(add());
  };
  const take = (skill: string): Runner => {
    for (const runner of blank) if (!isFit(runner)) void discard(runner);
    return takeFrom(served, skill) ?? takeFrom(blank, undefined) ?? add();
  };
  const giveBack = (runner: Runner, isReusable: boolean): void => {
    if (!isReusable || isClosed) {
      void discard(runner);
      return;
    }
    served.push(runner);
    while (served.length > servedMax) {
      const oldest = served.shift();
      if (oldest !== undefined) void discard(oldest);
    }
  };

  /** It was given no job after all. */
  const putBack = (runner: Runner): void => {
    if (runner.servedSkill() === undefined && runner.isAlive() && !isClosed) blank.push(runner);
    else giveBack(runner, runner.isAlive());
  };

  return {
    get size() {
      return all.size;
    },
    warm: async () => {
      refill();
      await Promise.all(blank.map((runner) => runner.ready));
    },
    reserve: async (skill) => {
      const runner = await made(() => take(skill));
      // This job has its runner; the next one will meet, and report, whatever prevents a start.
      await made(refill).catch(() => undefined);
      return seatOn(runner, { clock: options.clock, add, giveBack, putBack });
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all([...all].map(discard));
    },
  };
}

/** Nothing of the skill has run yet, so any failure is the machine's. */
async function made<Value>(make: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await make();
  } catch (cause) {
    const fault = faultOf(cause);
    throw fault instanceof MachineFault ? fault : new MachineFault('no runner can be started', { cause });
  }
}

async function untilReady(runner: Runner, clock: Clock): Promise<void> {
  try {
    if (await made(() => endsWithin(clock, READY_WITHIN_MS, runner.ready))) return;
    throw new MachineFault(`a runner was not ready within ${READY_WITHIN_MS} ms`);
  } catch (cause) {
    await runner.kill();
    throw cause;
  }
}

/** A runner whose folder was deleted could not write to a job's folder. */
function isFit(runner: Runner): boolean {
  return runner.isAlive() && existsSync(runner.folder.path);
}

function takeFrom(runners: Runner[], skill: string | undefined): Runner | undefined {
  const at = runners.findLastIndex((runner) => runner.servedSkill() === skill && isFit(runner));
  return at === -1 ? undefined : runners.splice(at, 1)[0];
}

interface SeatParts {
  readonly clock: Clock;
  readonly add: (folder: RunnerFolder) => Runner;
  readonly giveBack: (runner: Runner, isReusable: boolean) => void;
  readonly putBack: (runner: Runner) => void;
}

function seatOn(taken: Runner, { clock, add, giveBack, putBack }: SeatParts): Seat {
  const { folder } = taken;
  const release = folder.hold();
  let isStarted = false;
  return {
    dir: folder.path,
    start: async (launch, run) => {
      isStarted = true;
      // It may have died while the folder was created; another may write to the same folder.
      const runner = taken.isAlive() ? taken : await made(() => add(folder));
      await untilReady(runner, clock);
      return runner.start(launch, run, (isReusable) => giveBack(runner, isReusable));
    },
    leave: () => {
      release();
      if (!isStarted) putBack(taken);
      isStarted = true;
    },
  };
}
