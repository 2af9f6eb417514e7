// The stage of an end-to-end test: a broker with the accounts of the contract, and planes as real processes that end
// with the test. When the test fails their logs are shown, because nothing else shows what they did.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPublisher } from '@dome/bus';
import { createControlClient, createRuntimeClient } from '@dome/client';
import type { ControlClient, ExecuteRequest, RuntimeClient } from '@dome/client';
import { eventually, openRawStreams, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type {
  ControlOptions,
  Daemon,
  DaemonStart,
  PlaneProcess,
  PlanesServer,
  PlanesServerOptions,
  RawStreams,
} from '@dome/testkit';
import { onTestFailed } from 'vitest';

type Connection = Awaited<ReturnType<PlanesServer['connectAs']>>;

const root = join(import.meta.dirname, '..', '..');
export const EXAMPLES = join(root, 'examples');
/** Plans of the tests, and policies that come along with them. */
export const PLANS = join(root, 'test', 'fixtures', 'plans');
/** The law of the tests. */
export const LAW = join(root, 'test', 'fixtures', 'law');
/** Folders in which a test's skill may be; the first that has it wins. */
const CATALOGUES = ['test/fixtures/skills', 'services/domed/test/fixtures/skills', 'examples/skills'];

export interface StageOptions extends Omit<PlanesServerOptions, 'skills'> {
  /** Names of the skills that daemons serve; each has its durable in the pool `default`. */
  readonly skills: readonly string[];
}

export interface Stage extends AsyncDisposable {
  readonly planes: PlanesServer;
  readonly raw: RawStreams;
  /** The runtime, with the rights of the control plane. */
  readonly runtime: RuntimeClient;
  /** The connection of `runtime`. */
  readonly dome: Connection;
  daemon(options?: Partial<DaemonStart>): Promise<Daemon>;
  control(options?: Partial<ControlOptions>): Promise<PlaneProcess>;
  as(person: string): Promise<ControlClient>;
  /** Its log is shown when the test fails; it ends with the stage. */
  add<Plane extends PlaneProcess>(plane: Plane): Plane;
}

export async function openStage({ skills, ...options }: StageOptions): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const skillsDir = await gatherSkills(skills);
  stack.defer(() => rm(skillsDir, { recursive: true, force: true }));
  const durables = skills.map((skill) => ({ pool: 'default', skill }));
  const planes = stack.use(await startPlanesServer({ ...options, skills: durables }));
  const raw = await openRawStreams(planes);
  const dome = await planes.connectAs('dome');
  const publisher = stack.use(createPublisher(dome));
  const runtime = createRuntimeClient(dome, { publisher, source: '/dome/test', clock: { now: Date.now } });
  const owned = stack.move();
  const add: Stage['add'] = (plane) => {
    const shown = owned.use(plane);
    onTestFailed(() => void process.stderr.write(`\n--- ${shown.instance}\n${shown.tail()}\n`));
    return plane;
  };
  return {
    planes,
    raw,
    runtime,
    dome,
    add,
    daemon: async (of = {}) => add(await startDaemon({ server: planes, skillsDir, ...of })),
    control: async (of = {}) => add(await startControl({ server: planes, lawDir: LAW, ...of })),
    as: async (person) => createControlClient(await planes.connectAs(person)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A catalogue of only these skills, outside any work tree: the daemon takes such a folder whole. */
async function gatherSkills(names: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-skills-'));
  for (const name of names) {
    const found = CATALOGUES.map((catalogue) => join(root, catalogue, name)).find((path) => existsSync(path));
    if (found === undefined) throw new Error(`no catalogue of the tests has a skill ${name}`);
    await cp(found, join(dir, name), { recursive: true });
  }
  return dir;
}

/** A job outside any plan: the run and the key are the test's own. */
export function jobOf(of: {
  readonly skill: string;
  readonly key: string;
  readonly input: Record<string, unknown>;
  readonly runId?: string;
  readonly more?: Partial<ExecuteRequest>;
}): ExecuteRequest {
  return {
    runId: of.runId ?? 'e2e-aaaaaaaa',
    taskId: 'task',
    iteration: 1,
    idempotencyKey: of.key,
    skill: { name: of.skill },
    input: of.input,
    submittedBy: { user: 'dome', account: 'DOME', attested: true },
    ...of.more,
  };
}

/** A signal reaches the skill itself only once it runs; before its first output it may hit the program that starts it. */
export async function hasSpoken({ raw }: Stage, jobId: string): Promise<void> {
  await eventually(async () => (await raw.read('JOB_LOGS')).some(({ subject }) => subject.endsWith(`.${jobId}`)));
}

export async function submit(stage: Stage, request: ExecuteRequest): Promise<{ jobId: string; sequence: number }> {
  return await stage.runtime.submit(await stage.runtime.prepare(request));
}
