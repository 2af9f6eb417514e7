// Runners are started before they are needed: a job takes one that is ready, and the next is started while it works. A
// runner that has loaded a skill serves that skill only, so no skill ever meets what another left behind.
import type { Clock } from '@dome/runtime';

import type { NodeRun } from '../catalogue/skill.ts';
import { faultOf, MachineFault } from '../machine/fault.ts';
import { endsWithin } from './running.ts';
import type { Launch, RunningSkill } from './running.ts';
import { startRunner } from './runner.ts';
import type { Runner, RunnerSpec } from './runner.ts';

/** A start takes tens of milliseconds; what takes this long will not come. */
const readyWithinMs = 15_000;

export interface RunnerPoolOptions extends RunnerSpec {
  /** Blank runners kept ready. */
  readonly sparesMin: number;
  /** Runners kept after a job, over all skills; the one unused for longest goes first. */
  readonly servedMax: number;
}

export interface RunnerPool extends AsyncDisposable {
  /** Starts the spares; optional, because a job starts what is missing. */
  warm(): Promise<void>;
  /** @throws DomeError UNAVAILABLE when no runner can be started: the machine is short, the skill did nothing. */
  start(launch: Launch, run: NodeRun): Promise<RunningSkill>;
}

export function createRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const { sparesMin, servedMax } = options;
  const all = new Set<Runner>();
  let blank: Runner[] = [];
  let served: Runner[] = [];
  let isClosed = false;

  const add = (): Runner => {
    const runner = startRunner(options);
    all.add(runner);
    // Whatever ended it, it is nobody's choice any more, nor takes a place.
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
    const at = served.findLastIndex((runner) => runner.servedSkill() === skill && runner.isAlive());
    const [known] = at === -1 ? [] : served.splice(at, 1);
    return known ?? blank.shift() ?? add();
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

  return {
    warm: async () => {
      refill();
      await Promise.all(blank.map((runner) => runner.ready));
    },
    start: async (launch, run) => {
      const runner = await made(() => take(launch.request.skill.contentDigest));
      // This job has its runner; the next one meets, and says, what keeps its own from being started.
      await made(refill).catch(() => undefined);
      await untilReady(runner, options.clock);
      return runner.start(launch, run, (isReusable) => giveBack(runner, isReusable));
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all([...all].map(discard));
    },
  };
}

/** Nothing of the skill has run yet, so whatever fails is the machine's. */
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
    if (await made(() => endsWithin(clock, readyWithinMs, runner.ready))) return;
    throw new MachineFault(`a runner was not ready within ${readyWithinMs} ms`);
  } catch (cause) {
    await runner.kill();
    throw cause;
  }
}
