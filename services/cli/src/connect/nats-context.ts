// The contexts of the `nats` command line, read and written as it does, so that whoever has one needs no flag of ours and
// whoever starts a stack of ours can use stock `nats` commands at once.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DomeError } from '@dome/contracts';
import { makeFolder } from '@dome/runtime';

import { natsFolder } from './folders.ts';
import type { Environment } from './folders.ts';

/** The keys of a context file, as far as Dome has a use for them. */
export interface NatsContext {
  readonly description?: string;
  readonly url?: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly creds?: string;
  readonly inbox_prefix?: string;
  readonly jetstream_api_prefix?: string;
}

const CONTEXT_NAME = /^[A-Za-z0-9_-]+$/;

/** @throws DomeError CONFIG_INVALID when there is none of that name. */
export async function readContext(env: Environment, name: string): Promise<NatsContext> {
  const path = contextPath(env, name);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return contextOf(value);
  } catch (cause) {
    const detail = `The nats context ${name} cannot be read (${path}).`;
    throw new DomeError('CONFIG_INVALID', { detail, hint: 'List the contexts with `nats context ls`.' }, { cause });
  }
}

/** The name of the context that `nats context select` chose, if any. */
export async function selectedContext(env: Environment): Promise<string | undefined> {
  const name = (await readFile(join(natsFolder(env), 'context.txt'), 'utf8').catch(() => '')).trim();
  return CONTEXT_NAME.test(name) ? name : undefined;
}

/** Writes or replaces the context; which one is selected is the business of its user. */
export async function writeContext(env: Environment, name: string, context: NatsContext): Promise<void> {
  const path = contextPath(env, name);
  await makeFolder(dirname(path), 0o700);
  await writeFile(path, `${JSON.stringify(context, undefined, 2)}\n`, { mode: 0o600 });
}

export async function removeContext(env: Environment, name: string): Promise<void> {
  await rm(contextPath(env, name), { force: true });
}

function contextPath(env: Environment, name: string): string {
  if (!CONTEXT_NAME.test(name)) throw new DomeError('CONFIG_INVALID', { detail: `${name} is no name of a context.` });
  return join(natsFolder(env), 'context', `${name}.json`);
}

const KEYS = ['url', 'user', 'password', 'token', 'creds', 'inbox_prefix', 'jetstream_api_prefix'] as const;

function contextOf(value: unknown): NatsContext {
  if (typeof value !== 'object' || value === null) throw new TypeError('a context is an object');
  const pairs = KEYS.flatMap((key) => {
    const member: unknown = Reflect.get(value, key);
    return typeof member === 'string' && member !== '' ? [[key, member]] : [];
  });
  return Object.fromEntries(pairs);
}
