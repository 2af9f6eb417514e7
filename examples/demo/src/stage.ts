// Where the story plays: temporary folders, a repository, a whole stack with two daemons, and two people, each connected as
// themselves. Nothing is shared with another demo, and nothing is left behind.

import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { plain, showLogLine, startStack, workFolder } from '@dome/cli';
import type { PlaneLogLine, Stack } from '@dome/cli';
import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import { inboxPrefixOf } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import type { ProcessEnvironment } from '@dome/runtime';
import { openRunFolder } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import { findsPython, readDemoLaw } from './release-plan.ts';
import { makeReleases } from './releases.ts';
import type { Releases } from './releases.ts';

export interface StageOptions {
  /** The folder of the examples. */
  readonly examples: string;
  readonly env: ProcessEnvironment;
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
  /** The planes answer probes and metrics. */
  readonly http?: boolean;
  readonly onProgress: (line: string) => void;
}

/** A person with a stock connection, and our client on it. */
export interface Person {
  readonly name: string;
  readonly nc: NatsConnection;
  readonly client: ControlClient;
}

export interface Stage extends AsyncDisposable {
  readonly stack: Stack;
  readonly releases: Releases;
  /** Everything that the demo creates for itself is below it. */
  readonly folder: string;
  /** Where promotion puts files, one folder for each environment. */
  readonly environments: string;
  /** Whether skills find Python. */
  readonly hasPython: boolean;
  /** Submits. */
  readonly ada: Person;
  /** Approves. */
  readonly grace: Person;
  /** The last log lines of every plane. */
  lastWords(): string[];
}

const DAEMONS = 2;
/** More than a wave has tasks, so that no job waits for a slot. */
const SLOTS = 4;
const POOL = 'default';
/** How long a lost daemon stays unnoticed; an installation waits ten times as long. */
export const ACK_WAIT_MS = 3_000;
const WORDS_KEPT = 40;
const CONNECT_MS = 10_000;

export async function openStage(options: StageOptions): Promise<Stage> {
  const { examples, env } = options;
  await using owned = new AsyncDisposableStack();
  const { path: folder } = owned.use(await openRunFolder('dome-demo-', [workFolder(env), tmpdir()]));
  const words = createWords();
  const hasPython = await findsPython(env);
  const law = await readDemoLaw(examples, { hasPython });
  const [releases, stack] = await both(
    makeReleases({ service: join(examples, 'checkout'), folder: join(folder, 'checkout'), path: env['PATH'] }),
    startStack({
      skillsDir: join(examples, 'skills'),
      secretsDir: join(examples, 'secrets'),
      domedCount: DAEMONS,
      slots: SLOTS,
      pool: POOL,
      ackWaitMs: ACK_WAIT_MS,
      law: law.files,
      people: law.people,
      env,
      cwd: folder,
      temporary: [folder],
      ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
      ...(options.http === undefined ? {} : { http: options.http }),
      onProgress: options.onProgress,
      onLog: (line) => words.keep(line),
    }),
  );
  owned.use(stack);
  const ada = owned.use(await connectPerson(stack, 'ada'));
  const grace = owned.use(await connectPerson(stack, 'grace'));
  const kept = owned.move();
  return {
    stack,
    releases,
    folder,
    environments: join(folder, 'environments'),
    hasPython,
    ada,
    grace,
    lastWords: () => words.last(),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Concurrently; if the first fails, the second is still closed. */
async function both<A, B extends AsyncDisposable>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (other.status === 'rejected') throw other.reason;
  if (one.status === 'fulfilled') return [one.value, other.value];
  await other.value[Symbol.asyncDispose]();
  throw one.reason;
}

async function connectPerson(stack: Stack, name: string): Promise<Person & AsyncDisposable> {
  const nc = await connectBus({
    servers: stack.url,
    name: `demo ${name}`,
    user: name,
    password: stack.passwords[name] ?? '',
    inboxPrefix: inboxPrefixOf(name),
    connectTimeoutMs: CONNECT_MS,
  });
  return { name, nc, client: createControlClient(nc), [Symbol.asyncDispose]: () => nc.close() };
}

function createWords(): { keep(line: PlaneLogLine): void; last(): string[] } {
  const byPlane = new Map<string, string[]>();
  return {
    keep: (line) => {
      const lines = byPlane.get(line.from) ?? [];
      lines.push(showLogLine(line, plain));
      byPlane.set(line.from, lines.slice(-WORDS_KEPT));
    },
    last: () => [...byPlane.values()].flat(),
  };
}
