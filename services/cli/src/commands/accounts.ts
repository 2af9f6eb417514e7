// The accounts of the broker for the people and readers of an installation.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { DomeError, passwordVariable, renderAccounts } from '@dome/contracts';

import { accountUsers } from '../accounts/account-users.ts';
import type { Users } from '../accounts/account-users.ts';
import { drawnPasswords, givenPasswords } from '../accounts/password-folder.ts';
import type { FolderPasswords } from '../accounts/password-folder.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { accountsText } from '../render/accounts-view.ts';
import { writeWhole } from '../whole-files.ts';

export interface RenderOptions extends Users {
  /** `env`: the server finds them in its environment; `generate`: they are drawn; else the folder that has them. */
  readonly passwords: string;
  /** A folder; without one, the accounts are printed. */
  readonly out?: string;
}

const FILE_MODE = 0o600;

export async function accountsRender(context: Context, options: RenderOptions): Promise<number> {
  const { io } = context;
  const { people, readers = [], passwords: from } = options;
  const users = accountUsers({ people, readers });
  const names = users.map(({ user }) => user);
  const out = options.out === undefined ? undefined : resolve(io.cwd, options.out);
  if (from === 'generate' && out === undefined)
    throw usageError('Passwords that are drawn are not printed.', 'Name a folder for them: --out DIR.');
  const path = out === undefined ? undefined : join(out, 'accounts.conf');
  const before = path === undefined ? '' : await readFile(path, 'utf8').catch(() => '');
  const folder = from === 'generate' ? join(out ?? '', 'passwords') : resolve(io.cwd, from);
  const known = from === 'env' ? undefined : await passwordsIn(from, folder, names);
  const config = renderAccounts({ people, readers, password: await passwordOf(known, before) });
  if (path === undefined) {
    context.show({ value: { config }, text: () => config });
    return EXIT.success;
  }
  await writeWhole(path, config, FILE_MODE).catch((cause: unknown) => {
    throw new DomeError('CONFIG_INVALID', { detail: `${path} cannot be written.` }, { cause });
  });
  const shown = users.map((user) => ({ ...user, password: stateOf(known, user.user) }));
  const value = { config: path, ...(known === undefined ? {} : { passwords: folder }), users: shown };
  context.show({ value, items: shown, text: () => accountsText(value, io.out.columns) });
  for (const other of known?.others ?? []) context.note(`${join(folder, other)} belongs to no user; delete it.`);
  return EXIT.success;
}

async function passwordsIn(from: string, folder: string, names: readonly string[]): Promise<FolderPasswords> {
  return await (from === 'generate' ? drawnPasswords(folder, names) : givenPasswords(folder, names));
}

/** The hashes are made by a library that no other command needs. */
async function passwordOf(known: FolderPasswords | undefined, before: string) {
  if (known === undefined) return passwordVariable;
  const { hashesIn, hashOf } = await import('../accounts/hashed-passwords.ts');
  const hashes = hashesIn(before);
  return (user: string): string => hashOf(user, known.passwords.get(user) ?? '', hashes);
}

function stateOf(known: FolderPasswords | undefined, user: string): string {
  if (known === undefined) return passwordVariable(user);
  return known.drawn.includes(user) ? 'new' : 'kept';
}
