// Reads what could be meant by a command, and takes the first.
import { DomeError, nearestName } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';

import type { Globals } from '../globals.ts';
import { knownPasswords } from './known-passwords.ts';
import { contextNames, readContext, selectedContext } from './nats-context.ts';
import type { NatsContext } from './nats-context.ts';
import { placesInOrder } from './place.ts';
import type { FoundPlace, PlaceSources } from './place.ts';
import { knownStacks } from './stack-facts.ts';
import { chooseTarget } from './target.ts';
import type { Target } from './target.ts';

export interface FoundTarget {
  readonly target: Target;
  readonly found: FoundPlace;
}

export async function readPlaceSources(globals: Globals, env: ProcessEnvironment, cwd: string): Promise<PlaceSources> {
  return { globals, env, cwd, stacks: await knownStacks(env), selected: await selectedContext(env) };
}

export async function findTarget(globals: Globals, env: ProcessEnvironment, cwd: string): Promise<Target> {
  return (await findPlace(await readPlaceSources(globals, env, cwd))).target;
}

/** @throws DomeError CONFIG_INVALID for a context that there is not, UNAVAILABLE for a stack that does not run */
export async function findPlace(sources: PlaceSources): Promise<FoundTarget> {
  const [found] = placesInOrder(sources);
  if (found === undefined) throw new TypeError('the default address is always a place');
  return { found, target: await targetOf(sources, found) };
}

export async function targetOf(sources: PlaceSources, found: FoundPlace): Promise<Target> {
  const { place } = found;
  const nats = place.kind === 'nats' ? await contextNamed(sources, found, place.name) : undefined;
  return chooseTarget({ ...sources, known: knownPasswords(sources.env, sources.cwd), found, nats });
}

/** A name that no context has is said with the ones that were meant, and with what asks for it. */
async function contextNamed({ globals, env }: PlaceSources, found: FoundPlace, name: string): Promise<NatsContext> {
  const names = await contextNames(env);
  if (names.includes(name)) return await readContext(env, name);
  const own = Object.keys(globals.settings?.person?.settings.contexts ?? {});
  const meant = nearestName(name, [...own, ...names]);
  const isOwn = found.context !== undefined && own.includes(found.context);
  const missing = isOwn
    ? `The context ${found.context} leads to the nats context ${name}, and there is none of that name.`
    : `There is no context ${name}${found.by.endsWith(` ${name}`) ? '' : ` (${found.by})`}.`;
  throw new DomeError('CONFIG_INVALID', {
    detail: missing,
    hint:
      meant === undefined || isOwn
        ? `List the contexts with \`dome context list\`, or make it one: \`dome config set --global contexts.${name}.server ADDRESS\`.`
        : `Did you mean ${meant}? List the contexts with \`dome context list\`.`,
  });
}
