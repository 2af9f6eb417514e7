import { PROVISIONERS } from '@dome/bus/provision';
import { CONTROL_API, RUNTIME_API } from '@dome/client';
import { inboxPrefixOf, SYSTEM_USER } from '@dome/contracts';

import { removeContext, writeContext } from '../connect/nats-context.ts';
import type { NatsContext } from '../connect/nats-context.ts';
import type { StackFacts } from '../connect/stack-facts.ts';

const PREFIX = 'dome';

interface Reached {
  /** What their names begin with. */
  readonly prefix: string;
  readonly url: string;
  readonly passwords: Readonly<Record<string, string>>;
  readonly people: readonly string[];
}

/** The first stack of a machine gets the plain names. A second one leaves them alone, and is told apart by its port. */
export function prefixBeside(running: readonly StackFacts[], url: string): string {
  return running.some(({ contextPrefix }) => contextPrefix === PREFIX) ? `${PREFIX}-${new URL(url).port}` : PREFIX;
}

/** One for each account, so that stock `nats` commands work at once; the accounts that own streams see them. */
export function contextsOf({ prefix, url, passwords, people }: Reached): Record<string, NatsContext> {
  const of = (user: string, description: string, apiPrefix?: string): NatsContext => ({
    description,
    url,
    user,
    password: passwords[user] ?? '',
    inbox_prefix: inboxPrefixOf(user),
    ...(apiPrefix === undefined ? {} : { jetstream_api_prefix: apiPrefix }),
  });
  return {
    [`${prefix}-DOMED`]: of(PROVISIONERS.DOMED, 'Dome: streams, buckets and consumers of the runtime plane'),
    [`${prefix}-DOME`]: of(PROVISIONERS.DOME, 'Dome: streams and consumers of the control plane'),
    [`${prefix}-VIEW`]: of('view', 'Dome: live subjects and the history of jobs, read only', RUNTIME_API),
    [`${prefix}-SYSTEM`]: { ...of(SYSTEM_USER, 'Dome: the server itself'), inbox_prefix: '' },
    ...Object.fromEntries(
      people.map((person) => [
        `${prefix}-PEOPLE-${person}`,
        of(person, `Dome: ${person}, with the streams of the runtime plane`, RUNTIME_API),
      ]),
    ),
    ...Object.fromEntries(
      people.map((person) => [
        `${prefix}-PEOPLE-${person}-runs`,
        of(person, `Dome: ${person}, with the stream of runs`, CONTROL_API),
      ]),
    ),
  };
}

export interface WrittenContexts extends AsyncDisposable {
  readonly names: readonly string[];
}

/**
 * Contexts with plain names outlive their stack, because one of them may be selected. Those with a port would pile up.
 */
export async function writeContexts(
  env: Readonly<Record<string, string | undefined>>,
  reached: Reached,
): Promise<WrittenContexts> {
  const contexts = Object.entries(contextsOf(reached));
  for (const [name, context] of contexts) await writeContext(env, name, context);
  const names = contexts.map(([name]) => name);
  const passing = reached.prefix === PREFIX ? [] : names;
  return {
    names,
    [Symbol.asyncDispose]: async () => void (await Promise.all(passing.map((name) => removeContext(env, name)))),
  };
}
