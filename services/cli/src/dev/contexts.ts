import { PROVISIONERS } from '@dome/bus/provision';
import { CONTROL_API, RUNTIME_API } from '@dome/client';
import { inboxPrefixOf, SYSTEM_USER } from '@dome/contracts';

import { removeContext, writeContext } from '../connect/nats-context.ts';
import type { NatsContext } from '../connect/nats-context.ts';
import type { StackFacts } from '../connect/stack-facts.ts';

const PREFIX = 'dome';
/** Of the account VIEW. */
const OPERATOR_USER = 'operator';

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

/** So that stock `nats` commands work at once. Who only looks has no right to change anything; who provisions is named so. */
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
    [`${prefix}-OPERATOR`]: {
      ...of(OPERATOR_USER, 'Dome: everything of the runtime plane, read only', RUNTIME_API),
      jetstream_event_prefix: 'DOMED.EVENT',
    },
    [`${prefix}-OPERATOR-runs`]: {
      ...of(OPERATOR_USER, 'Dome: everything of the control plane, read only', CONTROL_API),
      jetstream_event_prefix: 'DOME.EVENT',
    },
    [`${prefix}-PROVISIONER-DOMED`]: of(PROVISIONERS.DOMED, 'Dome: changes and DELETES streams of the runtime plane'),
    [`${prefix}-PROVISIONER-DOME`]: of(PROVISIONERS.DOME, 'Dome: changes and DELETES streams of the control plane'),
    [`${prefix}-VIEW`]: of('view', 'Dome: live subjects, requests that read, the history of jobs', RUNTIME_API),
    [`${prefix}-VIEW-runs`]: of('view', 'Dome: live subjects, requests that read, the history of runs', CONTROL_API),
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
