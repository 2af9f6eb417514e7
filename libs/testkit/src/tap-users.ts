// A tap user listens to everything in an account and may send nothing. Only tests add such users.
import type { AccountDeclaration } from '@dome/contracts';

/** The user that taps an account, one for each: a user of the broker belongs to one account. */
export const tapUser = (account: string): string => `tap-${account.toLowerCase()}`;

/**
 * The server takes an empty list of permissions for no restriction, so a tap may publish on the one subject nobody hears.
 */
const NOTHING = '_TAP.nothing';

/** The declaration with one listener more in each account. */
export function withTapUsers(
  accounts: Readonly<Record<string, AccountDeclaration>>,
): Readonly<Record<string, AccountDeclaration>> {
  return Object.fromEntries(
    Object.entries(accounts).map(([name, account]) => {
      const tap = { description: 'Listens for a test.', publish: [NOTHING], subscribe: ['>'] };
      return [name, { ...account, users: { ...account.users, [tapUser(name)]: tap } }];
    }),
  );
}
