import { CONTROL_API, RUNTIME_API } from '@dome/client';
import { inboxPrefixOf, SYSTEM_USER } from '@dome/contracts';

import { writeContext } from '../connect/nats-context.ts';
import type { NatsContext } from '../connect/nats-context.ts';
import { PROVISIONERS } from '../connect/provisioners.ts';

interface Reached {
  readonly url: string;
  readonly passwords: Readonly<Record<string, string>>;
  readonly people: readonly string[];
}

/** One for each account, so that stock `nats` commands work at once; those that own streams see them. */
export function contextsOf({ url, passwords, people }: Reached): Record<string, NatsContext> {
  const of = (user: string, description: string, apiPrefix?: string): NatsContext => ({
    ...{ description, url, user, password: passwords[user] ?? '', inbox_prefix: inboxPrefixOf(user) },
    ...(apiPrefix === undefined ? {} : { jetstream_api_prefix: apiPrefix }),
  });
  return {
    'dome-DOMED': of(PROVISIONERS.DOMED, 'Dome: streams, buckets and consumers of the runtime plane'),
    'dome-DOME': of(PROVISIONERS.DOME, 'Dome: streams and consumers of the control plane'),
    'dome-VIEW': of('view', 'Dome: live subjects and the history of jobs, read only', RUNTIME_API),
    'dome-SYSTEM': { ...of(SYSTEM_USER, 'Dome: the server itself'), inbox_prefix: '' },
    ...Object.fromEntries(
      people.map((person) => [
        `dome-PEOPLE-${person}`,
        of(person, `Dome: ${person}, with the streams of the runtime plane`, RUNTIME_API),
      ]),
    ),
    ...Object.fromEntries(
      people.map((person) => [
        `dome-PEOPLE-${person}-runs`,
        of(person, `Dome: ${person}, with the stream of runs`, CONTROL_API),
      ]),
    ),
  };
}

export async function writeContexts(
  env: Readonly<Record<string, string | undefined>>,
  reached: Reached,
): Promise<string[]> {
  const contexts = Object.entries(contextsOf(reached));
  for (const [name, context] of contexts) await writeContext(env, name, context);
  return contexts.map(([name]) => name);
}
