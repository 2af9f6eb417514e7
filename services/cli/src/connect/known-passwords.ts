// The passwords of broker users that this shell knows by the name of the user: from variables that are called as in
// infra/nats/accounts.conf, from files that such variables name, and from a folder as `dome accounts render` writes it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { DomeError, isId, passwordVariable } from '@dome/contracts';
import { readSecret } from '@dome/runtime';
import type { ProcessEnvironment } from '@dome/runtime';

/** Undefined where it is not known. @throws DomeError CONFIG_INVALID for a file that is named and cannot be read */
export type KnownPasswords = (user: string) => string | undefined;

/** The folder with a password file for each user, which has the name of the user. */
export const FOLDER_VARIABLE = 'DOME_PASSWORDS';

export function knownPasswords(env: ProcessEnvironment, cwd: string): KnownPasswords {
  return (user) => {
    const variable = variableOf(user);
    const file = env[`${variable}_FILE`] || undefined;
    const folder = env[FOLDER_VARIABLE] || undefined;
    if (env[variable]) return env[variable];
    if (file !== undefined) return readSecret(`${variable}_FILE`, resolve(cwd, file));
    return folder === undefined ? undefined : inFolder(resolve(cwd, folder), user);
  };
}

/** The name of the variable: `DOME_PASSWORD_DOMED_PROVISIONER` of `domed-provisioner`. */
export const variableOf = (user: string): string => passwordVariable(user).replace(/^\$/, '');

/** A folder may hold the passwords of some users only: whoever has the folder need not be everybody. */
function inFolder(folder: string, user: string): string | undefined {
  if (!isId(user)) return undefined;
  const path = join(folder, user);
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new DomeError('CONFIG_INVALID', { detail: `${FOLDER_VARIABLE}: ${path} cannot be read.` }, { cause });
  }
}
