// A whole installation in one process tree: a private broker with the four accounts, the topology of both planes, one
// control plane, and some daemons. Everything it makes is removed with it, except what was asked to persist.

import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import type { Broker } from '@dome/broker';
import { connectBus } from '@dome/bus';
import { applyTopology, declaredTopology, PROVISIONERS } from '@dome/bus/provision';
import { ACCOUNTS, DomeError, inboxPrefixOf, renderAccounts, SYSTEM_USER } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import { makeFolder, openRunFolder } from '@dome/runtime';

import { drawPassword } from '../accounts/draw-password.ts';
import { compiledFolder, workFolder } from '../folders.ts';
import { skillNames } from './catalogue-names.ts';
import type { LawFile } from '../law/folder.ts';
import type { KeptFolder } from './kept-folder.ts';
import type { PlaneLogLine } from './log-line.ts';
import { startStackPlane } from './plane-process.ts';
import type { StackPlane } from './plane-process.ts';
import { passedToSkills } from './toolchains.ts';

export interface StackOptions {
  /** Folder of the skill catalogue. */
  readonly skillsDir: string;
  /** Absent or -1: the server chooses a free one. */
  readonly port?: number;
  readonly domedCount: number;
  readonly slots: number;
  readonly pool: string;
  /** For every durable: how long a lost daemon stays unnoticed. */
  readonly ackWaitMs: number;
  /** Streams, buckets and caches are kept here; if absent, they are removed with the stack. */
  readonly kept?: KeptFolder;
  /** What skills may ask for. */
  readonly secretsDir?: string;
  /** Folders to remove if the process is killed; otherwise their makers remove them. */
  readonly temporary?: readonly string[];
  /** The documents that become the law where the stack has none yet. */
  readonly law: readonly LawFile[];
  readonly people: readonly string[];
  /** Programs that read with durables of their own. */
  readonly readers?: readonly string[];
  /** Replaces the contract's declaration of accounts, for example to add users who listen to the wire. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly logLevel?: string;
  /** Each plane answers probes and metrics at a free port of this machine. */
  readonly http?: boolean;
  /** Pages whose browsers may connect to the broker; absent: any. */
  readonly origins?: readonly string[];
  readonly onProgress: (line: string) => void;
  /** The next line of that plane is not read until the returned promise settles. */
  readonly onLog: (line: PlaneLogLine) => Promise<void> | void;
}

export interface Stack extends AsyncDisposable {
  readonly url: string;
  readonly websocketUrl: string;
  readonly monitorUrl: string;
  readonly serverVersion: string;
  readonly passwords: Readonly<Record<string, string>>;
  /** In the catalogue, by the names in their manifests. */
  readonly skills: readonly string[];
  /** The skills that some daemon could load and serves. */
  readonly served: readonly string[];
  /** Those that it began with. */
  readonly planes: readonly StackPlane[];
  /** One more, which ends with the stack. @throws DomeError UNAVAILABLE */
  startPlane(plane: StackPlane['plane'], name: string): Promise<StackPlane>;
  /** Makes durables for skills of the folder that have none yet. */
  provisionSkills(): Promise<void>;
  readonly broker: Broker;
  /** Everything that the broker and the planes write on this machine is below them. */
  readonly folders: readonly string[];
}

/** Otherwise tools show an id of 56 characters. */
const SERVER_NAME = 'dome-dev';

/** The broker is on this machine and has said that it is ready. */
const CONNECT_MS = 10_000;

/** @throws DomeError of the broker, the topology or a plane that does not start; nothing is left behind then */
export async function startStack(options: StackOptions): Promise<Stack> {
  await using stack = new AsyncDisposableStack();
  const runIn = workFolder(options.env);
  const { path: runDir } = stack.use(await openRunFolder('dome-dev-', [runIn, tmpdir()]));
  const { kept } = options;
  const dataDir = kept?.dir ?? runDir;
  const accounts = options.accounts ?? ACCOUNTS;
  const { people, readers = [] } = options;
  const passwords = { ...drawPasswords([...people, ...readers], accounts), ...kept?.passwords };
  const lawDir = join(runDir, 'law');
  await makeFolder(lawDir);
  for (const { name, text } of options.law) await writeFile(join(lawDir, name), text, { mode: 0o600 });
  const broker = stack.use(
    await startBroker({
      config: `server_name: ${SERVER_NAME}\n${renderAccounts({ people, readers, password: (user) => passwords[user] ?? '', accounts })}`,
      ...(kept === undefined ? {} : { storeDir: join(dataDir, 'nats') }),
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.origins === undefined ? {} : { origins: options.origins }),
      runIn,
      temporary: [runDir, ...(options.temporary ?? [])],
      onProgress: options.onProgress,
    }),
  );
  await kept?.keep({ passwords, port: Number(new URL(broker.url).port) });
  const skills = await skillNames(options.skillsDir);
  const serverVersion = await provision({ options, broker, passwords, skills });
  const started = new StartedPlanes({ options, url: broker.url, passwords, lawDir, dataDir });
  // Daemons end before the control plane.
  stack.defer(() => started.end('dome'));
  stack.defer(() => started.end('domed'));
  const planes = await started.startAll();
  const owned = stack.move();
  return {
    url: broker.url,
    websocketUrl: broker.websocketUrl,
    monitorUrl: broker.monitorUrl,
    serverVersion,
    passwords,
    skills,
    planes,
    startPlane: (plane, name) => started.start(plane, name),
    provisionSkills: async () => {
      await provision({ options, broker, passwords, skills: await skillNames(options.skillsDir) });
    },
    broker,
    folders: [runDir, dataDir, broker.storeDir],
    served: servedBy(planes),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As each daemon reported when it was ready. */
function servedBy(planes: readonly StackPlane[]): string[] {
  const said = planes.map(({ ready }) => ready.facts['served']);
  return [...new Set(said.flatMap((names) => (Array.isArray(names) ? names.map(String) : [])))];
}

function drawPasswords(
  named: readonly string[],
  accounts: Readonly<Record<string, AccountDeclaration>>,
): Record<string, string> {
  const declared = Object.values(accounts).flatMap(({ users }) => Object.keys(users));
  const users = [...declared.filter((user) => !user.startsWith('{')), SYSTEM_USER, ...named];
  return Object.fromEntries(users.map((user) => [user, drawPassword()]));
}

interface Provisioning {
  readonly options: StackOptions;
  readonly broker: Broker;
  readonly passwords: Readonly<Record<string, string>>;
  readonly skills: readonly string[];
}

/** Each plane by its own provisioner; the durables of the skills exist before any daemon asks for them. */
async function provision({ options, broker, passwords, skills }: Provisioning): Promise<string> {
  const versions = await Promise.all(
    (['DOMED', 'DOME'] as const).map(async (account) => {
      const user = PROVISIONERS[account];
      const nc = await connectBus({
        servers: broker.url,
        name: `dome dev ${user}`,
        user,
        inboxPrefix: inboxPrefixOf(user),
        password: passwords[user] ?? '',
        connectTimeoutMs: CONNECT_MS,
      });
      try {
        const pairs = skills.map((skill) => ({ pool: options.pool, skill }));
        const overrides = { ackWaitMs: options.ackWaitMs, storeBytesMax: broker.storeBytesMax };
        await applyTopology(nc, declaredTopology({ account, skills: pairs, overrides }));
        return nc.info?.version ?? '';
      } finally {
        await nc.close();
      }
    }),
  );
  return versions[0] ?? '';
}

interface PlaneParts {
  readonly options: StackOptions;
  readonly url: string;
  readonly passwords: Readonly<Record<string, string>>;
  readonly lawDir: string;
  readonly dataDir: string;
}

/** Every process that was started, or is being started, so that none outlives the stack. */
class StartedPlanes {
  readonly #parts: PlaneParts;
  readonly #starting = new Map<Promise<StackPlane>, StackPlane['plane']>();
  readonly #ended = new Set<StackPlane['plane']>();

  constructor(parts: PlaneParts) {
    this.#parts = parts;
  }

  /** All at once. */
  async startAll(): Promise<StackPlane[]> {
    const { domedCount } = this.#parts.options;
    const started = await Promise.allSettled([
      this.start('dome', 'dome'),
      ...Array.from({ length: domedCount }, (_, index) => this.start('domed', `domed-${index + 1}`)),
    ]);
    return started.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }

  /** @throws DomeError UNAVAILABLE once planes of its kind are ended: nobody would end it */
  start(plane: StackPlane['plane'], name: string): Promise<StackPlane> {
    if (this.#ended.has(plane))
      return Promise.reject(new DomeError('UNAVAILABLE', { detail: `The stack is stopping; ${name} is not started.` }));
    const starting = startStackPlane({ ...planeStart(this.#parts, plane, name), plane });
    this.#starting.set(starting, plane);
    starting.then(
      ({ ended }) => ended.then(() => this.#starting.delete(starting)),
      () => this.#starting.delete(starting),
    );
    return starting;
  }

  async end(plane: StackPlane['plane']): Promise<void> {
    this.#ended.add(plane);
    const ending = [...this.#starting].filter(([, kind]) => kind === plane);
    await Promise.allSettled(ending.map(async ([starting]) => (await starting).end()));
  }
}

/**
 * Only the variables set here: one of the developer's own shell must not change a plane. The exception is the one that
 * says which of her variables skills may have.
 */
function planeStart(parts: PlaneParts, plane: 'dome' | 'domed', name: string) {
  const { options, url, passwords, lawDir, dataDir } = parts;
  const inherited = Object.entries(options.env).filter(([key]) => !key.startsWith('DOME_'));
  const env = {
    NODE_COMPILE_CACHE: compiledFolder(options.env),
    ...Object.fromEntries(inherited),
    DOME_NATS_URL: url,
    DOME_NATS_USER: plane,
    DOME_INSTANCE: name,
    DOME_DRAIN: '5s',
    ...(options.logLevel === undefined ? {} : { DOME_LOG_LEVEL: options.logLevel }),
    ...(options.http === true ? { DOME_HTTP: '127.0.0.1:0' } : {}),
    ...(plane === 'dome'
      ? { DOME_LAW: lawDir }
      : {
          DOME_SKILLS: options.skillsDir,
          DOME_POOL: options.pool,
          DOME_SLOTS: String(options.slots),
          // Shared by all daemons: the jobs of each are kept out of the folders of the others.
          DOME_WORK_DIR: join(dataDir, 'domed'),
          DOME_PASS_ENV: passedToSkills(options.env),
          DOME_SECRETS: options.secretsDir,
        }),
  };
  return { name, env, password: passwords[plane] ?? '', cwd: options.cwd, onLog: options.onLog };
}
