// How a place is reached, and as whom. Pure; the reading is in `find-target.ts`.

import { readServerList } from '@dome/bus';
import type { TlsFiles } from '@dome/bus';
import { DomeError, inboxPrefixOf } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';

import type { Globals } from '../globals.ts';
import type { KnownPasswords } from './known-passwords.ts';
import type { NatsContext } from './nats-context.ts';
import { newestStack, stackName } from './near-stack.ts';
import { DEFAULT_SERVER } from './place.ts';
import type { FoundPlace, ServerPlace } from './place.ts';
import type { KnownStacks, StackFacts } from './stack-facts.ts';

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
  /** Where this was found, for errors and `dome whoami`. */
  readonly origin: string;
}

export interface TargetSources {
  readonly globals: Globals;
  readonly env: ProcessEnvironment;
  readonly stacks: KnownStacks;
  readonly known: KnownPasswords;
  readonly found: FoundPlace;
  /** The members of the place, if it is a context of nats. */
  readonly nats?: NatsContext | undefined;
}

/** @throws DomeError UNAVAILABLE when a stack is meant that does not run, UNAUTHENTICATED when it has no such user */
export function chooseTarget(sources: TargetSources): Target {
  const { stacks, found, nats = {} } = sources;
  const { place } = found;
  switch (place.kind) {
    case 'server':
      return withPerson(sources, ofServer(sources, place));
    case 'nats':
      return withPerson(sources, {
        ...ofContext(nats),
        origin: contextOrigin(found, `the nats context ${place.name}`),
      });
    case 'stack':
      return ofStack(sources, place);
    case 'ended':
      throw endedError(place.facts, stacks);
    case 'absent':
      throw new DomeError('UNAVAILABLE', {
        detail: `No stack was started in ${place.folder} (${found.by}).`,
        hint: 'Start one there with `dome dev`, or choose another context: `dome context list`.',
      });
  }
}

/** A context of a person's own has a name that says more than where it leads. */
const contextOrigin = ({ context, by, level }: FoundPlace, otherwise: string): string => {
  if (context === undefined || otherwise.endsWith(` ${context}`)) return otherwise;
  return level === 'command' || level === 'shell' ? `the context ${context}` : `the context ${context}, by ${by}`;
};

/** What was meant for a stack that is gone goes to no other. */
function endedError({ cwd, url, process: { pid } }: StackFacts, { running }: KnownStacks): DomeError {
  const other = newestStack(running);
  const gone = `The stack of ${cwd} (process ${pid}, ${url}) does not run any more`;
  const again = 'Start it again with `dome dev`';
  if (other === undefined)
    return new DomeError('UNAVAILABLE', {
      detail: `${gone}, and it did not stop in order.`,
      hint: `${again}. To speak to another broker from here, choose a context: \`dome context list\`.`,
    });
  return new DomeError('UNAVAILABLE', {
    detail: `${gone}. Another runs, ${stackName(other)} at ${other.url}; nothing was sent there.`,
    hint: `${again}, or speak to the other: add --context ${other.cwd}, or always from here, \`dome context use ${other.cwd}\`.`,
  });
}

/**
 * The user is the first that is named: by a flag, then where the place is named, then in the environment. Its password is
 * the one beside that name, or one that stands beside no name; else the one that is known of it. The password of a user
 * is never sent as that of another, and what the shell knows only to a broker that the shell or a flag names.
 */
function withPerson({ globals, stacks, known, found }: TargetSources, target: Target): Target {
  const asked = globals.user ?? ('user' in found.place ? found.place.user : undefined);
  const user = asked ?? target.user;
  const stack = stacks.running.find(({ url }) => url === target.servers);
  const isSame = asked === undefined || asked === target.user;
  const beside = isSame || target.user === undefined ? target.password : undefined;
  const creds = globals.creds ?? target.creds;
  const isOfShell = found.place.kind === 'server' && found.place.login === undefined;
  const ofUser = user === undefined ? undefined : (stack?.passwords[user] ?? (isOfShell ? known(user) : undefined));
  const password = globals.password ?? beside ?? (creds === undefined ? ofUser : undefined);
  const inboxPrefix = isSame ? target.inboxPrefix : undefined;
  const token = asked === undefined ? target.token : undefined;
  const { servers, origin, tls, nkey, jwt, jwtSeed } = target;
  const keys = asked === undefined && globals.creds === undefined ? { nkey, jwt, jwtSeed } : {};
  return {
    servers,
    origin,
    ...withoutAbsent({ user, password, token, creds, ...keys }),
    ...inboxOf(inboxPrefix, user),
    ...(tls === undefined ? {} : { tls }),
  };
}

interface StackPlace {
  readonly facts: StackFacts;
  readonly user?: string;
}

/** @throws DomeError UNAUTHENTICATED when the stack has no such user: only the stack knows its users */
function ofStack({ globals }: TargetSources, { facts, user: named }: StackPlace): Target {
  const place = { servers: facts.url, origin: stackName(facts) };
  if (globals.creds !== undefined) return { ...place, creds: globals.creds };
  const user = globals.user ?? named ?? facts.person;
  const password = globals.password ?? facts.passwords[user];
  if (password === undefined) {
    const users = Object.keys(facts.passwords).join(', ');
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

function ofServer({ env, found }: TargetSources, { address, login }: ServerPlace): Target {
  const isOfShell = login === undefined;
  const own = isOfShell ? loginIn(env) : { ...login, ...inboxOf(undefined, login.user) };
  const tls = isOfShell ? tlsOf(tlsIn(env)) : undefined;
  return {
    ...ofAddress(address, own),
    ...(tls === undefined ? {} : { tls }),
    origin: contextOrigin(found, found.by),
  };
}

function ofContext(context: NatsContext): Omit<Target, 'origin'> {
  const { url = DEFAULT_SERVER, user, token, inbox_prefix: inboxPrefix } = context;
  const own = { ...withoutAbsent({ token, ...loginOf(context) }), ...inboxOf(inboxPrefix, user) };
  const tls = tlsOf(context);
  return { ...ofAddress(url, own), ...(tls === undefined ? {} : { tls }) };
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

function loginIn(env: ProcessEnvironment): Credentials {
  const [user, password, creds, nkey, inboxPrefix] = ['USER', 'PASSWORD', 'CREDS', 'NKEY', 'INBOX_PREFIX'].map(
    (name) => env[`NATS_${name}`] || undefined,
  );
  return { ...withoutAbsent({ user, password, creds, nkey }), ...inboxOf(inboxPrefix, user) };
}

/** As `nats` calls them, or as the planes do. */
function tlsIn(env: ProcessEnvironment): Pick<NatsContext, 'ca' | 'cert' | 'key'> {
  const [ca, cert, key] = ['CA', 'CERT', 'KEY'].map(
    (name) => env[`NATS_${name}`] || env[`DOME_NATS_TLS_${name}`] || undefined,
  );
  return withoutAbsent({ ca, cert, key });
}

function withoutAbsent(of: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(of).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** Dome's accounts grant each user an inbox prefix of its own, and no other. */
function inboxOf(prefix: string | undefined, user: string | undefined): { inboxPrefix?: string } {
  const inboxPrefix = prefix ?? (user === undefined ? undefined : inboxPrefixOf(user));
  return inboxPrefix === undefined ? {} : { inboxPrefix };
}
