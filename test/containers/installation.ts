// The installation of compose.yaml, started by testcontainers under a name of its own, and asked as its operator would.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connectBus } from '@dome/bus';
import { inboxPrefixOf } from '@dome/contracts';
import { DockerComposeEnvironment, Wait } from 'testcontainers';

import { HOME } from '../pages/page-shell.ts';
import { docker } from './engine.ts';

type Connection = Awaited<ReturnType<typeof connectBus>>;

export interface Container {
  readonly id: string;
  /** Of its service, such as `domed-1`. */
  readonly name: string;
}

export interface ComposeInstallation extends AsyncDisposable {
  readonly project: string;
  readonly url: string;
  /** Where a browser reaches the broker. */
  readonly websocketUrl: string;
  /** Of every user; only the operator of an installation has all of them. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Those that run. */
  containers(service: string): Promise<readonly Container[]>;
  /** Where its port 8080 is reached on this machine. */
  httpOf(container: Container): Promise<string>;
  /** Everything that the container has logged. */
  log(container: Container): Promise<string>;
  compose(...args: readonly string[]): Promise<void>;
  connectAs(user: string): Promise<Connection>;
}

const COMPOSE_FILE = 'compose.yaml';
const STARTED_MS = 180_000;
const CONNECT_MS = 5_000;

/** With the project's name. */
const composeWords = (project: string): readonly string[] => [
  'compose',
  '--file',
  join(HOME, COMPOSE_FILE),
  '--project-name',
  project,
];

export async function startInstallation(): Promise<ComposeInstallation> {
  await using stack = new AsyncDisposableStack();
  const project = `dome-test-${process.pid}`;
  const [port, websocketPort] = [await freePort(), await freePort()];
  const environment = {
    DOME_PORT_OF_NATS: String(port),
    DOME_PORT_OF_WEBSOCKET: String(websocketPort),
    // Each replica gets one that is free.
    DOME_PORTS_OF_CONSOLE: '0',
  };
  // What started only in part is taken down, too.
  stack.defer(
    async () => void (await docker([...composeWords(project), 'down', '--volumes', '--timeout', '2'], environment)),
  );
  await new DockerComposeEnvironment(HOME, COMPOSE_FILE)
    .withProjectName(project)
    .withEnvironment(environment)
    .withStartupTimeout(STARTED_MS)
    .withDefaultWaitStrategy(Wait.forHealthCheck())
    .withWaitStrategy('accounts-1', Wait.forOneShotStartup())
    .withWaitStrategy('provision-1', Wait.forOneShotStartup())
    .up();
  const passwords = await readPasswords(project);
  const url = `nats://127.0.0.1:${port}`;
  const owned = stack.move();
  return {
    project,
    url,
    websocketUrl: `ws://127.0.0.1:${websocketPort}`,
    passwords,
    containers: (service) => containersOf(project, service),
    httpOf: async ({ id }) => `http://${(await docker(['port', id, '8080/tcp'])).out.trim()}`,
    log: async ({ id }) => (await docker(['logs', id])).out,
    compose: async (...args) => void (await docker([...composeWords(project), ...args], environment)),
    connectAs: async (user) => {
      const nc = await connectBus({
        servers: url,
        user,
        password: passwords[user] ?? '',
        inboxPrefix: inboxPrefixOf(user),
        name: `test ${user}`,
        connectTimeoutMs: CONNECT_MS,
      });
      owned.defer(() => nc.close());
      return nc;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function containersOf(project: string, service: string): Promise<readonly Container[]> {
  const labels = { project, service };
  const filters = Object.entries(labels).flatMap(([name, value]) => [
    '--filter',
    `label=com.docker.compose.${name}=${value}`,
  ]);
  const { out } = await docker(['ps', '--no-trunc', ...filters, '--format', '{{.ID}} {{.Names}}']);
  return out.split('\n').flatMap((line) => {
    const [id = '', name = ''] = line.split(' ');
    return id === '' ? [] : [{ id, name: name.slice(project.length + 1) }];
  });
}

async function readPasswords(project: string): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'dome-passwords-'));
  try {
    await docker(['cp', `${project}-accounts-1:/accounts/passwords/.`, folder]);
    const users = await readdir(folder);
    const read = users.map(async (user) => [user, (await readFile(join(folder, user), 'utf8')).trim()] as const);
    return Object.fromEntries(await Promise.all(read));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The ports that the broker is published on have to be said before it starts. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
