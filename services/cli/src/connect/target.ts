// Which broker, and as whom: a flag wins over the environment, the environment over a stack of ours that runs on this
// machine, that over the context that is selected for `nats`. Pure over what was read; the reading is beside it.

import { inboxPrefixOf } from '@dome/contracts';

import type { Globals } from '../globals.ts';
import type { Environment } from './folders.ts';
import { readContext, selectedContext } from './nats-context.ts';
import type { NatsContext } from './nats-context.ts';
import { findStack } from './stack-facts.ts';
import type { StackFacts } from './stack-facts.ts';

export interface Target {
  readonly servers: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly creds?: string;
  readonly inboxPrefix?: string;
  /** Where this was found, for errors and `--verbose`. */
  readonly origin: string;
}

const DEFAULT_SERVER = 'nats://127.0.0.1:4222';

export interface TargetSources {
  readonly globals: Globals;
  readonly env: Environment;
  /** Named by --context or NATS_CONTEXT. */
  readonly named?: { readonly name: string; readonly context: NatsContext } | undefined;
  readonly stack?: StackFacts | undefined;
  readonly selected?: { readonly name: string; readonly context: NatsContext } | undefined;
}

export async function findTarget(globals: Globals, env: Environment, cwd: string): Promise<Target> {
  const name = globals.context ?? env['NATS_CONTEXT'];
  const named = name === undefined || name === '' ? undefined : { name, context: await readContext(env, name) };
  const stack = await findStack(env, cwd);
  const chosen = await selectedContext(env);
  const selected =
    chosen === undefined || named !== undefined || stack !== undefined
      ? undefined
      : { name: chosen, context: await readContext(env, chosen) };
  return chooseTarget({ globals, env, named, stack, selected });
}

export function chooseTarget(sources: TargetSources): Target {
  const { globals, env, named, stack, selected } = sources;
  if (globals.server !== undefined) return withPerson(sources, { servers: globals.server, origin: '--server' });
  if (named !== undefined) return withPerson(sources, ofContext(named));
  if (env['NATS_URL']) return withPerson(sources, { servers: env['NATS_URL'], ...ofEnvironment(env) });
  if (stack !== undefined) return ofStack(stack, globals);
  if (selected !== undefined) return withPerson(sources, ofContext(selected));
  return withPerson(sources, { servers: DEFAULT_SERVER, origin: 'the default address' });
}

/** A flag names another person than the place that was found. */
function withPerson({ globals, stack }: TargetSources, target: Target): Target {
  const user = globals.user ?? target.user;
  const isOfStack = stack !== undefined && target.servers === stack.url;
  const known = isOfStack && user !== undefined ? stack.passwords[user] : undefined;
  const password = globals.password ?? (globals.user === undefined ? target.password : undefined) ?? known;
  const creds = globals.creds ?? target.creds;
  const inboxPrefix = globals.user === undefined ? target.inboxPrefix : undefined;
  return {
    servers: target.servers,
    origin: target.origin,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(target.token === undefined ? {} : { token: target.token }),
    ...(creds === undefined ? {} : { creds }),
    ...inboxOf(inboxPrefix, user),
  };
}

function ofStack(stack: StackFacts, globals: Globals): Target {
  const user = globals.user ?? stack.person;
  const password = globals.password ?? stack.passwords[user];
  return {
    servers: stack.url,
    origin: `the stack that runs as process ${stack.pid}`,
    user,
    ...(password === undefined ? {} : { password }),
    ...inboxOf(undefined, user),
  };
}

function ofContext({ name, context }: { name: string; context: NatsContext }): Target {
  const { user, password, token, creds } = context;
  return {
    servers: context.url ?? DEFAULT_SERVER,
    origin: `the nats context ${name}`,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(token === undefined ? {} : { token }),
    ...(creds === undefined ? {} : { creds }),
    ...inboxOf(context.inbox_prefix, user),
  };
}

function ofEnvironment(env: Environment): Omit<Target, 'servers'> {
  const [user, password, creds] = [env['NATS_USER'], env['NATS_PASSWORD'], env['NATS_CREDS']];
  return {
    origin: 'NATS_URL',
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    ...(creds ? { creds } : {}),
    ...inboxOf(env['NATS_INBOX_PREFIX'] || undefined, user || undefined),
  };
}

/** The accounts of Dome grant each user an inbox of its own, and no other. */
function inboxOf(prefix: string | undefined, user: string | undefined): { inboxPrefix?: string } {
  const inboxPrefix = prefix ?? (user === undefined ? undefined : inboxPrefixOf(user));
  return inboxPrefix === undefined ? {} : { inboxPrefix };
}
