// Every place that has a name: the stacks of this machine by their folders, contexts of a person's own, and those of the nats
// command line.
import { homeFolder, pathFrom } from '../folders.ts';
import { contextNames } from './nats-context.ts';
import type { PlaceSources } from './place.ts';

export interface NamedContext {
  readonly name: string;
  /** Absent where only its own file says. */
  readonly server?: string;
  readonly user?: string;
  readonly says: string;
}

export async function namedContexts(sources: PlaceSources): Promise<NamedContext[]> {
  return [...stacksIn(sources), ...ownIn(sources), ...(await natsIn(sources))];
}

function stacksIn({ stacks }: PlaceSources): NamedContext[] {
  const running = stacks.running.map(({ cwd, url, person, process: { pid } }) => ({
    name: cwd,
    server: url,
    user: person,
    says: `the stack started there, process ${pid}`,
  }));
  const ended = stacks.ended.map(({ cwd, process: { pid } }) => ({
    name: cwd,
    says: `the stack started there, process ${pid}, does not run any more`,
  }));
  return [...running, ...ended];
}

function ownIn({ globals, env }: PlaceSources): NamedContext[] {
  const file = globals.settings?.person;
  return Object.entries(file?.settings.contexts ?? {}).map(([name, { server, nats, stack, user }]) => {
    const leads =
      nats === undefined ? `the stack of ${pathFrom(homeFolder(env), stack ?? '', env)}` : `the nats context ${nats}`;
    return {
      name,
      says: `${server === undefined ? leads : 'an address'}, in ${file?.path}:${file?.lineOf(`/contexts/${name}`)}`,
      ...(server === undefined ? {} : { server }),
      ...(user === undefined ? {} : { user }),
    };
  });
}

/** Those that a stack writes for `nats` are that stack, and it is listed while it runs. */
async function natsIn({ env }: PlaceSources): Promise<NamedContext[]> {
  const names = await contextNames(env);
  return names
    .filter((name) => !OF_STACK.test(name))
    .map((name) => ({ name, says: 'a context of the nats command line' }));
}

/** As a stack calls the contexts that it writes. */
const OF_STACK = /^dome-(?:\d+-)?(?:DOMED|DOME|VIEW|SYSTEM|PEOPLE-.+)$/;
