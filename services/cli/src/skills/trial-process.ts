// Tries a skill in a process of the runtime, which alone runs skills: the command line starts it as `dome dev` starts
// daemons, and hears of each line as it comes. When this process ends, the trial does.
import { spawn } from 'node:child_process';

import { DomeError } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';
import { isTrialMessage } from '@dome/skills';
import type { TrialMessage } from '@dome/skills';

import { planeModule, tetherArguments } from '../dev/plane-process.ts';

export interface TrialStart {
  /** The folder of the skill, absolute. */
  readonly dir: string;
  /** Names of examples; empty: all of them. */
  readonly examples: readonly string[];
  readonly workDir: string;
  readonly secretsDir?: string;
  readonly env: ProcessEnvironment;
  /** When it aborts, the skill is asked to end. */
  readonly signal: AbortSignal;
  readonly onMessage: (message: TrialMessage) => void;
}

/** Runs it to its end. @throws DomeError UNAVAILABLE when the process breaks before it could say why */
export async function runTrial(start: TrialStart): Promise<void> {
  const { dir, examples, workDir, secretsDir, env, signal, onMessage } = start;
  const child = spawn(
    process.execPath,
    [...tetherArguments(), planeModule('domed', 'trial/trial-main'), dir, ...examples],
    {
      env: { ...env, DOME_WORK_DIR: workDir, ...(secretsDir === undefined ? {} : { DOME_SECRETS: secretsDir }) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Ctrl-C of the terminal is for this process, which passes it on once.
      detached: true,
    },
  );
  const ask = (): void => void child.send('end', () => undefined);
  signal.addEventListener('abort', ask, { once: true });
  child.on('message', (message) => {
    if (isTrialMessage(message)) onMessage(message);
  });
  try {
    const broken = await new Promise<string | undefined>((resolve) => {
      child.on('error', (error) => resolve(`could not be started: ${error.message}`));
      // After the channel has closed, so that no message is missed.
      child.once('close', (code, killedBy) => {
        if (code === 0 || signal.aborted) resolve(undefined);
        else resolve(killedBy === null ? `ended with code ${code}` : `was killed by ${killedBy}`);
      });
    });
    if (broken !== undefined) throw new DomeError('UNAVAILABLE', { detail: `The trial of ${dir} ${broken}.` });
  } finally {
    signal.removeEventListener('abort', ask);
  }
}
