// The broker's users in an installation, and what is wrong with their names as names of passwords. Pure.
import { accountsOf, DomeError, passwordVariable, SYSTEM_USER } from '@dome/contracts';
import type { AccountsOptions } from '@dome/contracts';

export type Users = Pick<AccountsOptions, 'people' | 'readers'>;

export interface AccountUser {
  readonly user: string;
  readonly account: string;
}

/**
 * In the order of the accounts.
 * @throws DomeError CONFIG_INVALID for a name that cannot be a user, and for two whose passwords would have one name
 */
export function accountUsers(users: Users): AccountUser[] {
  const found = Object.entries(accountsOf(users)).flatMap(([account, declared]) =>
    Object.keys(declared.users).map((user) => ({ user, account })),
  );
  const all = [...found, { user: SYSTEM_USER, account: 'SYS' }];
  requireOwnPasswords(all);
  return all;
}

/** As variables, `a-b` and `A_B` are one, and as files on some systems `a` and `A`. */
function requireOwnPasswords(users: readonly AccountUser[]): void {
  const names = new Map<string, string>();
  for (const { user } of users) {
    const other = names.get(passwordVariable(user));
    if (other !== undefined)
      throw new DomeError('CONFIG_INVALID', {
        detail: `${other} and ${user} would share a password: both are ${passwordVariable(user).slice(1)}.`,
        hint: 'Give one of them another name.',
      });
    names.set(passwordVariable(user), user);
  }
}
