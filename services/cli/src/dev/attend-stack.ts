// What a stack does by itself while somebody develops: it starts planes again that ended, and serves skills anew that were
// edited.
import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import { inboxPrefixOf, LIMITS } from '@dome/contracts';
import { systemClock } from '@dome/runtime';

import { watchCatalogue } from './catalogue-watch.ts';
import type { Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';

export interface Attendance {
  /** Whoever sees all runs of the stack. */
  readonly person: string;
  readonly skillsDir: string;
  readonly tell: (line: string) => void;
}

/** The broker has answered already. One that has ended since would be waited for. */
const CONNECT_MS = 10_000;

const OPEN_STATES = ['pending', 'executing', 'waiting', 'finalizing'] as const;

/** @throws DomeError UNAVAILABLE when the broker has ended */
export async function attendStack(stack: Stack, { person, skillsDir, tell }: Attendance): Promise<AsyncDisposable> {
  await using owned = new AsyncDisposableStack();
  const nc = await connectBus({
    servers: stack.url,
    name: 'dome dev',
    user: person,
    inboxPrefix: inboxPrefixOf(person),
    password: stack.passwords[person] ?? '',
    connectTimeoutMs: CONNECT_MS,
  });
  owned.defer(() => nc.close());
  const client = createControlClient(nc);
  const supervisor = owned.use(
    new Supervisor({
      stack,
      clock: systemClock,
      hasOpenRuns: (beforeMs) => hasOpenRuns(client, beforeMs),
      tell,
    }),
  );
  owned.use(
    await watchCatalogue({
      dir: skillsDir,
      onChange: (changed) => void supervisor.replaceDaemons(changed),
      onTrouble: (why) => tell(`${skillsDir} is not watched any more: ${why}`),
    }),
  );
  return owned.move();
}

async function hasOpenRuns(client: ControlClient, beforeMs: number): Promise<boolean> {
  const pages = await Promise.all(OPEN_STATES.map((state) => client.runs.list({ state, limit: LIMITS.listMax })));
  // More than a page of open runs is taken for runs of before.
  return pages.some(
    ({ runs, next }) => next !== undefined || runs.some(({ submittedAt }) => Date.parse(submittedAt) < beforeMs),
  );
}
