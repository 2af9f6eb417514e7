// What is besieged: a broker with the accounts of the contract, two replicas of dome and two daemons as processes of their
// own, and the people. Whatever attacks leave in the daemons' folders is removed with the siege's one folder.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createPublisher } from '@dome/bus';
import { createControlClient, createRuntimeClient } from '@dome/client';
import type { ControlClient, RuntimeClient } from '@dome/client';
import { LEAKED_SECRETS, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type { Daemon, PlaneProcess, PlanesServer } from '@dome/testkit';

import { createDice } from '../chaos/dice.ts';
import type { Dice } from '../chaos/dice.ts';
import { openStrikes } from './strikes.ts';
import type { Strikes } from './strikes.ts';

export type Connection = Awaited<ReturnType<PlanesServer['connectAs']>>;
export type Person = 'ada' | 'grace' | 'mallory';
/** Two more people, with a role and without, used only by the fuzzer: its requests must not count against anybody else. */
const FUZZED = ['peggy', 'oscar'];

export interface Ground extends AsyncDisposable {
  readonly seed: number;
  /** A folder for attacks; it is removed at the end. */
  readonly folder: string;
  /** Of the broker. */
  readonly storeDir: string;
  /** What the skill `keyed` is given, and no other. */
  readonly secretsDir: string;
  readonly server: PlanesServer;
  readonly dome: Connection;
  readonly runtime: RuntimeClient;
  readonly strikes: Strikes;
  readonly people: Readonly<Record<Person, { readonly nc: Connection; readonly client: ControlClient }>>;
  /** The planes that must survive the siege, by instance. */
  readonly planes: readonly PlaneProcess[];
  /** One more, for an attack that ends it. */
  daemon(instance: string): Promise<Daemon>;
  /** One party's random numbers, independent of the others. */
  dice(party: string): Dice;
}

const FIXTURES = join(import.meta.dirname, '../fixtures');
export const PLANS = join(FIXTURES, 'plans');
const CATALOGUES = [join(FIXTURES, 'skills'), join(FIXTURES, 'siege')];
/** Runs a script, with two secrets. */
const KEYED = join(import.meta.dirname, '../../services/domed/test/fixtures/secret-skills/keyed');
const POOL = 'default';
const SLOTS = 12;
const ACK_WAIT_MS = 5_000;
/** What is logged is watched, and debug lines are too many to read. */
const ENV = { DOME_LOG_LEVEL: 'info' };

export async function openGround(seed: number): Promise<Ground> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'dome-siege-'));
  stack.defer(() => removeAll(folder));
  const skillsDir = join(folder, 'skills');
  await mkdir(skillsDir);
  for (const catalogue of CATALOGUES) await cp(catalogue, skillsDir, { recursive: true });
  await cp(KEYED, join(skillsDir, 'keyed'), { recursive: true });
  const secretsDir = join(folder, 'secrets');
  await mkdir(secretsDir);
  for (const [name, value] of Object.entries(LEAKED_SECRETS)) await writeFile(join(secretsDir, name), value);
  const storeDir = join(folder, 'nats');
  const skills = (await readdir(skillsDir)).map((skill) => ({ pool: POOL, skill }));
  const people = ['ada', 'grace', 'mallory'] as const;
  const server = stack.use(
    await startPlanesServer({ skills, people: [...people, ...FUZZED], ackWaitMs: ACK_WAIT_MS, storeDir }),
  );
  const daemon = async (instance: string): Promise<Daemon> => {
    const workDir = join(folder, instance);
    await mkdir(workDir);
    const env = { ...ENV, DOME_SECRETS: secretsDir };
    return await startDaemon({ server, skillsDir, instance, workDir, slots: SLOTS, env });
  };
  const control = (instance: string): Promise<PlaneProcess> =>
    startControl({ server, instance, lawDir: join(import.meta.dirname, '../fixtures/law'), env: ENV });
  const planes: PlaneProcess[] = [];
  for (const start of [
    () => control('dome-1'),
    () => control('dome-2'),
    () => daemon('domed-1'),
    () => daemon('domed-2'),
  ])
    planes.push(stack.use(await start()));
  requireGuard(planes);
  const dome = await server.connectAs('dome');
  const publisher = stack.use(createPublisher(dome));
  const runtime = createRuntimeClient(dome, { publisher, source: '/dome/siege', clock: { now: Date.now } });
  const [ada, grace, mallory] = await Promise.all(
    people.map(async (person) => {
      const nc = await server.connectAs(person);
      return { nc, client: createControlClient(nc) };
    }),
  );
  if (ada === undefined || grace === undefined || mallory === undefined) throw new Error('somebody is missing');
  const owned = stack.move();
  return {
    seed,
    folder,
    storeDir,
    secretsDir,
    server,
    dome,
    runtime,
    planes,
    daemon,
    strikes: openStrikes(dome, runtime),
    people: { ada, grace, mallory },
    dice: (party) => createDice(seed ^ hashOf(party)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/**
 * Under a weaker guard a skill may end its neighbours and write in their folders: docs/process-protocol.md has the table.
 */
function requireGuard(planes: readonly PlaneProcess[]): void {
  const guards = planes.flatMap(({ log }) => log.flatMap(({ guard }) => (typeof guard === 'string' ? [guard] : [])));
  if (guards.some((guard) => guard !== 'mount-namespace'))
    throw new Error(
      `A siege needs the guard mount-namespace (root on Linux, or user namespaces), not ${guards.join(', ')}.`,
    );
}

/** FNV-1a. */
function hashOf(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

const run = promisify(execFile);

/** Attacks leave immutable files, and paths longer than the kernel accepts in one piece. */
async function removeAll(folder: string): Promise<void> {
  await run('chattr', ['-R', '-i', folder]).catch(() => undefined);
  await run('rm', ['-rf', '--', folder]);
}
