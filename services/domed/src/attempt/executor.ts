// One attempt from its start to its outcome: everything that must finish races each thing that may end it. Whatever
// happens, the skill's processes are gone before the outcome is given, and the outcome is given exactly once.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError } from '@dome/contracts';
import type { NodeRun } from '@dome/skills';

import type { LogSinks } from '../logs/sinks.ts';
import { faultBeforeStart } from '../machine-fault.ts';
import { deliver } from '../secrets/delivery.ts';
import type { Delivered } from '../secrets/delivery.ts';
import type { JobSecrets } from '../secrets/skill-secrets.ts';
import { STOP_REASONS } from '../stop-reasons.ts';
import { openAttemptFolder, placeMaterials } from '../workspace/attempt-folder.ts';
import type { PlacedMaterial } from '../workspace/attempt-folder.ts';
import { createConsole } from '../console/console.ts';
import { createEnders, orEnder } from './enders.ts';
import { isConfined, toolsOf } from './tools.ts';
import type { ExecutorOptions, Tools } from './tools.ts';
import type { Enders } from './enders.ts';
import { runInProcess } from '../runner/in-process.ts';
import { inProcessOutcome, outcomeOfBreak, outcomeOfEnd, outcomeOfStop } from '../outcome/outcome.ts';
import type { Execution } from '../outcome/outcome.ts';
import type { Ender, ExecutionOutcome, ExecutionRequest, Executor } from '../execution.ts';
import { startProcess } from '../process/process-runner.ts';
import { tryProgram } from '../process/try-program.ts';
import type { Launch, RunningSkill } from '../process/running.ts';

export interface WarmExecutor extends Executor {
  /** Starts the spare runners and waits until they are ready. */
  warm(): Promise<void>;
  /** Processes that are kept for skills written for Node, at work or ready. */
  readonly runners: number;
  /** Why no skill can be given secrets as files; undefined if it can. */
  filesFault(): Promise<string | undefined>;
  /** Recreates folders that were deleted. */
  keepFolders(): Promise<void>;
  /**
   * Starts a program that ends at once, in the way of skills, and kills it if it has not ended when the signal aborts.
   * @throws DomeError what would keep a skill from being started
   */
  tryStarting(signal: AbortSignal): Promise<void>;
}

export function createExecutor(options: ExecutorOptions): WarmExecutor {
  const tools = toolsOf(options);
  const { clock, guard, pool, folders } = tools;
  return {
    guard: guard.name,
    warm: () => pool.warm(),
    get runners() {
      return pool.size;
    },
    keepFolders: async () => {
      await folders.keep();
      guard.keep();
    },
    filesFault: async () => (isConfined(guard) ? undefined : tools.memory.fault()),
    tryStarting: (signal) => tryProgram(folders.jobsDir, tools, signal),
    execute: async (request, sinks, signal) => {
      const { run } = request.skill;
      if (run.using === 'node' && run.isolation === 'none') return runTrusted(tools, run, { request, sinks, signal });
      const startedAtMs = clock.now();
      const ground = { request, clock, startedAtMs, guard: guard.name };
      const secrets = await secretsOf(tools, request).catch(faultBeforeStart);
      if (secrets instanceof DomeError) return outcomeOfBreak(ground, secrets);
      const console = createConsole(sinks, clock, { share: tools.share, secrets: secrets?.finder });
      using enders = createEnders({ clock, signal, request, lastSignMs: () => console.lastSignMs() });
      const common = { ...ground, enders, secrets };
      const lossOf = folders.watch();
      const place = await openPlace(tools, request, secrets).catch(faultBeforeStart);
      if (place instanceof DomeError) return outcomeOfBreak(common, place);
      // The files of secrets are gone as soon as the skill has ended.
      await using delivered = place.delivered;
      const execution = { ...common, ...place, delivered, lossOf, console, packWorkspace: tools.packWorkspace };
      // Awaited here: leaving the function disposes the enders.
      return await runSkill(tools, execution).catch(async (thrown: unknown) => {
        const lost = await lossOf({ folder: place.folder.path, skill: request.skill, isGood: false });
        return outcomeOfBreak(execution, lost ?? thrown);
      });
    },
    [Symbol.asyncDispose]: async () => {
      await pool[Symbol.asyncDispose]();
      await tools.launcher[Symbol.asyncDispose]();
      await tools.memory[Symbol.asyncDispose]();
    },
  };
}

interface PlacedSkill extends Execution {
  readonly enders: Enders;
  readonly begin: (launch: Launch) => Promise<RunningSkill>;
  readonly delivered: Delivered;
}

/** Read before the folder is made: without them there is nothing to do here. */
async function secretsOf(
  { secrets }: Tools,
  { skill, isRehearsal = false }: ExecutionRequest,
): Promise<JobSecrets | undefined> {
  return skill.descriptor.secrets === undefined ? undefined : secrets.take(skill.descriptor, { isRehearsal });
}

type Place = Pick<PlacedSkill, 'folder' | 'begin' | 'delivered'>;

/**
 * The folder of the attempt and the way to start the skill in it: who may write to a folder is known before it is
 * created.
 */
async function openPlace(
  { folders: { jobsDir }, pool, guard, launcher, clock, remover, memory }: Tools,
  request: ExecutionRequest,
  secrets: JobSecrets | undefined,
): Promise<Place> {
  const { run, contentDigest } = request.skill;
  const name = folderName(request);
  const placeIn = async (dir: string, own?: string): Promise<Omit<Place, 'begin'>> => {
    const folder = await openAttemptFolder(dir, name, remover);
    const mountedIn = isConfined(guard) ? (own ?? folder.path) : undefined;
    try {
      return { folder, delivered: await deliver({ secrets, memory, name, mountedIn }) };
    } catch (cause) {
      await folder[Symbol.asyncDispose]();
      throw cause;
    }
  };
  if (run.using === 'process')
    return { ...(await placeIn(jobsDir)), begin: (launch) => startProcess(launch, run, { launcher, guard, clock }) };
  const seat = await pool.reserve(contentDigest);
  try {
    const { folder, delivered } = await placeIn(seat.dir, seat.dir);
    const dispose = async (): Promise<void> => {
      await folder[Symbol.asyncDispose]();
      seat.leave();
    };
    const placed = { ...folder, [Symbol.asyncDispose]: dispose };
    return { folder: placed, delivered, begin: (launch) => seat.start(launch, run) };
  } catch (cause) {
    seat.leave();
    throw cause;
  }
}

async function runSkill(tools: Tools, of: PlacedSkill): Promise<ExecutionOutcome> {
  const { request, enders } = of;
  const preparing = prepare(tools, of).catch((thrown: unknown) => {
    throw faultBeforeStart(thrown);
  });
  const prepared = await orEnder(preparing, enders);
  if (prepared.kind !== 'done') {
    // The fetch goes on for a while; the folder is removed when the fetch no longer writes to it.
    const until = preparing.then(
      () => undefined,
      () => undefined,
    );
    return outcomeOfStop({ ...of, materials: [], ender: prepared, cancelOutcome: 'stopped_clean', exit: {}, until });
  }
  const materials = prepared.value;
  const running = await start(tools, of);
  enders.startClocks();
  const end = await orEnder(running.ended, enders);
  if (end.kind === 'done') return outcomeOfEnd({ ...of, materials, ended: end.value });
  const cancelOutcome = await running.stop(graceOf(end, request));
  const { exit } = await running.ended;
  return outcomeOfStop({ ...of, materials, ender: end, cancelOutcome, exit });
}

function graceOf(end: Ender, { skill }: ExecutionRequest): number {
  return end.kind === 'stop' && STOP_REASONS[end.reason].grace === 'none' ? 0 : skill.graceMs;
}

async function prepare(tools: Tools, { request, folder, console }: Execution): Promise<readonly PlacedMaterial[]> {
  const { trees, source, guard, logger } = tools;
  const { skill, input, workspace } = request;
  if (!isConfined(guard) && (await skill.renewSnapshot())) {
    const { jobId } = request;
    logger?.warn({ jobId, skill: skill.descriptor.name }, 'the files of a skill were changed, they are placed anew');
    await console.system('the files of the skill had been changed; they were restored');
  }
  await writeFile(folder.input, JSON.stringify(input));
  if (needsWorkspace(request)) {
    if (workspace === undefined) {
      const detail = `${skill.descriptor.name} needs a workspace, and the command names none`;
      throw new DomeError('WORKSPACE_MISSING', { detail, hint: 'Submit with --workspace.' });
    }
    await trees.checkout(workspace.digest, folder.workspace);
  }
  return placeMaterials({ specs: skill.materials, input, dir: folder.materials, source, trees });
}

function start({ env }: Tools, { request, folder, console, begin, delivered }: PlacedSkill): Promise<RunningSkill> {
  const { workspace, ...others } = folder;
  const { secrets } = delivered;
  const hasWorkspace = needsWorkspace(request);
  const paths = {
    ...others,
    ...(hasWorkspace ? { workspace } : {}),
    ...(secrets?.folder === undefined ? {} : { secrets: secrets.folder }),
  };
  const cwd = hasWorkspace ? workspace : folder.temporary;
  return begin({ request, paths, env, console, secrets, own: folder.path, cwd });
}

interface TrustedCall {
  readonly request: ExecutionRequest;
  readonly sinks: LogSinks;
  readonly signal: AbortSignal;
}

/** Creates nothing but a timer; the members of its context are created on first use. */
async function runTrusted(tools: Tools, run: NodeRun, call: TrustedCall): Promise<ExecutionOutcome> {
  const { clock, modules, folders } = tools;
  const { request, sinks, signal } = call;
  const startedAtMs = clock.now();
  let lastSignMs = clock.monotonicMs();
  const sign = (): void => {
    lastSignMs = clock.monotonicMs();
  };
  using enders = createEnders({ clock, signal, request, lastSignMs: () => lastSignMs, isStarted: true });
  let stop: AbortController | undefined;
  const stopper = (): AbortController => (stop ??= new AbortController());
  const folder = { path: join(folders.jobsDir, folderName(request)), isMade: false };
  const running = runInProcess({ request, sinks, signal: () => stopper().signal, folder, sign }, run, modules);
  const end = await orEnder(running, enders);
  if (end.kind !== 'done') stopper().abort(end.kind);
  return inProcessOutcome({ request, clock, startedAtMs, guard: 'none', folder, remover: tools.remover }, end);
}

function folderName({ jobId, attempt, epoch }: ExecutionRequest): string {
  return `${jobId}.${attempt}.${epoch}`;
}

function needsWorkspace({ skill }: ExecutionRequest): boolean {
  return skill.descriptor.needs.workspace !== 'none';
}
