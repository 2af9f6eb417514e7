// One attempt from its start to its outcome: all that must finish races each thing that may end it. Whatever happens,
// the skill's processes are gone before the outcome is given, and the outcome is given exactly once.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { NodeRun } from '../catalogue/skill.ts';
import { faultBeforeStart } from '../machine/fault.ts';
import type { Trial } from '../machine/look.ts';
import type { ContentSource } from '../workspace/ports.ts';
import { openRoom, placeMaterials } from '../workspace/room.ts';
import type { PlacedMaterial } from '../workspace/room.ts';
import { createTrees } from '../workspace/trees.ts';
import type { Trees } from '../workspace/trees.ts';
import { orEnder } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { createConsole } from './console.ts';
import { createEnders } from './enders.ts';
import type { Ender } from './enders.ts';
import { baseVariables } from './environment.ts';
import type { Variables } from './environment.ts';
import { createGround } from './ground.ts';
import type { Ground } from './ground.ts';
import { probeGuard } from './guard.ts';
import type { Guard } from './guard.ts';
import { createModuleCache, runInProcess } from './in-process.ts';
import type { ModuleCache } from './in-process.ts';
import { inProcessOutcome, outcomeOfBreak, outcomeOfEnd, outcomeOfStop } from './outcome.ts';
import type { ExecutionOutcome, ExecutionRequest, ExecutionSinks, Executor } from './ports.ts';
import { startProcess } from './process-runner.ts';
import { createRunnerPool } from './runner-pool.ts';
import type { RunnerPool } from './runner-pool.ts';
import type { RunningSkill } from './running.ts';
import { createTurns } from './turns.ts';
import type { Turns } from './turns.ts';

export interface ExecutorOptions {
  /** The folder of this instance; jobs, trees and the runners' home stand in it. */
  readonly workDir: string;
  readonly source: ContentSource;
  readonly clock: Clock;
  /** The daemon's environment, from which a few variables are passed on by name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Probed when it is left out. */
  readonly guard?: Guard;
  /** Blank runners kept ready; 0 when no skill of the catalogue needs one. */
  readonly spareRunners?: number;
  /** Runners kept after a job; at least the slots for node skills make every job warm. */
  readonly servedRunnersMax?: number;
}

export interface WarmExecutor extends Executor {
  /** Starts the spare runners and waits until they are ready. */
  warm(): Promise<void>;
  /** Makes the folders anew that somebody took away. */
  keepFolders(): Promise<void>;
  readonly trial: Trial;
}

/** What all attempts of a daemon share. */
interface Tools {
  readonly clock: Clock;
  readonly source: ContentSource;
  readonly guard: Guard;
  readonly env: Variables;
  readonly ground: Ground;
  readonly trees: Trees;
  readonly pool: RunnerPool;
  readonly modules: ModuleCache;
  readonly inTurn: Turns;
}

export function createExecutor(options: ExecutorOptions): WarmExecutor {
  const tools = toolsOf(options);
  const { clock, guard, pool, ground } = tools;
  return {
    guard: guard.name,
    warm: () => pool.warm(),
    keepFolders: () => ground.keep(),
    trial: { words: guard.wrap(['/bin/sh', '-c', 'exit 0']), env: tools.env },
    execute: async (request, sinks, signal) => {
      const { run } = request.skill;
      if (run.using === 'node' && run.isolation === 'none') return runTrusted(tools, run, { request, sinks, signal });
      const startedAtMs = clock.now();
      const console = createConsole(sinks, clock);
      using enders = createEnders({ clock, signal, request, lastSignMs: () => console.lastSignMs() });
      const common = { request, enders, clock, startedAtMs, guard: guard.name };
      const watch = ground.watch();
      const room = await openRoom(ground.jobsDir, roomName(request)).catch(faultBeforeStart);
      if (room instanceof DomeError) return outcomeOfBreak(common, room);
      const attempt = { ...common, room, watch, console, inTurn: tools.inTurn };
      // Awaited here: leaving the function disposes the enders.
      return await runAttempt(tools, attempt).catch(async (thrown: unknown) => {
        const lost = await watch({ room: room.path, skill: request.skill, isGood: false });
        return outcomeOfBreak({ ...common, room }, lost ?? thrown);
      });
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function toolsOf(options: ExecutorOptions): Tools {
  const { source, clock } = options;
  const ground = createGround(options.workDir);
  const guard = options.guard ?? probeGuard(process.pid, process.platform);
  const env = baseVariables(options.environment, process.execPath);
  const pool = createRunnerPool({
    ...{ guard, clock, env, homeDir: ground.homeDir },
    sparesMin: options.spareRunners ?? 1,
    servedMax: options.servedRunnersMax ?? 4,
  });
  const trees = createTrees({ dir: ground.treesDir, source });
  return {
    clock,
    source,
    guard,
    env,
    trees,
    pool,
    ground,
    modules: createModuleCache(),
    inTurn: createTurns(),
  };
}

async function runAttempt(tools: Tools, of: Attempt): Promise<ExecutionOutcome> {
  const { request, enders } = of;
  const preparing = prepare(tools, of).catch((thrown: unknown) => {
    throw faultBeforeStart(thrown);
  });
  const prepared = await orEnder(preparing, enders);
  if (prepared.kind !== 'done') {
    // The fetch goes on for a while; the room goes when it has stopped writing into it.
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
  const cancelOutcome = await running.stop(isStale(end) ? 0 : request.skill.graceMs);
  const { exit } = await running.ended;
  return outcomeOfStop({ ...of, materials, ender: end, cancelOutcome, exit });
}

/** Another attempt of the job may be running: this one has no time to tidy up what is not its own any more. */
function isStale(end: Ender): boolean {
  return end.kind === 'stop' && (end.reason === 'superseded' || end.reason === 'heartbeat-lost');
}

async function prepare({ trees, source }: Tools, { request, room }: Attempt): Promise<readonly PlacedMaterial[]> {
  const { skill, input, workspace } = request;
  await writeFile(room.input, JSON.stringify(input));
  if (needsWorkspace(request)) {
    if (workspace === undefined) {
      const detail = `${skill.descriptor.name} needs a workspace, and the command names none`;
      throw new DomeError('WORKSPACE_MISSING', { detail, hint: 'Submit with --workspace.' });
    }
    await trees.checkout(workspace.digest, room.workspace);
  }
  return placeMaterials({ specs: skill.materials, input, dir: room.materials, source, trees });
}

async function start({ env, guard, clock, pool }: Tools, { request, room, console }: Attempt): Promise<RunningSkill> {
  const { run } = request.skill;
  const { workspace, ...others } = room;
  const hasWorkspace = needsWorkspace(request);
  const paths = hasWorkspace ? { ...others, workspace } : others;
  const launch = { request, paths, env, console, cwd: hasWorkspace ? workspace : room.temporary };
  return run.using === 'process' ? startProcess(launch, run, { guard, clock }) : pool.start(launch, run);
}

interface TrustedCall {
  readonly request: ExecutionRequest;
  readonly sinks: ExecutionSinks;
  readonly signal: AbortSignal;
}

/** Nothing is made for it but a timer; what it touches of its context is made when it touches it. */
async function runTrusted(tools: Tools, run: NodeRun, call: TrustedCall): Promise<ExecutionOutcome> {
  const { clock, modules, ground } = tools;
  const { request, sinks, signal } = call;
  const startedAtMs = clock.now();
  let lastSignMs = clock.monotonicMs();
  const sign = (): void => {
    lastSignMs = clock.monotonicMs();
  };
  using enders = createEnders({ clock, signal, request, lastSignMs: () => lastSignMs, isStarted: true });
  let stop: AbortController | undefined;
  const stopper = (): AbortController => (stop ??= new AbortController());
  const room = { path: join(ground.jobsDir, roomName(request)), isMade: false };
  const running = runInProcess({ request, sinks, signal: () => stopper().signal, room, sign }, run, modules);
  const end = await orEnder(running, enders);
  if (end.kind !== 'done') stopper().abort(end.kind);
  return inProcessOutcome({ request, clock, startedAtMs, guard: 'none', room }, end);
}

function roomName({ jobId, attempt, epoch }: ExecutionRequest): string {
  return `${jobId}.${attempt}.${epoch}`;
}

function needsWorkspace({ skill }: ExecutionRequest): boolean {
  return skill.descriptor.needs.workspace !== 'none';
}
