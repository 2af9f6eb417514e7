// The users of a development stack: the user of this machine, and two more to play a second and a third pair of eyes.
// Roles come from the project's access file, if there is one; the user of this machine may do everything.

import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

import { ACCOUNTS, checkDocument, isId, SYSTEM_USER, toDomeError } from '@dome/contracts';
import type { Access } from '@dome/contracts';

import { readValue } from '../files.ts';
import { usageError } from '../errors.ts';

const PLAYERS: readonly string[] = ['ada', 'grace'];
const ROLES_DEFAULT: readonly string[] = ['developer', 'release-manager'];
const FALLBACK = 'dev';

/** The user for commands typed on this machine: the name of the operating system's user, if it is a valid name. */
export function devPerson(osUser: string | undefined): string {
  const taken = new Set([SYSTEM_USER, ...Object.values(ACCOUNTS).flatMap(({ users }) => Object.keys(users))]);
  return osUser !== undefined && isId(osUser) && !taken.has(osUser) ? osUser : FALLBACK;
}

/** Each of them is a user of the broker. */
export function peopleOf({ users }: Access): string[] {
  return Object.keys(users);
}

/** The file that was named, or the project's own. */
export async function readAccessFile(cwd: string, named: string | undefined): Promise<Access | undefined> {
  const candidates = named === undefined ? ['access.yaml', join('examples', 'access.yaml')] : [named];
  const path = candidates.map((name) => (isAbsolute(name) ? name : join(cwd, name))).find((one) => existsSync(one));
  if (path === undefined) {
    if (named === undefined) return undefined;
    throw usageError(`${named} cannot be read`, '--access takes the file that gives people their roles.');
  }
  const value = await readValue(path, cwd);
  try {
    return checkDocument('Access', value);
  } catch (cause) {
    throw usageError(`${path}: ${toDomeError(cause).message}`, 'Its schema is schemas/access.json.');
  }
}

/** Everybody in the file, and the users of this stack: the person at this machine gets every known role. */
export function accessFor(person: string, file: Access | undefined): Access {
  const found: Access = file ?? {
    apiVersion: 'dome/v1',
    kind: 'Access',
    version: '1.0.0',
    users: Object.fromEntries(PLAYERS.map((name) => [name, { roles: [...ROLES_DEFAULT] }])),
    permissions: { law: [...ROLES_DEFAULT] },
  };
  if (Object.hasOwn(found.users, person)) return found;
  const roles = [...new Set(Object.values(found.users).flatMap((user) => user.roles))];
  return { ...found, users: { [person]: { roles }, ...found.users } };
}
