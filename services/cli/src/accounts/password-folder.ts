// A folder with the password of each user in a file of the user's name, for whoever starts the processes of an
// installation. A password that is there stays.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError, isId } from '@dome/contracts';
import { makeFolder } from '@dome/runtime';

import { writeNew } from '../whole-files.ts';
import { drawPassword } from './draw-password.ts';

export interface FolderPasswords {
  readonly passwords: ReadonlyMap<string, string>;
  /** Users whose password was drawn now. */
  readonly drawn: readonly string[];
  /** Names of users that are none of them; another run may be writing files with names of other kinds. */
  readonly others: readonly string[];
}

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Draws what is missing. @throws DomeError CONFIG_INVALID for a file that cannot be read or written */
export async function drawnPasswords(folder: string, users: readonly string[]): Promise<FolderPasswords> {
  const before = await namesIn(folder);
  await makeFolder(folder, FOLDER_MODE).catch(unusable(folder, 'made'));
  const drawn: string[] = [];
  const passwords = new Map<string, string>();
  for (const user of users) {
    const path = join(folder, user);
    const password = drawPassword();
    const isNew = await placed(path, password);
    if (isNew) drawn.push(user);
    passwords.set(user, isNew ? password : await passwordAt(path));
  }
  return { passwords, drawn, others: before.filter((name) => isId(name) && !users.includes(name)) };
}

/** @throws DomeError CONFIG_INVALID that names every user without a file */
export async function givenPasswords(folder: string, users: readonly string[]): Promise<FolderPasswords> {
  const names = await readdir(folder).catch(unusable(folder, 'read'));
  const missing = users.filter((user) => !names.includes(user));
  if (missing.length > 0)
    throw new DomeError('CONFIG_INVALID', {
      detail: `${folder} has no password of ${missing.join(', ')}: each user has a file of that name.`,
    });
  const read = users.map(async (user) => [user, await passwordAt(join(folder, user))] as const);
  return { passwords: new Map(await Promise.all(read)), drawn: [], others: [] };
}

/** False if there is a file already. */
async function placed(path: string, password: string): Promise<boolean> {
  return await writeNew(path, password, FILE_MODE).catch(unusable(path, 'written'));
}

async function passwordAt(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(unusable(path, 'read'));
  // Editors end the last line with a newline; a password has none.
  return text.replace(/\r?\n$/, '');
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const unusable =
  (path: string, done: string) =>
  (cause: unknown): never => {
    throw new DomeError('CONFIG_INVALID', { detail: `${path} cannot be ${done}.` }, { cause });
  };
