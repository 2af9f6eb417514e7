// What every runner gives the executor: a skill that has been started, will end, and can be told to end. How it is told
// differs (a signal to a tree, a message to a runner); the effect does not.
import type { Exit } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { SkillConsole } from '../console/console.ts';
import type { JobPaths, Variables } from './environment.ts';
import type { MachineFault } from '../machine-fault.ts';
import type { ExecutionRequest } from '../execution.ts';
import type { SecretDelivery } from '../secrets/delivery.ts';
import type { Verdict } from './verdict.ts';

export interface Launch {
  readonly request: ExecutionRequest;
  readonly paths: JobPaths;
  readonly env: Variables;
  /** The job's folder: the only part of the work folder that it may write to. */
  readonly own: string;
  readonly cwd: string;
  readonly console: SkillConsole;
  readonly secrets?: SecretDelivery | undefined;
}

export interface Ended {
  readonly verdict: Verdict;
  readonly exit: Exit;
  /** The output as JSON text, from a runner that passes it in memory; otherwise it is in the output file. */
  readonly outputText?: string;
  /** The skill was never reached, so the verdict is not its own. */
  readonly fault?: MachineFault;
}

export interface RunningSkill {
  /** Settles when the skill has ended and everything it printed has been passed on. It never rejects. */
  readonly ended: Promise<Ended>;
  /** Asks it to end, waits `graceMs`, then kills; settles when it is gone. */
  stop(graceMs: number): Promise<'stopped_clean' | 'killed'>;
}

/** Waits for the end of a skill, at most `graceMs`. */
export async function endsWithin(clock: Clock, graceMs: number, end: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  using _timer = clock.after(graceMs, () => resolve(false));
  // Awaited here: leaving the function disposes the timer.
  return await Promise.race([end.then(() => true), late]);
}
