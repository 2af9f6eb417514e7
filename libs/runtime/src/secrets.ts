// A secret in the environment of a process is visible, for the life of the process, to anyone who may inspect it: the
// system shows the block of memory that the process was started with, and deleting a variable changes only the
// program's own copy. So secrets come from a file or a descriptor if possible; if not, the block itself is overwritten.
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

import { DomeError, whyUnusable } from '@dome/contracts';

import type { ConfigSpec, ProcessEnvironment } from './config.ts';

export interface TakenSecrets {
  /** The environment as it was, with the secrets from files in their variables. */
  readonly environment: ProcessEnvironment;
  /** By variable, those that were read and can be read again; a descriptor is closed, and its number may be another's by now. */
  readonly files: ReadonlyMap<string, string>;
  /** Variables whose value is still visible from outside: the system offers no way to overwrite it. */
  readonly exposed: readonly string[];
}

/** The variables of secrets, each of which may be given as `<variable>_FILE`. */
export function secretVariables(spec: ConfigSpec): string[] {
  return Object.values(spec).flatMap(({ variable, secret }) => (secret === true ? [variable] : []));
}

/**
 * Takes the secrets out of `env`, which must be the environment of the process itself. `<variable>_FILE` names a file,
 * or `/dev/fd/<number>` for a descriptor, which is read to its end and closed.
 * @throws DomeError CONFIG_INVALID for a file that cannot be read, that is empty, or that is given beside the variable
 */
export function takeSecrets(variables: readonly string[], env: Record<string, string | undefined>): TakenSecrets {
  const taken: Record<string, string> = {};
  const files = new Map<string, string>();
  const given = variables.filter((variable) => (env[variable] ?? '') !== '');
  for (const variable of variables) {
    const file = env[`${variable}_FILE`] ?? '';
    if (file !== '' && given.includes(variable))
      throw new DomeError('CONFIG_INVALID', {
        detail: `${variable} and ${variable}_FILE are both set: remove one`,
      });
    const value = file === '' ? env[variable] : readSecret(`${variable}_FILE`, file);
    if (value !== undefined) taken[variable] = value;
    if (file !== '' && descriptorOf(file) === undefined) files.set(variable, file);
  }
  const exposed = given.length === 0 || overwriteInitial(given) ? [] : given;
  for (const variable of variables) {
    delete env[variable];
    delete env[`${variable}_FILE`];
  }
  return { environment: { ...env, ...taken }, files, exposed };
}

function descriptorOf(file: string): string | undefined {
  return /^\/dev\/fd\/(\d{1,6})$/.exec(file)?.[1];
}

/** @throws DomeError CONFIG_INVALID naming the variable that names the file, which cannot be read or is empty */
export function readSecret(variable: string, file: string): string {
  const text = readWhole(variable, file);
  // Editors end the last line with a newline; a secret has none.
  const secret = text.replace(/\r?\n$/, '');
  if (secret !== '') return secret;
  throw new DomeError('CONFIG_INVALID', { detail: `${variable}: ${file} is empty`, hint: FILE_HINT });
}

const FILE_HINT = 'Name a file that holds the secret, and that the user of this process may read.';

function readWhole(variable: string, file: string): string {
  const fd = descriptorOf(file);
  try {
    const text = readFileSync(fd === undefined ? file : Number(fd), 'utf8');
    if (fd !== undefined) closeSync(Number(fd));
    return text;
  } catch (cause) {
    throw new DomeError(
      'CONFIG_INVALID',
      { detail: `${variable}: ${file} ${whyUnusable(cause)}`, hint: FILE_HINT },
      { cause },
    );
  }
}

/** Fields after the program's name in `/proc/self/stat`: where its initial environment begins and ends. */
const [envStartField, envEndField] = [47, 48];

/** Overwrites the values in the initial environment block; false if the system does not allow it. */
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
