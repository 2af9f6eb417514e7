// The identity of a connection, from its files. The client library would read them only when it connects, and its error
// would look like a server that is away, so they are read and checked before.

import { readFile } from 'node:fs/promises';

import { DomeError } from '@dome/contracts';
import { credsAuthenticator, jwtAuthenticator, nkeyAuthenticator } from '@nats-io/transport-node';
import type { Authenticator } from '@nats-io/transport-node';

export interface KeyCredentials {
  /** Path of a credentials file (JWT and seed). */
  readonly creds?: string;
  /** Path of a file that holds the seed of an nkey user. */
  readonly nkey?: string;
  /** A user's JWT, for a server that asks for no signature or with the seed that signs. */
  readonly jwt?: string;
  readonly jwtSeed?: string;
}

/** @throws DomeError CONFIG_INVALID naming a file that cannot be read or holds something else */
export async function authenticatorOf(of: KeyCredentials): Promise<Authenticator | undefined> {
  if (of.creds !== undefined) return credsAuthenticator(await readCreds(of.creds));
  if (of.nkey !== undefined) return nkeyAuthenticator(await readSeed(of.nkey));
  if (of.jwt === undefined) return undefined;
  return jwtAuthenticator(of.jwt, of.jwtSeed === undefined ? undefined : Buffer.from(of.jwtSeed));
}

async function readCreds(path: string): Promise<Uint8Array> {
  const content = await read(path, 'credentials file');
  if (content.includes('BEGIN NATS USER JWT')) return content;
  throw new DomeError('CONFIG_INVALID', { detail: `The file ${path} holds no credentials of a NATS user.`, path });
}

/** Alone in its file, or between marker lines. */
const SEED = /^\s*(SU[A-Z2-7]{56})\s*$/m;

async function readSeed(path: string): Promise<Uint8Array> {
  const [, seed] = SEED.exec((await read(path, 'nkey file')).toString('latin1')) ?? [];
  if (seed !== undefined) return Buffer.from(seed);
  throw new DomeError('CONFIG_INVALID', { detail: `The file ${path} holds no seed of a NATS user.`, path });
}

async function read(path: string, what: string): Promise<Buffer> {
  return await readFile(path).catch((cause: unknown) => {
    throw new DomeError('CONFIG_INVALID', { detail: `The ${what} ${path} cannot be read.`, path }, { cause });
  });
}
