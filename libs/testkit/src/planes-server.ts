// A real nats-server with the four accounts of the contract, and the topology made by the provisioners of the two planes:
// what `dome dev` runs on, for one test file.
import { connectBus } from '@dome/bus';
import { applyTopology, declaredTopology, PROVISIONERS } from '@dome/bus/provision';
import type { ReaderDeclaration, TopologyAccount } from '@dome/bus/provision';
import { ACCOUNTS, accountsOf, renderAccounts, TOPOLOGY } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { eventually } from './eventually.ts';
import { startTestCluster } from './nats-cluster.ts';
import { startTestServer } from './nats-server.ts';
import type { TestServer, TestServerOptions } from './nats-server.ts';
import { withTapUsers } from './tap-users.ts';

export interface PlanesServerOptions {
  /** Broker users of PEOPLE; `ada` and `grace` by default. */
  readonly people?: readonly string[];
  /** Each gets its durable. */
  readonly skills?: readonly { readonly pool: string; readonly skill: string }[];
  /** Programs that read with durables of their own; each is a broker user of that name. */
  readonly readers?: readonly ReaderDeclaration[];
  /** Of every durable; 3 s by default, so that a lost daemon shows within a test. */
  readonly ackWaitMs?: number;
  /** Of every stream: how long the broker recognizes a repeated message id; by default as the contract says. */
  readonly duplicateWindowMs?: number;
  /** What the server and the streams of both planes may store; by default the disk space there is for it. */
  readonly storeBytesMax?: number;
  /** The store of a single server; by default a temporary folder. */
  readonly storeDir?: string;
  /** 3: a cluster of three servers, each with a copy of every stream; by default one server. */
  readonly replicas?: 1 | 3;
  /** Replaces the declaration: a test grants a wrong right and sees its own check fail. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
  /** false: streams, buckets and durables are the test's own business. */
  readonly provision?: boolean;
}

type StreamName = keyof typeof TOPOLOGY.streams;

/** What `connectBus` and a service's configuration need to be that user. */
export interface Credentials {
  readonly servers: string;
  readonly user: string;
  readonly password: string;
  readonly inboxPrefix: string;
}

export interface PlanesServer extends AsyncDisposable {
  /** The first server of a cluster. */
  readonly server: TestServer;
  /** As the server was configured, with every user. */
  readonly accounts: Readonly<Record<string, AccountDeclaration>>;
  /** The server that leads the stream now: the only one if there is no cluster. */
  leaderOf(stream: StreamName): Promise<TestServer>;
  readonly url: string;
  credentials(user: string): Credentials;
  /** `domed`, `dome`, a person, `view`, a provisioner, `system` or a tap; closed with the server at the latest. */
  connectAs(user: string): Promise<NatsConnection>;
}

/** Passwords of a test are known; a real installation draws them at random. */
const passwordOf = (user: string): string => `password-of-${user}`;

/** A long time for a local server: a test must not wait for a user who never gets in. */
const CONNECT_MS = 5_000;

const ELECTED = { timeoutMs: 20_000, stepMs: 100 };

export async function startPlanesServer(options: PlanesServerOptions = {}): Promise<PlanesServer> {
  await using stack = new AsyncDisposableStack();
  const accounts = withTapUsers(options.accounts ?? ACCOUNTS);
  const people = options.people ?? ['ada', 'grace'];
  const readers = (options.readers ?? []).map(({ name }) => name);
  const config = renderAccounts({ people, readers, password: passwordOf, accounts });
  const cluster = options.replicas === 3 ? stack.use(await startTestCluster(config)) : undefined;
  const server = cluster?.values().next().value ?? stack.use(await startTestServer({ config, ...storeOf(options) }));
  const credentials = (user: string): Credentials => ({
    servers: cluster === undefined ? server.url : [...cluster.values()].map(({ url }) => url).join(','),
    user,
    password: passwordOf(user),
    inboxPrefix: `_INBOX_${user}`,
  });
  if (options.provision !== false) await provision(options, credentials, server.storeBytesMax);
  const owned = stack.move();
  const connectAs = async (user: string): Promise<NatsConnection> => {
    const nc = await connectBus({ ...credentials(user), name: `test ${user}`, connectTimeoutMs: CONNECT_MS });
    owned.defer(() => nc.close());
    return nc;
  };
  return {
    server,
    accounts: accountsOf({ people, readers, accounts }),
    get url() {
      return server.url;
    },
    leaderOf: async (stream) => {
      if (cluster === undefined) return server;
      const name = await leaderOf(stream, credentials);
      return cluster.get(name) ?? server;
    },
    credentials,
    connectAs,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function storeOf({
  storeBytesMax,
  storeDir,
}: PlanesServerOptions): Pick<TestServerOptions, 'storeBytesMax' | 'storeDir'> {
  return {
    ...(storeBytesMax === undefined ? {} : { storeBytesMax }),
    ...(storeDir === undefined ? {} : { storeDir }),
  };
}

async function provision(
  options: PlanesServerOptions,
  credentials: (user: string) => Credentials,
  storeBytesMax: number,
): Promise<void> {
  const { skills = [], readers = [], ackWaitMs = 3_000, duplicateWindowMs, replicas } = options;
  const overrides = {
    ackWaitMs,
    storeBytesMax,
    ...(duplicateWindowMs === undefined ? {} : { duplicateWindowMs }),
    ...(replicas === undefined ? {} : { replicas }),
  };
  for (const account of ['DOMED', 'DOME'] as const) {
    await withProvisioner(account, credentials, async (nc) => {
      const declared = declaredTopology({ account, skills, readers, overrides });
      // The servers of a cluster answer before all of them know that all are there.
      if (replicas === undefined) await applyTopology(nc, declared);
      else await eventually(() => applyTopology(nc, declared), ELECTED);
    });
  }
}

async function leaderOf(stream: StreamName, credentials: (user: string) => Credentials): Promise<string> {
  return await withProvisioner(TOPOLOGY.streams[stream].account, credentials, async (nc) => {
    // During an election nobody answers, or the answer names no leader.
    return await eventually(async () => {
      const info = (await nc.request(`$JS.API.STREAM.INFO.${stream}`)).json<{ cluster?: { leader?: string } }>();
      return info.cluster?.leader ?? false;
    }, ELECTED);
  });
}

async function withProvisioner<T>(
  account: TopologyAccount,
  credentials: (user: string) => Credentials,
  work: (nc: NatsConnection) => Promise<T>,
): Promise<T> {
  const user = PROVISIONERS[account];
  const nc = await connectBus({ ...credentials(user), name: `test ${user}`, connectTimeoutMs: CONNECT_MS });
  try {
    return await work(nc);
  } finally {
    await nc.close();
  }
}
