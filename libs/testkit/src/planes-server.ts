// A real nats-server with the four accounts as the contract declares them, and the topology made by the provisioners of
// the two planes: what `dome dev` runs on, for one test file.
import { applyTopology, connectBus, declaredTopology } from '@dome/bus';
import type { TopologyAccount } from '@dome/bus';
import { ACCOUNTS, renderAccounts } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { startTestServer } from './nats-server.ts';
import type { TestServer } from './nats-server.ts';
import { withTapUsers } from './tap-users.ts';

export interface PlanesServerOptions {
  /** Broker users of PEOPLE; `ada` and `grace` where absent. */
  readonly people?: readonly string[];
  /** Each gets its durable. */
  readonly skills?: readonly { readonly pool: string; readonly skill: string }[];
  /** Of every durable; 3 s where absent, so that a lost daemon shows within a test. */
  readonly ackWaitMs?: number;
  /** Of every stream: how long the broker knows a message id again; as the contract says where absent. */
  readonly duplicateWindowMs?: number;
  /** Another declaration: a test grants a wrong right and sees its own check fail. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
  /** false: streams, buckets and durables are the test's own business. */
  readonly provision?: boolean;
}

/** What `connectBus` and a service's configuration need to be that user. */
export interface Credentials {
  readonly servers: string;
  readonly user: string;
  readonly password: string;
  readonly inboxPrefix: string;
}

export interface PlanesServer extends AsyncDisposable {
  readonly server: TestServer;
  readonly url: string;
  credentials(user: string): Credentials;
  /** `domed`, `dome`, a person, `view`, a provisioner, `system` or a tap; closed with the server at the latest. */
  connectAs(user: string): Promise<NatsConnection>;
}

/** Passwords of a test are known; a real installation draws them. */
const passwordOf = (user: string): string => `password-of-${user}`;

/** Long for a server on this machine: a test must not wait for a user who never gets in. */
const CONNECT_MS = 5_000;

const PROVISIONERS = { DOMED: 'domed-provisioner', DOME: 'dome-provisioner' } as const satisfies Record<
  TopologyAccount,
  string
>;

export async function startPlanesServer(options: PlanesServerOptions = {}): Promise<PlanesServer> {
  await using stack = new AsyncDisposableStack();
  const accounts = withTapUsers(options.accounts ?? ACCOUNTS);
  const people = options.people ?? ['ada', 'grace'];
  const config = renderAccounts({ people, password: passwordOf, accounts });
  const server = stack.use(await startTestServer({ config }));
  const credentials = (user: string): Credentials => ({
    servers: server.url,
    user,
    password: passwordOf(user),
    inboxPrefix: `_INBOX_${user}`,
  });
  if (options.provision !== false) await provision(options, credentials);
  const owned = stack.move();
  return {
    server,
    get url() {
      return server.url;
    },
    credentials,
    connectAs: async (user) => {
      const nc = await connectBus({ ...credentials(user), name: `test ${user}`, connectTimeoutMs: CONNECT_MS });
      owned.defer(() => nc.close());
      return nc;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function provision(options: PlanesServerOptions, credentials: (user: string) => Credentials): Promise<void> {
  const { skills = [], ackWaitMs = 3_000, duplicateWindowMs } = options;
  const overrides = { ackWaitMs, ...(duplicateWindowMs === undefined ? {} : { duplicateWindowMs }) };
  for (const account of ['DOMED', 'DOME'] as const) {
    const user = PROVISIONERS[account];
    const nc = await connectBus({ ...credentials(user), name: `test ${user}`, connectTimeoutMs: CONNECT_MS });
    try {
      await applyTopology(nc, declaredTopology({ account, skills, overrides }));
    } finally {
      await nc.close();
    }
  }
}
