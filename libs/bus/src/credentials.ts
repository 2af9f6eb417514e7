// The identity of a connection. The client library would read its files only when it connects, and its error would look like
// a server that is away, so they are read and checked before. They are read again at each login, because secrets are
// renewed; a file that is being replaced at that moment leaves the one before in force.

import { readFileSync } from 'node:fs';

import { DomeError, whyUnusable } from '@dome/contracts';
import {
  credsAuthenticator,
  jwtAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node';
import type { Authenticator } from '@nats-io/transport-node';

export interface LoginOptions {
  readonly user?: string;
  readonly password?: string;
  /** Path of a file that holds the password, in place of it. */
  readonly passwordFile?: string;
  readonly token?: string;
  /** Path of a credentials file (JWT and seed). */
  readonly creds?: string;
  /** Path of a file that holds the seed of an nkey user. */
  readonly nkey?: string;
  /** A user's JWT, for a server that asks for no signature or with the seed that signs. */
  readonly jwt?: string;
  readonly jwtSeed?: string;
}

/** All that is given is sent. @throws DomeError CONFIG_INVALID with the `path` of a file that cannot be read or holds something else */
export function authenticatorsOf(of: LoginOptions): Authenticator[] {
  const { user, password, passwordFile, token, creds, nkey, jwt, jwtSeed } = of;
  const all: Authenticator[] = [];
  if (creds !== undefined) all.push(credsAuthenticator(renewed(() => readCreds(creds))));
  else if (nkey !== undefined) all.push(nkeyAuthenticator(renewed(() => readSeed(nkey))));
  else if (jwt !== undefined) all.push(jwtAuthenticator(jwt, jwtSeed === undefined ? undefined : Buffer.from(jwtSeed)));
  if (token !== undefined) all.push(tokenAuthenticator(token));
  if (user !== undefined) {
    const secret = passwordFile === undefined ? password : renewed(() => readPassword(passwordFile));
    all.push(usernamePasswordAuthenticator(user, secret));
  }
  return all;
}

function renewed<Value>(readNow: () => Value): () => Value {
  let value = readNow();
  return () => {
    try {
      value = readNow();
    } catch {
      // The one before may still be good, and the server says so if it is not.
    }
    return value;
  };
}

function readPassword(path: string): string {
  // Editors end the last line with a newline; a password has none.
  const password = read(path, 'password file')
    .toString()
    .replace(/\r?\n$/, '');
  if (password !== '') return password;
  throw new DomeError('CONFIG_INVALID', { detail: `The password file ${path} is empty.`, path });
}

function readCreds(path: string): Uint8Array {
  const content = read(path, 'credentials file');
  if (content.includes('BEGIN NATS USER JWT')) return content;
  throw new DomeError('CONFIG_INVALID', {
    detail: `The file ${path} holds no credentials of a NATS user.`,
    path,
    hint: CREDS_HINT,
  });
}

const CREDS_HINT = 'It has the user’s JWT and seed between lines of dashes, as `nsc generate creds` prints them.';
const SEED_HINT = 'It has one line that begins with SU, as `nsc` and `nk` print it.';
/** Alone in its file, or between marker lines. */
const SEED = /^\s*(SU[A-Z2-7]{56})\s*$/m;

function readSeed(path: string): Uint8Array {
  const [, seed] = SEED.exec(read(path, 'nkey file').toString('latin1')) ?? [];
  if (seed !== undefined) return Buffer.from(seed);
  throw new DomeError('CONFIG_INVALID', {
    detail: `The file ${path} holds no seed of a NATS user.`,
    path,
    hint: SEED_HINT,
  });
}

function read(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `The ${what} ${path} ${whyUnusable(cause)}.`, path }, { cause });
  }
}
