// The credentials of the broker's users, as far as they are known: those of a stack of this machine, else those of this
// shell.
import { inboxPrefixOf } from '@dome/contracts';

import type { KnownPasswords } from './known-passwords.ts';
import { connectTo } from './person-connection.ts';
import type { StackFacts } from './stack-facts.ts';
import type { Target } from './target.ts';

type Connection = Awaited<ReturnType<typeof connectTo>>;

export interface Keyring {
  readonly stack: StackFacts | undefined;
  /** The users whose password is known. */
  knows(user: string): boolean;
  /** The same broker as that user; undefined where the password is not known. */
  targetAs(user: string): Target | undefined;
  /** Undefined where the password is not known. */
  connectAs(user: string): Promise<Connection | undefined>;
}

export interface KeyringOptions {
  /** The address, and how its certificates are checked. */
  readonly target: Target;
  readonly stack: StackFacts | undefined;
  readonly known: KnownPasswords;
  readonly timeoutMs: number;
}

export function openKeyring({ target, stack, known, timeoutMs }: KeyringOptions): Keyring {
  const targetAs = (user: string): Target | undefined => {
    const password = stack?.passwords[user] ?? known(user);
    if (password === undefined) return undefined;
    const { servers, tls, origin } = target;
    const tlsOrNone = tls === undefined ? {} : { tls };
    return { servers, origin, user, password, inboxPrefix: inboxPrefixOf(user), ...tlsOrNone };
  };
  return {
    stack,
    knows: (user) => targetAs(user) !== undefined,
    targetAs,
    connectAs: async (user) => {
      const own = targetAs(user);
      return own === undefined ? undefined : await connectTo(own, { name: 'dome doctor', timeoutMs });
    },
  };
}
