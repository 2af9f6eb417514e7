// Why nobody could be signed in: what was dialled, what went wrong, and what that usually means. A browser tells a page nothing of a
// connection that fails but that it did: not whether nobody listens, whether the broker refuses its origin, or a certificate.
import { toDomeError } from '@dome/contracts/portable';
import { AuthorizationError, UserAuthenticationExpiredError } from '@nats-io/nats-core';

import type { Login } from './credentials.ts';

/** In words for people. */
export class SignInFault extends Error {
  readonly usually: readonly string[];

  constructor(said: string, usually: readonly string[], cause: unknown) {
    super(said, { cause });
    this.usually = usually;
  }
}

interface Dialled {
  readonly url: string;
  readonly who: Login;
  /** Of this page, as the browser tells the broker. */
  readonly origin: string;
}

export function signInFault(cause: unknown, dialled: Dialled): SignInFault {
  const { url, who } = dialled;
  const reason = reasonOf(cause);
  if (!(cause instanceof AuthorizationError || cause instanceof UserAuthenticationExpiredError))
    return new SignInFault(`Nothing answers at ${url}: ${reason}.`, unansweredCauses(dialled), cause);
  const by = who.kind === 'password' ? 'with this password' : 'by this credentials file';
  return new SignInFault(
    `The broker at ${url} does not know ${who.user} ${by}: ${reason}.`,
    who.kind === 'password' ? PASSWORD_CAUSES : CREDS_CAUSES,
    cause,
  );
}

const PASSWORD_CAUSES = [
  'the user or the password is mistyped',
  'they are of another installation, or of a dome dev that has ended: dome ui, in its folder, signs in',
];
const CREDS_CAUSES = ['the file is of another installation', 'it has expired, or its user was revoked'];

function unansweredCauses({ url, origin }: Dialled): string[] {
  const { protocol, host } = new URL(url);
  const isSecure = protocol === 'wss:';
  return [
    ...(origin.startsWith('https:') && !isSecure ? ['a page from HTTPS may connect to wss:// alone'] : []),
    'the broker does not run, or is somewhere else than the server of this page says',
    `the websocket block of the broker has allowed_origins, and ${origin} is not among them`,
    ...(isSecure ? [`this browser does not trust its certificate: https://${host} in another tab says why`] : []),
  ];
}

function reasonOf(thrown: unknown): string {
  const { message, cause } = toDomeError(thrown);
  const said = (cause instanceof Error ? cause.message : message).replace(/\.$/, '').toLowerCase();
  return said === '' ? 'the browser does not say why' : said;
}
