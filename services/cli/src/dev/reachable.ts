// How other programs find a running stack: a file of facts for the commands of this machine, and a context for each
// account, for `nats`. Both lie in folders of the user. If one cannot be written, the stack runs all the same and says
// so.

import type { ProcessEnvironment } from '@dome/runtime';
import type { Sink } from '../terminal/io.ts';
import { writeStackFacts } from '../connect/stack-facts.ts';
import type { StackFacts } from '../connect/stack-facts.ts';
import { writeContexts } from './contexts.ts';

export interface Reachable extends AsyncDisposable {
  /** Names of the contexts that were written. */
  readonly contexts: readonly string[];
}

export interface ToReach {
  readonly env: ProcessEnvironment;
  readonly facts: StackFacts;
  readonly people: readonly string[];
  readonly warn: Sink['write'];
}

export async function makeReachable({ env, facts, people, warn }: ToReach): Promise<Reachable> {
  await using stack = new AsyncDisposableStack();
  const { contextPrefix: prefix, url, passwords } = facts;
  const contexts = await unlessRefused(
    () => writeContexts(env, { prefix, url, passwords, people }),
    (why) => warn(`warning: No nats contexts were written: ${why}. Set XDG_CONFIG_HOME to a folder that you own.\n`),
  );
  const found = await unlessRefused(
    () => writeStackFacts(env, facts),
    (why) =>
      warn(`warning: Other commands cannot find this stack: ${why}. Set XDG_STATE_HOME to a folder that you own.\n`),
  );
  if (contexts !== undefined) stack.use(contexts);
  if (found !== undefined) stack.use(found);
  const owned = stack.move();
  return { contexts: contexts?.names ?? [], [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function unlessRefused<T>(write: () => Promise<T>, tell: (why: string) => Promise<void>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    await tell(error.message);
    return undefined;
  }
}
