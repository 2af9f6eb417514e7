// The credentials of the broker's users, as far as they are known: those of a stack of this machine, else from variables
// that are called as in infra/nats/accounts.conf.
import { inboxPrefixOf, passwordVariable } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';

import { connectTo } from '../connect/person-connection.ts';
import type { StackFacts } from '../connect/stack-facts.ts';
import type { Target } from '../connect/target.ts';

type Connection = Awaited<ReturnType<typeof connectTo>>;

export interface Keyring {
  readonly stack: StackFacts | undefined;
  /** The users whose password is known. */
  knows(user: string): boolean;
  /** Undefined where the password is not known. */
  connectAs(user: string): Promise<Connection | undefined>;
}

export interface KeyringOptions {
  /** The address, and how its certificates are checked. */
  readonly target: Target;
  readonly stack: StackFacts | undefined;
  readonly env: ProcessEnvironment;
  readonly timeoutMs: number;
}

export function openKeyring({ target, stack, env, timeoutMs }: KeyringOptions): Keyring {
  const passwordOf = (user: string): string | undefined =>
    stack?.passwords[user] ?? (env[variableOf(user)] || undefined);
  return {
    stack,
    knows: (user) => passwordOf(user) !== undefined,
    connectAs: async (user) => {
      const password = passwordOf(user);
      if (password === undefined) return undefined;
      const { servers, tls, origin } = target;
      const own = {
        servers,
        origin,
        user,
        password,
        inboxPrefix: inboxPrefixOf(user),
        ...(tls === undefined ? {} : { tls }),
      };
      return await connectTo(own, { name: 'dome doctor', timeoutMs });
    },
  };
}

/** The name of the variable: `DOME_PASSWORD_DOMED_PROVISIONER` of `domed-provisioner`. */
export const variableOf = (user: string): string => passwordVariable(user).replace(/^\$/, '');
