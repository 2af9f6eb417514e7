import { DomeError } from './errors.ts';
import { ACCOUNTS } from './generated/accounts.ts';

/** Stands for the name of a person. */
export const PERSON = '{person}';

/**
 * The inbox prefix of this broker user: the accounts let each user subscribe to its own inbox and no other. A name that
 * the contract does not declare is a person.
 */
export function inboxPrefixOf(user: string): string {
  const users = Object.values(ACCOUNTS).flatMap((account) => Object.entries(account.users));
  const declared = users.find(([name]) => name === user) ?? users.find(([name]) => name === PERSON);
  const [name, declaration] = declared ?? [];
  const own = declaration?.subscribe.find((subject) => subject.endsWith(`_${name}.>`));
  if (own === undefined) throw new DomeError('INTERNAL', { detail: `the contract declares no inbox for ${user}` });
  return own.slice(0, -'.>'.length).replace(PERSON, user);
}
