import { DomeError } from './errors.ts';
import { INBOXES } from './generated/inboxes.ts';

/** Stands for the name of a person. */
export const PERSON = '{person}';

/**
 * The inbox prefix of this broker user: the accounts let each user subscribe to its own inbox and no other. A name that
 * the contract does not declare is a person.
 */
export function inboxPrefixOf(user: string): string {
  const own = Object.hasOwn(INBOXES, user) ? INBOXES[user] : INBOXES[PERSON];
  if (own === undefined) throw new DomeError('INTERNAL', { detail: `the contract declares no inbox for ${user}` });
  return own.replace(PERSON, user);
}
