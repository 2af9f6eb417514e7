// The Python examples, and the packages that they need, as pip installs them: into a folder of the caches, once.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { whyNoPython } from '@dome/testkit';

import { EXAMPLES } from './stage.ts';

export const PYTHON_EXAMPLES = join(EXAMPLES, 'python');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export async function runProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(command, args, { cwd: join(EXAMPLES, '..'), env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out: out.trim(), err };
}

/** For PYTHONPATH; empty where there is no pip, and the tests are passed over. */
export async function pythonPackages(): Promise<string> {
  if (whyNoPython({ module: 'pip' }) !== undefined) return '';
  const installer = join(EXAMPLES, '..', 'scripts', 'python-deps.mjs');
  const { code, out, err } = await runProgram(process.execPath, [installer], process.env);
  if (code !== 0) throw new Error(err);
  return out;
}
