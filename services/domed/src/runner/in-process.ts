// A trusted skill inside the daemon (`isolation: none`): no process, no folder, one timer. It is the fastest way to run
// and the least guarded: its code can block the daemon, and a timeout can end its job but not its code. What it does
// not use is not created.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { LIMITS } from '@dome/contracts';
import type { NodeRun } from '@dome/skills';

import type { LoadedSkill } from '../catalogue/skill.ts';
import { annotationLines, fitAnnotation, fitProgress } from '../console/commands.ts';
import { cutToBytes } from '../console/line-splitter.ts';
import type { LogSinks } from '../logs/sinks.ts';
import { MachineFault, faultBeforeStart } from '../machine-fault.ts';
import type { ExecutionRequest } from '../execution.ts';
import type { Ended } from '../process/running.ts';
import { placesOf } from './places.ts';
import { runToVerdict, verdictMakers } from './skill-context.ts';
import type { SkillContext } from './skill-context.ts';
import { verdictOfRun } from './run-verdict.ts';
import type { LazyFolder } from '../workspace/attempt-folder.ts';

export type SkillFunction = (input: object, context: SkillContext) => unknown;

export interface ModuleCache {
  /** Checks that the module imported is the one that the skill's digest names. */
  load(run: NodeRun, skill: Pick<LoadedSkill, 'renewSnapshot'>): SkillFunction | Promise<SkillFunction>;
}

/** Modules by path: a snapshot never changes, so a module is imported once per content digest. */
export function createModuleCache(): ModuleCache {
  const loaded = new Map<string, SkillFunction>();
  const load = async (main: string, { renewSnapshot }: Pick<LoadedSkill, 'renewSnapshot'>): Promise<SkillFunction> => {
    await renewSnapshot();
    const module: unknown = await import(pathToFileURL(main).href);
    if (typeof module !== 'object' || module === null || !('run' in module) || typeof module.run !== 'function')
      throw new TypeError('the main module of the skill exports no function `run`');
    const { run } = module;
    const skill: SkillFunction = (input, context): unknown => run(input, context);
    loaded.set(main, skill);
    return skill;
  };
  return { load: ({ main }, skill) => loaded.get(main) ?? load(main, skill) };
}

export interface InProcessRun {
  readonly request: ExecutionRequest;
  readonly sinks: LogSinks;
  /** Created on first use. */
  readonly signal: () => AbortSignal;
  /** Folder of the attempt; created only when the skill asks for it. */
  readonly folder: LazyFolder;
  readonly sign: () => void;
}

export async function runInProcess(
  run: InProcessRun,
  node: NodeRun,
  modules: ModuleCache,
): Promise<{ ended: Ended; summary?: string }> {
  const context = new InProcessContext(run);
  const verdict = await runToVerdict({
    run: async () => {
      const loaded = modules.load(node, run.request.skill);
      const skill = typeof loaded === 'function' ? loaded : await loaded;
      return skill(run.request.input, context);
    },
    home: () => placesOf(node.main),
    print: (stack) => context.print('stderr', stack),
  });
  const { summaryText, fault } = context;
  const ended = { exit: {}, ...verdictOfRun(verdict), ...(fault === undefined ? {} : { fault }) };
  return { ended, ...(summaryText === '' ? {} : { summary: summaryText }) };
}

/** A class, because most jobs use little of it: members are on the prototype, folders are created by the getters. */
class InProcessContext implements SkillContext {
  readonly #run: InProcessRun;
  summaryText = '';
  /** An error of the machine that reached the skill, however the skill handles it. */
  fault: MachineFault | undefined;
  readonly fail = verdictMakers.fail;
  readonly retry = verdictMakers.retry;
  readonly skip = verdictMakers.skip;

  constructor(run: InProcessRun) {
    this.#run = run;
  }
  get runId(): string {
    return this.#run.request.runId;
  }
  get taskId(): string {
    return this.#run.request.taskId;
  }
  get jobId(): string {
    return this.#run.request.jobId;
  }
  get attempt(): number {
    return this.#run.request.attempt;
  }
  get epoch(): number {
    return this.#run.request.epoch;
  }
  get deadlineMs(): number {
    return this.#run.request.deadlineMs;
  }
  get traceparent(): string | undefined {
    return this.#run.request.trace?.traceparent;
  }
  get signal(): AbortSignal {
    return this.#run.signal();
  }
  get artifacts(): string {
    return this.#folder('artifacts');
  }
  get materials(): string {
    return this.#folder('materials');
  }
  log(text: string): void {
    this.print('stdout', text);
  }
  print(stream: 'stdout' | 'stderr', text: string): void {
    this.#run.sign();
    for (const line of text.split(/\r\n|[\n\r]/)) {
      const cut = cutToBytes(line, LIMITS.logLineBytes);
      void this.#run.sinks.line({
        stream,
        text: cut.text,
        ...(cut.isTruncated ? { isTruncated: true } : {}),
      });
    }
  }
  annotate(annotation: Parameters<SkillContext['annotate']>[0]): void {
    const fitting = fitAnnotation(annotation, (text) => text);
    const [first = '', ...rest] = annotationLines(fitting);
    this.log(first);
    this.#run.sinks.annotation(fitting);
    for (const line of rest) this.log(line);
  }
  progress(value: number, text?: string): void {
    this.#run.sign();
    if (!Number.isFinite(value)) return;
    const progress = { value: Math.min(1, Math.max(0, value)), ...(text === undefined ? {} : { text }) };
    this.#run.sinks.progress(fitProgress(progress, (unmasked) => unmasked));
  }
  heartbeat(): void {
    this.#run.sign();
  }
  summary(markdown: string): void {
    this.summaryText = cutToBytes(`${this.summaryText}${markdown}\n`, LIMITS.summaryBytes).text;
  }
  #folder(name: string): string {
    const { folder } = this.#run;
    const path = join(folder.path, name);
    folder.isMade = true;
    try {
      mkdirSync(path, { recursive: true });
    } catch (cause) {
      const fault = faultBeforeStart(cause);
      if (fault instanceof MachineFault) this.fault = fault;
      throw fault;
    }
    return path;
  }
}
