// One plane in the foreground, configured by the environment: what a container runs.

import { spawn } from 'node:child_process';

import { PLANE_MEMORY, PLANE_SECRETS, takeSecrets } from '@dome/runtime';

import { planeArguments } from '../dev/plane-process.ts';
import { secretFrom, sendSecret } from '../dev/secret-pipe.ts';
import { EXIT } from '../exit-codes.ts';

/** The first descriptor beyond the standard ones. */
const FIRST_FD = 3;
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Runs it to its end, passes signals on, and returns its exit code. */
export function servePlane(plane: 'dome' | 'domed', args: readonly string[]): Promise<number> {
  const { env, secrets } = withoutSecrets();
  const from = secrets.map(({ variable }, index) => secretFrom(variable, FIRST_FD + index));
  const child = spawn(process.execPath, [...planeArguments(plane), ...args], {
    env: Object.assign({}, PLANE_MEMORY.variables, env, ...from),
    stdio: ['inherit', 'inherit', 'inherit', ...secrets.map(() => 'pipe' as const)],
  });
  for (const [index, { value }] of secrets.entries()) sendSecret(child, FIRST_FD + index, value);
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

interface Secret {
  readonly variable: string;
  readonly value: string;
}

/**
 * This process lives as long as the plane and is the parent of everything that it starts, so it must tell as little to
 * whoever inspects it. Settings in a file are left to the plane.
 */
function withoutSecrets(): { readonly env: NodeJS.ProcessEnv; readonly secrets: readonly Secret[] } {
  const taken = PLANE_SECRETS.filter((variable) => process.env[`${variable}_FILE`] === undefined);
  const { environment } = takeSecrets(taken, process.env);
  const secrets = taken.flatMap((variable) => {
    const value = environment[variable];
    return value === undefined || value === '' ? [] : [{ variable, value }];
  });
  return { env: process.env, secrets };
}
