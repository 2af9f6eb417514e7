// What all attempts of a daemon share, made of the daemon's options.
import { realpathSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import type { Clock, Logger } from '@dome/runtime';

import { createLoopShare } from '../console/loop-share.ts';
import type { LoopShare } from '../console/loop-share.ts';
import { createLauncher } from '../launcher/launcher.ts';
import type { Launcher } from '../launcher/launcher.ts';
import { createWorkspacePacker } from '../outcome/left-workspace.ts';
import type { PackWorkspace } from '../outcome/left-workspace.ts';
import { baseVariables } from '../process/environment.ts';
import type { Variables } from '../process/environment.ts';
import { probeGuard } from '../process/guard.ts';
import type { Guard } from '../process/guard.ts';
import { createModuleCache } from '../runner/in-process.ts';
import type { ModuleCache } from '../runner/in-process.ts';
import { createRunnerPool } from '../runner/runner-pool.ts';
import type { RunnerPool } from '../runner/runner-pool.ts';
import { createMemoryFolder } from '../secrets/memory-folder.ts';
import type { MemoryFolder } from '../secrets/memory-folder.ts';
import { noSecrets } from '../secrets/provider.ts';
import { createSkillSecrets } from '../secrets/skill-secrets.ts';
import type { SkillSecrets } from '../secrets/skill-secrets.ts';
import type { ContentSource } from '../workspace/ports.ts';
import type { Remover } from '../workspace/remover.ts';
import { createTrees } from '../workspace/trees.ts';
import type { Trees } from '../workspace/trees.ts';
import { openWorkFolders } from './work-folders.ts';
import type { WorkFolders } from './work-folders.ts';

export interface ExecutorOptions {
  /** The folder of this instance; jobs, trees and runners have their folders in it. */
  readonly workDir: string;
  readonly source: ContentSource;
  readonly remover: Remover;
  readonly clock: Clock;
  /** The daemon's environment, from which a few variables are passed on by name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of further ones. */
  readonly passed?: readonly string[];
  /** The folder of all daemons of the machine that share one; no job may write to it. Undefined: `workDir`. */
  readonly workRoot?: string;
  /** Files that no job may read, if the guard can enforce it. */
  readonly hidden?: readonly string[];
  /** Undefined: no skill that declares secrets can be run. */
  readonly secrets?: SkillSecrets;
  /** Whether node skills may want secrets as files. */
  readonly runnersHaveMemory?: boolean;
  /** The strongest guard to try; undefined: what the machine allows. */
  readonly guard?: Guard['name'];
  /** Blank runners kept ready; 0 when no skill of the catalogue needs one. */
  readonly spareRunners?: number;
  readonly logger?: Pick<Logger, 'warn'>;
  /** Runners kept after a job; at least the slots for node skills make every job warm. */
  readonly servedRunnersMax?: number;
}

/** What all attempts of a daemon share. */
export interface Tools {
  readonly clock: Clock;
  readonly source: ContentSource;
  readonly remover: Remover;
  readonly guard: Guard;
  readonly launcher: Launcher;
  readonly logger: ExecutorOptions['logger'];
  readonly env: Variables;
  readonly folders: WorkFolders;
  readonly trees: Trees;
  readonly pool: RunnerPool;
  readonly modules: ModuleCache;
  readonly packWorkspace: PackWorkspace;
  readonly share: LoopShare;
  readonly secrets: SkillSecrets;
  /** Of the secrets of jobs whose guard has no place for them. */
  readonly memory: MemoryFolder;
}

export function toolsOf(options: ExecutorOptions): Tools {
  const { source, remover, clock, hidden = [], logger } = options;
  const folders = openWorkFolders(options.workDir);
  const daemon = { ...daemonOf(options), workDir: folders.workDir, hidden };
  const guard = probeGuard(daemon, options.guard ?? 'mount-namespace');
  const env = baseVariables(options.environment, process.execPath, options.passed);
  const launcher = createLauncher({ clock, tether: guard.tether, env });
  const pool = createRunnerPool({
    launcher,
    guard,
    clock,
    env,
    remover,
    runnersDir: folders.runnersDir,
    hasMemory: options.runnersHaveMemory === true && isConfined(guard),
    sparesMin: options.spareRunners ?? 1,
    servedMax: options.servedRunnersMax ?? 4,
  });
  const trees = createTrees({ dir: folders.treesDir, source, remover, isOpen: !isConfined(guard) });
  return {
    clock,
    source,
    remover,
    guard,
    launcher,
    env,
    trees,
    pool,
    folders,
    logger,
    modules: createModuleCache(),
    packWorkspace: createWorkspacePacker({ launcher, guard, clock, env, trees }),
    share: createLoopShare(clock),
    secrets: options.secrets ?? createSkillSecrets({ provider: noSecrets, salt: '' }),
    memory: createMemoryFolder(),
  };
}

/** Jobs cannot write to the work folder, so its content is what the daemon put there. */
export function isConfined({ name }: Guard): boolean {
  return name === 'mount-namespace';
}

/** The folder of all modules of this service, or of what they were compiled to. */
const sourceDir = fileURLToPath(new URL('..', import.meta.url));

function daemonOf({ workDir, workRoot = workDir, environment }: ExecutorOptions) {
  const { platform } = process;
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  const { NODE_COMPILE_CACHE: compiled } = environment;
  return {
    platform,
    readOnly: realpathSync(workRoot),
    // The files of runners, the launcher and the daemon, and what Node would run in place of these sources.
    alsoReadOnly: [sourceDir, ...(compiled === undefined ? [] : [compiled])],
    ...(uid === undefined || gid === undefined ? {} : { user: { uid, gid } }),
  };
}
