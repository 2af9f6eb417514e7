// One plane in the foreground, configured by the environment: what a container runs.

import { spawn } from 'node:child_process';

import { PLANE_MEMORY, takeSecrets } from '@dome/runtime';

import { sendPassword, passwordFrom } from '../dev/password-pipe.ts';
import { planeArguments } from '../dev/plane-process.ts';
import { EXIT } from '../exit-codes.ts';

const PASSWORD = 'DOME_NATS_PASSWORD';
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Runs it to its end, passes signals on, and returns its exit code. */
export function servePlane(plane: 'dome' | 'domed', args: readonly string[]): Promise<number> {
  const { env, password } = withoutPassword();
  const child = spawn(process.execPath, [...planeArguments(plane), ...args], {
    env: { ...PLANE_MEMORY.variables, ...env, ...(password === undefined ? {} : passwordFrom(3)) },
    stdio: ['inherit', 'inherit', 'inherit', ...(password === undefined ? [] : ['pipe' as const])],
  });
  if (password !== undefined) sendPassword(child, 3, password);
  const names = Object.keys(SIGNALS).filter((name): name is keyof typeof SIGNALS => Object.hasOwn(SIGNALS, name));
  // A terminal sends Ctrl-C to the child itself; a signal sent to this process alone is meant for the child.
  const handlers = names.map((name) => ({ name, hand: () => void child.kill(name) }));
  for (const { name, hand } of handlers) process.on(name, name === 'SIGINT' && process.stdin.isTTY ? () => {} : hand);
  return new Promise((resolve) => {
    child.on('error', () => resolve(EXIT.unexpected));
    child.once('exit', (code, signal) => {
      const number = names.find((name) => name === signal);
      resolve(code ?? (number === undefined ? EXIT.unexpected : 128 + SIGNALS[number]));
    });
  });
}

/** This process lives as long as the plane and should be as observable. Settings in a file are left to the plane. */
function withoutPassword(): { readonly env: NodeJS.ProcessEnv; readonly password?: string } {
  if (process.env[`${PASSWORD}_FILE`] !== undefined) return { env: process.env };
  const { environment } = takeSecrets([PASSWORD], process.env);
  const { [PASSWORD]: password, ...env } = environment;
  return { env, ...(password === undefined ? {} : { password }) };
}
