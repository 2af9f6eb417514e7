// The contexts of the `nats` command line, read and written as it does: someone who has one needs no flag of ours, and
// a stack of ours can be used with stock `nats` commands at once. A setting that Dome cannot follow is an error: to
// ignore it would lead to another server, or to the same one as someone else.

import { constants } from 'node:fs';
import { access, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DomeError } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';
import { makeFolder } from '@dome/runtime';

import { homeFolder, natsFolder } from '../folders.ts';

/** The keys of a context file that Dome uses. */
export interface NatsContext {
  readonly description?: string;
  readonly url?: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly creds?: string;
  readonly nkey?: string;
  readonly user_jwt?: string;
  readonly user_seed?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly tls_first?: boolean;
  readonly inbox_prefix?: string;
  readonly jetstream_api_prefix?: string;
  readonly jetstream_event_prefix?: string;
}

/**
 * @throws DomeError CONFIG_INVALID when there is no context of that name, or it has a member that Dome cannot follow
 */
export async function readContext(env: ProcessEnvironment, name: string): Promise<NatsContext> {
  const path = contextPath(env, name);
  const members = await readMembers(path).catch((cause: unknown) => {
    const detail = `The nats context ${name} cannot be read (${path}).`;
    throw new DomeError('CONFIG_INVALID', { detail, hint: 'List the contexts with `dome context list`.' }, { cause });
  });
  const context = contextOf(members, { name, env });
  for (const member of PATHS) {
    const file = context[member];
    if (file === undefined) continue;
    await access(file, constants.R_OK).catch((cause: unknown) => {
      throw unusable({ name, member, why: `names ${file}, which cannot be read`, cause });
    });
  }
  return context;
}

/** The names of all contexts, sorted. */
export async function contextNames(env: ProcessEnvironment): Promise<string[]> {
  const files = await readdir(join(natsFolder(env), 'context')).catch(() => []);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
}

/** The name of the context that `nats context select` chose, if any. */
export async function selectedContext(env: ProcessEnvironment): Promise<string | undefined> {
  const name = (await readFile(join(natsFolder(env), 'context.txt'), 'utf8').catch(() => '')).trim();
  return name === '' ? undefined : name;
}

/** Writes or replaces the context; the user decides which one is selected. */
export async function writeContext(env: ProcessEnvironment, name: string, context: NatsContext): Promise<void> {
  const path = contextPath(env, name);
  await makeFolder(dirname(path), 0o700);
  await writeFile(path, `${JSON.stringify(context, undefined, 2)}\n`, { mode: 0o600 });
}

export async function removeContext(env: ProcessEnvironment, name: string): Promise<void> {
  await rm(contextPath(env, name), { force: true });
}

/** `nats` takes every file in that folder for a context. */
function contextPath(env: ProcessEnvironment, name: string): string {
  if (name !== '' && !name.includes('..') && !/[/\\\0]/.test(name))
    return join(natsFolder(env), 'context', `${name}.json`);
  throw new DomeError('CONFIG_INVALID', { detail: `${JSON.stringify(name)} is not the name of a context.` });
}

type Members = Readonly<Record<string, unknown>>;

async function readMembers(path: string): Promise<Members> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new TypeError('a context is an object');
  return Object.fromEntries(Object.entries(value));
}

const TEXTS = ['url', 'inbox_prefix', 'jetstream_api_prefix'] as const;
const SECRETS = ['user', 'password', 'token', 'user_jwt', 'user_seed'] as const;
const PATHS = ['creds', 'nkey', 'ca', 'cert', 'key'] as const;
/** Settings that would lead to another server or another login, in ways that Dome does not support. */
const BEYOND = ['nsc', 'socks_proxy', 'jetstream_domain', 'windows_cert_store', 'windows_cert_match'] as const;
/** `nats` resolves such a value with a program or a vault. */
const REFERENCE = /^(?:env|nsc|op|keyring|vault):\/\//;

interface Reading {
  readonly name: string;
  readonly env: ProcessEnvironment;
}

function contextOf(members: Members, { name, env }: Reading): NatsContext {
  const textOf = (member: string): string | undefined => {
    const value = members[member];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw unusable({ name, member, why: 'is not a string' });
    return value;
  };
  for (const member of BEYOND) {
    if (textOf(member) !== undefined) throw unusable({ name, member, why: 'is set' });
  }
  const pick = (keys: readonly string[], read: (text: string, member: string) => string) =>
    keys.flatMap((member) => {
      const text = textOf(member);
      return text === undefined ? [] : [[member, read(text, member)] as const];
    });
  const plain = (text: string, member: string): string => {
    if (REFERENCE.test(text)) throw unusable({ name, member, why: `refers to ${text}` });
    return text;
  };
  const asPath = (text: string, member: string): string => {
    const path = pathIn(text.replace(/^file:\/\//, ''), env);
    if (/^[a-z][a-z0-9+.-]*:\/\//.test(path)) throw unusable({ name, member, why: `refers to ${path}` });
    return path;
  };
  const all = [...pick(TEXTS, (text) => text), ...pick(SECRETS, plain), ...pick(PATHS, asPath)];
  const context: NatsContext = {
    ...Object.fromEntries(all),
    ...(members['tls_first'] === true ? { tls_first: true } : {}),
  };
  if ((context.cert === undefined) === (context.key === undefined)) return context;
  const member = context.cert === undefined ? 'key' : 'cert';
  throw unusable({ name, member, why: `stands without ${member === 'key' ? 'cert' : 'key'}` });
}

/** Expands `~` and variables, as a shell would. */
function pathIn(text: string, env: ProcessEnvironment): string {
  const expanded = text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    return env[braced ?? bare ?? ''] ?? '';
  });
  return expanded.startsWith('~') ? `${homeFolder(env)}${expanded.slice(1)}` : expanded;
}

interface Unusable {
  readonly name: string;
  readonly member: string;
  readonly why: string;
  readonly cause?: unknown;
}

function unusable({ name, member, why, cause }: Unusable): DomeError {
  return new DomeError(
    'CONFIG_INVALID',
    {
      detail: `The nats context ${name} cannot be used: its ${member} ${why}.`,
      hint: 'Give the server and your user with flags, or choose another context.',
    },
    { cause },
  );
}
