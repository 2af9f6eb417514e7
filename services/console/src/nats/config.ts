// What the server of these files says about the installation, and the session that a link of `dome dev` opens. The link's
// token is in the fragment, which no browser sends; it leaves the address bar before anything else happens.
import type { Login } from './credentials.ts';

export interface PageConfig {
  /** Where a browser reaches the broker. */
  readonly websocket: string;
  readonly mode: 'dev' | 'installation';
}

const LINK = /^#signin=([\w-]+)$/;

/** @throws Error in words for people */
export async function readPageConfig(): Promise<PageConfig> {
  const response = await fetch('config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error('The broker of this installation is not there yet.');
  const value: unknown = await response.json();
  const websocket = textOf(value, 'websocket');
  if (websocket === undefined) throw new Error('The server of this page does not say where the broker is.');
  return { websocket, mode: textOf(value, 'mode') === 'dev' ? 'dev' : 'installation' };
}

/** Undefined: the page was opened without a link, or with one of a stack that has ended. */
export async function sessionOfLink(): Promise<Login | undefined> {
  const token = LINK.exec(location.hash)?.[1];
  if (token === undefined) return undefined;
  history.replaceState(undefined, '', '#/runs');
  const response = await fetch('session', { cache: 'no-store', headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) return undefined;
  const value: unknown = await response.json();
  const [user, password] = [textOf(value, 'user'), textOf(value, 'password')];
  return user === undefined || password === undefined ? undefined : { kind: 'password', user, password };
}

function textOf(value: unknown, key: string): string | undefined {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof member === 'string' ? member : undefined;
}
