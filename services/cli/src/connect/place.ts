// Which broker is meant, and who says so. What is nearer to the command wins: its own flags, the environment of the shell,
// the folder, the person, and last what is found on this machine. Pure; the reading is in `find-target.ts`.
import { resolve } from 'node:path';

import type { ProcessEnvironment } from '@dome/runtime';

import { usageError } from '../errors.ts';
import type { Globals } from '../globals.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { homeFolder, pathFrom } from '../folders.ts';
import { nearStack, newestStack } from './near-stack.ts';
import type { KnownStacks, StackFacts } from './stack-facts.ts';

export const LEVELS = ['command', 'shell', 'folder', 'person', 'machine'] as const;
export type Level = (typeof LEVELS)[number];

export type BrokerPlace =
  | ServerPlace
  /** A context of the nats command line. */
  | { readonly kind: 'nats'; readonly name: string; readonly user?: string }
  | { readonly kind: 'stack'; readonly facts: StackFacts; readonly user?: string }
  /** A stack that was meant, and that has not stopped in order. */
  | { readonly kind: 'ended'; readonly facts: StackFacts }
  /** A folder in which no stack was started. */
  | { readonly kind: 'absent'; readonly folder: string };

export interface ServerPlace {
  readonly kind: 'server';
  readonly address: string;
  /** Undefined: the user and the credentials of the environment belong to it. */
  readonly login?: { readonly user?: string; readonly creds?: string };
}

export interface FoundPlace {
  readonly level: Level;
  /** What names it: a flag, a variable, a line of a file. */
  readonly by: string;
  /** The context, if it has a name. */
  readonly context?: string;
  readonly place: BrokerPlace;
}

export interface PlaceSources {
  readonly globals: Globals;
  readonly env: ProcessEnvironment;
  readonly cwd: string;
  readonly stacks: KnownStacks;
  /** The context that `nats context select` chose. */
  readonly selected?: string | undefined;
}

export const DEFAULT_SERVER = 'nats://127.0.0.1:4222';

/** All that could be meant, the first first. @throws DomeError INVALID_REQUEST for an empty flag */
export function placesInOrder(sources: PlaceSources): FoundPlace[] {
  return [
    ...ofCommand(sources),
    ...ofShell(sources),
    ...ofFolder(sources),
    ...ofPerson(sources),
    ...ofMachine(sources),
  ];
}

function ofCommand(sources: PlaceSources): FoundPlace[] {
  const { server, context } = sources.globals;
  if (server === '') throw usageError('--server is empty; it takes the address of a broker.');
  return [
    ...(server === undefined ? [] : [serverOf('command', '--server', server)]),
    ...(context === undefined ? [] : [contextOf(sources, { level: 'command', by: '--context', name: context })]),
  ];
}

function ofShell(sources: PlaceSources): FoundPlace[] {
  const { DOME_CONTEXT: own, NATS_CONTEXT: nats, NATS_URL: url, DOME_NATS_URL: planes } = sources.env;
  return [
    ...(own ? [contextOf(sources, { level: 'shell', by: 'DOME_CONTEXT', name: own })] : []),
    ...(nats ? [natsOf('shell', 'NATS_CONTEXT', nats)] : []),
    ...(url ? [serverOf('shell', 'NATS_URL', url)] : []),
    ...(planes ? [serverOf('shell', 'DOME_NATS_URL', planes)] : []),
  ];
}

function ofFolder(sources: PlaceSources): FoundPlace[] {
  const near = nearStack(sources.cwd, sources.stacks);
  const started: FoundPlace[] =
    near === undefined ? [] : [{ level: 'folder', by: 'dome dev', place: stackPlace(sources, near.facts.cwd) }];
  const file = sources.globals.settings?.project;
  return [...started, ...(file === undefined ? [] : contextIn(sources, 'folder', file))];
}

function ofPerson(sources: PlaceSources): FoundPlace[] {
  const file = sources.globals.settings?.person;
  if (file === undefined) return [];
  const { server, user, creds } = file.settings;
  const chosen = contextIn(sources, 'person', file);
  if (server === undefined) return chosen;
  const login = { ...(user === undefined ? {} : { user }), ...credsOf(sources, file, creds) };
  const place: BrokerPlace = { kind: 'server', address: server, login };
  return [...chosen, { level: 'person', by: `${file.path}:${file.lineOf('/server')}`, place }];
}

function ofMachine({ stacks, selected }: PlaceSources): FoundPlace[] {
  const newest = newestStack(stacks.running);
  return [
    ...(newest === undefined
      ? []
      : [{ level: 'machine', by: 'dome dev', place: { kind: 'stack', facts: newest } } as const]),
    ...(selected === undefined ? [] : [natsOf('machine', 'nats context select', selected)]),
    { level: 'machine', by: 'the default address', place: { kind: 'server', address: DEFAULT_SERVER, login: {} } },
  ];
}

const serverOf = (level: Level, by: string, address: string): FoundPlace => ({
  level,
  by,
  place: { kind: 'server', address },
});

const natsOf = (level: Level, by: string, name: string): FoundPlace => ({
  level,
  by,
  context: name,
  place: { kind: 'nats', name },
});

function contextIn(sources: PlaceSources, level: Level, file: SettingsFile): FoundPlace[] {
  const { context: name } = file.settings;
  if (name === undefined) return [];
  return [contextOf(sources, { level, by: `${file.path}:${file.lineOf('/context')}`, name })];
}

interface SaidContext {
  readonly level: Level;
  readonly by: string;
  readonly name: string;
}

/** A name means one of the person's own contexts, else one of nats; a path means the stack that was started there. */
function contextOf(sources: PlaceSources, { level, by, name }: SaidContext): FoundPlace {
  return { level, by, context: name, place: placeOfContext(sources, name) };
}

export function placeOfContext(sources: PlaceSources, name: string): BrokerPlace {
  const file = sources.globals.settings?.person;
  const own = file?.settings.contexts?.[name];
  if (file === undefined || own === undefined) {
    if (!isPath(name)) return { kind: 'nats', name };
    return stackPlace(sources, pathFrom(sources.cwd, name, sources.env));
  }
  const { server, nats, stack, user, creds } = own;
  const as = user === undefined ? {} : { user };
  if (server !== undefined)
    return { kind: 'server', address: server, login: { ...as, ...credsOf(sources, file, creds) } };
  if (nats !== undefined) return { kind: 'nats', name: nats, ...as };
  const place = stackPlace(sources, pathFrom(homeFolder(sources.env), stack ?? '', sources.env));
  return place.kind === 'stack' ? { ...place, ...as } : place;
}

const isPath = (name: string): boolean => /[/\\]/.test(name) || /^(\.\.?|~)$/.test(name);

function stackPlace({ stacks }: PlaceSources, folder: string): BrokerPlace {
  const near = nearStack(folder, stacks);
  if (near === undefined) return { kind: 'absent', folder };
  return { kind: near.state === 'running' ? 'stack' : 'ended', facts: near.facts };
}

function credsOf({ env }: PlaceSources, file: SettingsFile, creds: string | undefined): { creds?: string } {
  return creds === undefined ? {} : { creds: pathFrom(resolve(file.path, '..'), creds, env) };
}
