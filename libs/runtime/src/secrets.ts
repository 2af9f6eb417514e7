// A secret in the environment of a process is there for whoever may look at the process, for all its life: the system shows
// the block of memory that the process was started with, and to delete a variable changes only the copy that the program
// sees. So secrets come by a file or a descriptor where that is possible, and where not, the block itself is overwritten.
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

import { DomeError } from '@dome/contracts';

import type { ConfigSpec, Environment } from './config.ts';

export interface TakenSecrets {
  /** As it was, with the secrets from files in their variables. */
  readonly environment: Environment;
  /** Those that were read. */
  readonly files: readonly string[];
  /** Variables whose value is still to be seen from outside: the system has no way to overwrite it. */
  readonly exposed: readonly string[];
}

/** The variables of secrets, each of which may be given as `<variable>_FILE`. */
export function secretVariables(spec: ConfigSpec): string[] {
  return Object.values(spec).flatMap(({ variable, secret }) => (secret === true ? [variable] : []));
}

/**
 * Takes the secrets out of `env`, which is the environment of the process itself.
 * `<variable>_FILE` names a file, or `/dev/fd/<number>` for a descriptor, which is read to its end and closed.
 * @throws DomeError CONFIG_INVALID for a file that cannot be read, or that is given beside the variable
 */
export function takeSecrets(variables: readonly string[], env: Record<string, string | undefined>): TakenSecrets {
  const taken: Record<string, string> = {};
  const files: string[] = [];
  const given = variables.filter((variable) => (env[variable] ?? '') !== '');
  for (const variable of variables) {
    const file = env[`${variable}_FILE`] ?? '';
    if (file !== '' && given.includes(variable))
      throw new DomeError('CONFIG_INVALID', {
        detail: `${variable} and ${variable}_FILE are given: one must be left out`,
      });
    const value = file === '' ? env[variable] : readSecret(`${variable}_FILE`, file);
    if (value !== undefined) taken[variable] = value;
    if (file !== '') files.push(file);
  }
  const exposed = given.length === 0 || overwriteInitial(given) ? [] : given;
  for (const variable of variables) {
    delete env[variable];
    delete env[`${variable}_FILE`];
  }
  return { environment: { ...env, ...taken }, files, exposed };
}

function readSecret(variable: string, file: string): string {
  const fd = /^\/dev\/fd\/(\d{1,6})$/.exec(file)?.[1];
  try {
    const text = readFileSync(fd === undefined ? file : Number(fd), 'utf8');
    if (fd !== undefined) closeSync(Number(fd));
    // An editor ends the last line; a secret has none.
    return text.replace(/\r?\n$/, '');
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `${variable}: ${file} cannot be read` }, { cause });
  }
}

/** Of the fields behind the name of the program in `/proc/self/stat`: where its first environment begins and ends. */
const [envStartField, envEndField] = [47, 48];

/** Overwrites the values where the process was given them; false where the system does not let it. */
function overwriteInitial(variables: readonly string[]): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [start, end] = [Number(fields[envStartField]), Number(fields[envEndField])];
    const block = Buffer.alloc(end - start);
    const memory = openSync('/proc/self/mem', 'r+');
    try {
      readSync(memory, block, 0, block.length, start);
      for (const { at, length } of valuesIn(block, variables))
        writeSync(memory, Buffer.alloc(length), 0, length, start + at);
    } finally {
      closeSync(memory);
    }
    const seen = readFileSync('/proc/self/environ');
    return valuesIn(seen, variables).every(({ length }) => length === 0);
  } catch {
    return false;
  }
}

/** Entries end with a NUL. */
function valuesIn(block: Buffer, variables: readonly string[]): { readonly at: number; readonly length: number }[] {
  const found: { at: number; length: number }[] = [];
  for (let at = 0; at < block.length;) {
    const next = block.indexOf(0, at);
    const end = next === -1 ? block.length : next;
    const name = variables.find((variable) => block.subarray(at, end).indexOf(`${variable}=`) === 0);
    if (name !== undefined) found.push({ at: at + name.length + 1, length: end - at - name.length - 1 });
    at = end + 1;
  }
  return found;
}
