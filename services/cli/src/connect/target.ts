// Which broker to use, and as which user. In order: a flag, the environment, a stack of ours on this machine, the
// context selected for `nats`. Pure; the reading is beside it.

import { readServerList } from '@dome/bus';
import { DomeError, inboxPrefixOf } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';

import { usageError } from '../errors.ts';
import type { Globals } from '../globals.ts';
import { readContext, selectedContext } from './nats-context.ts';
import type { NatsContext } from './nats-context.ts';
import { findStack, stackAt } from './stack-facts.ts';
import type { StackFacts } from './stack-facts.ts';

export interface Target {
  readonly servers: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly creds?: string;
  /** Path of a file with a seed. */
  readonly nkey?: string;
  readonly jwt?: string;
  readonly jwtSeed?: string;
  readonly tls?: TlsFiles;
  readonly inboxPrefix?: string;
  /** Where this was found, for errors and `--verbose`. */
  readonly origin: string;
}

/** Paths. */
export interface TlsFiles {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly handshakeFirst?: boolean;
}

const DEFAULT_SERVER = 'nats://127.0.0.1:4222';

export interface TargetSources {
  readonly globals: Globals;
  readonly env: ProcessEnvironment;
  /** Named by --context or NATS_CONTEXT. */
  readonly named?: { readonly name: string; readonly context: NatsContext } | undefined;
  readonly stack?: StackFacts | undefined;
  readonly selected?: { readonly name: string; readonly context: NatsContext } | undefined;
}

export async function findTarget(globals: Globals, env: ProcessEnvironment, cwd: string): Promise<Target> {
  const name = globals.context ?? env['NATS_CONTEXT'];
  const named = name === undefined || name === '' ? undefined : { name, context: await readContext(env, name) };
  const stack = (await stackAt(env, globals.server)) ?? (await findStack(env, cwd));
  const chosen = await selectedContext(env);
  const selected =
    chosen === undefined || named !== undefined || stack !== undefined
      ? undefined
      : { name: chosen, context: await readContext(env, chosen) };
  return chooseTarget({ globals, env, named, stack, selected });
}

export function chooseTarget(sources: TargetSources): Target {
  const { globals, env, named, stack, selected } = sources;
  if (globals.server === '') throw usageError('--server is empty; it takes the address of a broker.');
  if (globals.server !== undefined) return withPerson(sources, ofEnvironment(env, globals.server, '--server'));
  if (named !== undefined) return withPerson(sources, ofContext(named));
  if (env['NATS_URL']) return withPerson(sources, ofEnvironment(env, env['NATS_URL'], 'NATS_URL'));
  if (stack !== undefined) return ofStack(stack, globals);
  if (selected !== undefined) return withPerson(sources, ofContext(selected));
  return withPerson(sources, { servers: DEFAULT_SERVER, origin: 'the default address' });
}

/** A flag names a different user than the place that was found. */
function withPerson({ globals, stack }: TargetSources, target: Target): Target {
  const user = globals.user ?? target.user;
  const isOfStack = stack !== undefined && target.servers === stack.url;
  const known = isOfStack && user !== undefined ? stack.passwords[user] : undefined;
  const password = globals.password ?? (globals.user === undefined ? target.password : undefined) ?? known;
  const creds = globals.creds ?? target.creds;
  const inboxPrefix = globals.user === undefined ? target.inboxPrefix : undefined;
  const token = globals.user === undefined ? target.token : undefined;
  const { servers, origin, tls, nkey, jwt, jwtSeed } = target;
  const keys = globals.user === undefined && globals.creds === undefined ? { nkey, jwt, jwtSeed } : {};
  return {
    servers,
    origin,
    ...withoutAbsent({ user, password, token, creds, ...keys }),
    ...inboxOf(inboxPrefix, user),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** @throws DomeError UNAUTHENTICATED when the stack has no such user: only the stack knows its users */
function ofStack(stack: StackFacts, globals: Globals): Target {
  const place = { servers: stack.url, origin: `the stack running as process ${stack.pid}` };
  if (globals.creds !== undefined) return { ...place, creds: globals.creds };
  const user = globals.user ?? stack.person;
  const password = globals.password ?? stack.passwords[user];
  if (password === undefined) {
    const users = Object.keys(stack.passwords).join(', ');
    throw new DomeError('UNAUTHENTICATED', {
      detail: `${upper(place.origin)} has no user ${user}.`,
      hint: `Choose one of ${users}.`,
    });
  }
  return { ...place, user, password, ...inboxOf(undefined, user) };
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Credentials = Omit<Target, 'servers' | 'origin' | 'tls'>;

/** A user in the address is never printed, and never combined with the credentials of another user. */
function ofAddress(address: string, otherwise: Credentials): Omit<Target, 'origin'> {
  const { servers, user, password, token } = readServerList(address);
  const place = { servers: servers.join(',') };
  if (user === undefined && token === undefined) return { ...place, ...otherwise };
  return { ...place, ...withoutAbsent({ user, password, token }), ...inboxOf(undefined, user) };
}

function ofContext({ name, context }: { name: string; context: NatsContext }): Target {
  const { url = DEFAULT_SERVER, user, token, inbox_prefix: inboxPrefix } = context;
  const own = { ...withoutAbsent({ token, ...loginOf(context) }), ...inboxOf(inboxPrefix, user) };
  const tls = tlsOf(context);
  return { ...ofAddress(url, own), origin: `the nats context ${name}`, ...(tls === undefined ? {} : { tls }) };
}

/** The first that is set, in the order that `nats` uses. */
function loginOf({ user, password, creds, nkey, user_jwt: jwt, user_seed: jwtSeed }: NatsContext) {
  if (user !== undefined) return { user, password };
  if (creds !== undefined) return { creds };
  return nkey === undefined ? { jwt, jwtSeed } : { nkey };
}

function tlsOf({ ca: caFile, cert: certFile, key: keyFile, tls_first: isFirst }: NatsContext): TlsFiles | undefined {
  const files = withoutAbsent({ caFile, certFile, keyFile });
  if (Object.keys(files).length === 0 && isFirst !== true) return undefined;
  return { ...files, ...(isFirst === true ? { handshakeFirst: true } : {}) };
}

function ofEnvironment(env: ProcessEnvironment, address: string, origin: string): Target {
  const [user, password, creds, inboxPrefix] = ['USER', 'PASSWORD', 'CREDS', 'INBOX_PREFIX'].map(
    (name) => env[`NATS_${name}`] || undefined,
  );
  const own = { ...withoutAbsent({ user, password, creds }), ...inboxOf(inboxPrefix, user) };
  return { ...ofAddress(address, own), origin };
}

function withoutAbsent(of: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(of).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** Dome's accounts grant each user an inbox prefix of its own, and no other. */
function inboxOf(prefix: string | undefined, user: string | undefined): { inboxPrefix?: string } {
  const inboxPrefix = prefix ?? (user === undefined ? undefined : inboxPrefixOf(user));
  return inboxPrefix === undefined ? {} : { inboxPrefix };
}
