// Who signs in. Kept in memory and nowhere else.
export type Login =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** The text of a credentials file, and the name in its token. */
  | { readonly kind: 'creds'; readonly user: string; readonly creds: string };

/** The observer of the account VIEW, who sees everything and changes nothing. */
export const OBSERVER = 'view';

const TOKEN = /-----BEGIN NATS USER JWT-----\s*([\w-]+\.[\w-]+\.[\w-]+)\s*-+END NATS USER JWT-----/;

/** @throws Error in words for people, for what is no credentials file */
export function readCreds(text: string): Login {
  const payload = TOKEN.exec(text)?.[1]?.split('.')[1];
  if (payload === undefined) throw new Error('This is no credentials file: it holds no NATS user token.');
  const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  const user: unknown = typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'name') : undefined;
  if (typeof user !== 'string') throw new Error('The token in this file names no user.');
  return { kind: 'creds', user, creds: text };
}
