import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { packDirectory } from '@dome/archive';
import { DomeError, sha256Digest } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { systemClock } from '@dome/runtime';
import type { Clock } from '@dome/runtime';

import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { SkillSet } from '../../src/catalogue/skill-set.ts';
import type { LoadedSkill } from '../../src/catalogue/skill.ts';
import type { Annotation, LogLine, Progress } from '../../src/logs/sinks.ts';
import type { StopReason } from '../../src/stop-reasons.ts';
import { createRemover } from '../../src/workspace/remover.ts';
import { createExecutor } from '../../src/attempt/executor.ts';
import type { WarmExecutor } from '../../src/attempt/executor.ts';
import type { ExecutorOptions } from '../../src/attempt/tools.ts';
import type { ExecutionOutcome, ExecutionRequest } from '../../src/execution.ts';

export const fixtureSkills = fileURLToPath(new URL('../fixtures/skills/', import.meta.url));
export const exampleSkills = fileURLToPath(new URL('../../../../examples/skills/', import.meta.url));

export interface Ran extends AsyncDisposable {
  readonly outcome: ExecutionOutcome;
  readonly lines: readonly LogLine[];
  readonly annotations: readonly Annotation[];
  readonly progress: readonly Progress[];
  /** The lines of all streams, as `stream: text`. */
  readonly log: string;
}

export interface RunOptions extends Partial<Omit<ExecutionRequest, 'skill' | 'input'>> {
  readonly signal?: AbortSignal;
  /** Replaces those of the harness. */
  readonly skills?: ReadonlyMap<string, LoadedSkill>;
  /** Called with every line, while the skill runs. */
  readonly onLine?: (line: LogLine) => void | Promise<void>;
}

export interface Harness extends AsyncDisposable {
  readonly workDir: string;
  readonly skills: ReadonlyMap<string, LoadedSkill>;
  readonly executor: WarmExecutor;
  /** Stores bytes under their digest, as the artifact store would. */
  put(bytes: Uint8Array | string): Digest;
  /** Stores a folder as a workspace. */
  putFolder(dir: string): Promise<{ digest: Digest; size: number }>;
  run(name: string, input?: Record<string, unknown>, options?: RunOptions): Promise<Ran>;
}

/** Of a catalogue with one version of each. */
export function byName({ all }: SkillSet): ReadonlyMap<string, LoadedSkill> {
  return new Map(all.map((skill) => [skill.descriptor.name, skill]));
}

let made = 0;

export async function openHarness(
  dir: string,
  options: Partial<ExecutorOptions> & { clock?: Clock } = {},
): Promise<Harness> {
  const workDir = await mkdtemp(join(tmpdir(), 'dome-execution-'));
  const { skills: loaded, refused } = await loadCatalogue({ dirs: [dir], workDir });
  const skills = byName(loaded);
  if (refused[0] !== undefined) throw refused[0];
  const content = new Map<Digest, Uint8Array>();
  const open = async function* (digest: Digest): AsyncGenerator<Uint8Array> {
    const bytes = content.get(digest);
    if (bytes === undefined) throw new DomeError('WORKSPACE_MISSING', { detail: `${digest} is not stored` });
    for (let at = 0; at < bytes.length; at += 4_096) yield bytes.subarray(at, at + 4_096);
  };
  const { clock = systemClock } = options;
  const remover = createRemover({ trashDir: join(workDir, 'trash'), clock, logger: { warn: () => undefined } });
  const executor = createExecutor({
    workDir,
    remover,
    source: { open },
    environment: process.env,
    spareRunners: 1,
    ...options,
    clock,
  });
  const put = (bytes: Uint8Array | string): Digest => {
    const digest = sha256Digest(bytes);
    content.set(digest, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    return digest;
  };
  return {
    workDir,
    skills,
    executor,
    put,
    putFolder: async (folder) => {
      const packed = await packDirectory(folder, { include: 'all' });
      return { digest: put(packed.bytes), size: packed.size };
    },
    run: async (name, input = {}, of = {}) => {
      const skill = (of.skills ?? skills).get(name);
      const accepted = skill?.acceptInput(input);
      if (skill === undefined || accepted === undefined) throw new Error(`there is no skill ${name}`);
      if (!accepted.ok) throw accepted.error;
      const { signal = new AbortController().signal, onLine, skills: _skills, ...request } = of;
      const { executionMs, heartbeatMs } = skill.descriptor.timeouts;
      const lines: LogLine[] = [];
      const annotations: Annotation[] = [];
      const progress: Progress[] = [];
      const outcome = await executor.execute(
        {
          skill,
          input: accepted.value,
          runId: 'run-1',
          taskId: 'task',
          jobId: `job-${(made += 1)}`,
          attempt: 1,
          epoch: 42,
          executionMs,
          heartbeatMs,
          deadlineMs: clock.now() + 600_000,
          ...request,
        },
        {
          line: (line) => {
            lines.push(line);
            return onLine?.(line);
          },
          annotation: (annotation) => void annotations.push(annotation),
          progress: (of_) => void progress.push(of_),
        },
        signal,
      );
      const log = lines.map(({ stream, text }) => `${stream}: ${text}`).join('\n');
      return {
        outcome,
        lines,
        annotations,
        progress,
        log,
        [Symbol.asyncDispose]: () => outcome[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: async () => {
      await executor[Symbol.asyncDispose]();
      await remover[Symbol.asyncDispose]();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

/** A signal that can be aborted with one of the port's reasons. */
export function stopper(): { readonly signal: AbortSignal; readonly stop: (reason: StopReason) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, stop: (reason) => controller.abort(reason) };
}
