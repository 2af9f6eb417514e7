// Who sent a request, as the broker stamped it. The broker overwrites what a client wrote, so the account and user of
// the stamp are the only identity that counts, and only if the account is that of people.
import { DomeError } from '@dome/contracts';
import type { Identity } from '@dome/contracts';

/** The broker's stamp on a request. */
export interface Stamp {
  readonly account: string;
  readonly user: string | undefined;
}

/** The one account whose users are people. */
const PEOPLE = 'PEOPLE';

/** @throws DomeError UNAUTHENTICATED when the broker did not say which person it is. */
export function identityOf(stamp: Stamp | undefined): Identity {
  if (stamp?.account === PEOPLE && stamp.user !== undefined)
    return { user: stamp.user, account: PEOPLE, attested: true };
  const from = stamp === undefined ? 'without the stamp of the broker' : `from the account ${stamp.account}`;
  throw new DomeError('UNAUTHENTICATED', { detail: `the request came ${from}` });
}
