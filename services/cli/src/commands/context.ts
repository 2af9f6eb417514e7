// `dome context`: where commands may go, where they go from here, and why.
import { findPlace, readPlaceSources, targetOf } from '../connect/find-target.ts';
import { namedContexts } from '../connect/named-contexts.ts';
import { nearStack } from '../connect/near-stack.ts';
import { placeOfContext, placesInOrder } from '../connect/place.ts';
import type { FoundPlace, PlaceSources } from '../connect/place.ts';
import { forgetEnded } from '../connect/stack-facts.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { askedText } from '../asked.ts';
import { contextsText, placesHere, placesText } from '../render/context-view.ts';
import { personFile } from '../settings/settings-file.ts';
import { writeSetting } from '../settings/write-setting.ts';

export async function contextList(context: Context): Promise<number> {
  const sources = await sourcesOf(context);
  const [current] = placesInOrder(sources);
  const contexts = (await namedContexts(sources)).map((one) => ({
    ...one,
    isCurrent: current !== undefined && nameOf(current) === one.name,
  }));
  const text = (): string => contextsText(contexts, { current, sink: context.io.out });
  context.show({ value: { contexts }, items: contexts, text });
  return EXIT.success;
}

/** @throws DomeError of the place that is meant: one that cannot be reached says why */
export async function contextShow(context: Context, name: string | undefined): Promise<number> {
  const sources = await sourcesOf(context);
  const { target, found } = name === undefined ? await findPlace(sources) : await namedPlace(sources, name);
  const { servers: server, user, origin } = target;
  const places = placesHere(placesInOrder(sources));
  const value = {
    server,
    user,
    creds: target.creds,
    origin,
    ...(name === undefined ? { level: found.level, places } : {}),
  };
  const text = (): string =>
    `${askedText(target)}\n${name === undefined ? `\n${placesText(places, context.io.out)}` : ''}`;
  context.show({ value, text });
  return EXIT.success;
}

/** @throws DomeError where the name leads nowhere: nothing is written then */
export async function contextUse(context: Context, name: string): Promise<number> {
  const { env, cwd } = context.io;
  const sources = await sourcesOf(context);
  const { target, found } = await namedPlace(sources, name);
  const chosen = found.place.kind === 'stack' && !isOwn(sources, name) ? found.place.facts.cwd : name;
  const path = personFile(env);
  await writeSetting({ path, scope: 'person', keys: ['context'], value: chosen });
  // Whoever chooses another place here does not wait for the stack that ended.
  const near = nearStack(cwd, sources.stacks);
  if (near?.state === 'ended') await forgetEnded(env, near.facts.cwd);
  context.note(`${path}: commands go to ${askedText(target)}`);
  const first = placesInOrder(await sourcesOf(context)).find(({ level }) => level !== 'command');
  if (first?.level === 'shell' || first?.level === 'folder')
    context.note(
      `note: here ${first.by === 'dome dev' ? 'the stack of this folder' : first.by} goes first, because it is nearer; --context ${chosen} goes before it`,
    );
  return EXIT.success;
}

const sourcesOf = ({ globals, io }: Context): Promise<PlaceSources> => readPlaceSources(globals, io.env, io.cwd);

async function namedPlace(sources: PlaceSources, name: string) {
  const found: FoundPlace = {
    level: 'command',
    by: `the context ${name}`,
    context: name,
    place: placeOfContext(sources, name),
  };
  return { found, target: await targetOf(sources, found) };
}

const isOwn = ({ globals }: PlaceSources, name: string): boolean =>
  globals.settings?.person?.settings.contexts?.[name] !== undefined;

function nameOf({ context, place }: FoundPlace): string | undefined {
  if (place.kind === 'stack' || place.kind === 'ended')
    return context?.includes('/') === false ? context : place.facts.cwd;
  return context;
}
