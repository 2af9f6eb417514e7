// The outcome of an attempt, from how it ended and what it left. A success must keep its promises: output, artifacts
// and workspace must exist and be valid. For every other result, what exists is kept, and what is missing is noted in
// the log.
import { DomeError, toDomeError } from '@dome/contracts';
import type { ErrorCode, Exit } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { Remover } from '../workspace/remover.ts';
import type { LazyFolder, PlacedMaterial, AttemptFolder } from '../workspace/attempt-folder.ts';
import { collectArtifacts, outputOfFile, outputOfText, readOutputText, readSummary } from './collect.ts';
import type { CollectedOutput, HideIn } from './collect.ts';
import { maskedOutput, maskedProblem } from './masked.ts';
import type { SkillConsole } from '../console/console.ts';
import type { ArtifactFile, Ender, ExecutionOutcome, ExecutionRequest, OrEnder } from '../execution.ts';
import type { Ended } from '../process/running.ts';
import type { PackWorkspace } from './left-workspace.ts';
import { MachineFault, faultOf } from '../machine-fault.ts';
import type { JobSecrets } from '../secrets/skill-secrets.ts';
import { STOP_REASONS } from '../stop-reasons.ts';

interface Common {
  readonly request: ExecutionRequest;
  readonly clock: Clock;
  readonly startedAtMs: number;
  readonly guard: ExecutionOutcome['guard'];
  /** What the skill was given; undefined if it declares none. */
  readonly secrets?: JobSecrets | undefined;
  /** Masks what the skill wrote; undefined before it could write anything. */
  readonly console?: SkillConsole;
}

/** The parts of an execution that its outcome depends on. */
export interface Execution extends Common {
  readonly folder: AttemptFolder;
  readonly console: SkillConsole;
  readonly lossOf: LossOf;
  readonly packWorkspace: PackWorkspace;
}

/**
 * Which of the daemon's own folders and files were lost while the skill ran; undefined if none, apart from those the
 * skill itself removed. `isGood`: the skill did what it should, so its files existed.
 */
export type LossOf = (of: {
  readonly folder: string;
  readonly skill: LoadedSkill;
  readonly isGood: boolean;
}) => Promise<MachineFault | undefined>;

type Finished = Execution & { readonly materials: readonly PlacedMaterial[] };

/** The skill ended by itself. */
export async function outcomeOfEnd(of: Finished & { readonly ended: Ended }): Promise<ExecutionOutcome> {
  const { ended, folder, materials, console, request } = of;
  const { result } = ended.verdict;
  const isGood = result === 'success' || result === 'skip';
  const fault = ended.fault ?? (await of.lossOf({ folder: folder.path, skill: request.skill, isGood }));
  if (fault !== undefined) return outcomeOfBreak(of, fault);
  const { problem } = ended.verdict;
  const summary = await orSay(of, () => readSummary(folder.summary, console.mask), undefined);
  const left = { exit: ended.exit, materials, ...(summary === undefined ? {} : { summary }) };
  const dispose = async (): Promise<void> => folder[Symbol.asyncDispose]();
  if (result === 'success') {
    try {
      return close(of, { result, ...left, ...(await keptWord(of)) }, dispose);
    } catch (thrown) {
      return close(of, { ...left, artifacts: [], ...brokenBy(thrown) }, dispose);
    }
  }
  const output = result === 'error' ? {} : await orSay(of, () => outputOf(of), {});
  const artifacts = await leftArtifacts(of);
  return close(of, { result, artifacts, ...output, ...left, ...(problem === undefined ? {} : { problem }) }, dispose);
}

async function keptWord(
  of: Finished & { readonly ended: Ended },
): Promise<Pick<ExecutionOutcome, 'output' | 'artifacts' | 'workspace'>> {
  const { folder, request, console } = of;
  const secrets = of.secrets?.finder;
  const output = await outputOf(of);
  const artifacts = await collectArtifacts(request.skill, folder.artifacts, { isSuccess: true, secrets });
  const { workspace } = request;
  if (workspace === undefined || request.skill.descriptor.needs.workspace !== 'rw') return { ...output, artifacts };
  return {
    ...output,
    artifacts,
    workspace: await of.packWorkspace({ folder, console, secrets, cameIn: workspace.digest }),
  };
}

/** Something else ended it. `until` is what still writes into the folder. */
export async function outcomeOfStop(
  of: Finished & {
    readonly ender: Ender;
    readonly cancelOutcome: 'stopped_clean' | 'killed';
    readonly exit: Exit;
    readonly until?: Promise<void>;
  },
): Promise<ExecutionOutcome> {
  const { ender, cancelOutcome, exit, folder, materials, until, console } = of;
  const summary = await orSay(of, () => readSummary(folder.summary, console.mask), undefined);
  const left = {
    exit,
    materials,
    cancelOutcome,
    artifacts: await leftArtifacts(of),
    ...(summary === undefined ? {} : { summary }),
  };
  return close(of, { ...resultOfEnder(ender), ...left }, async () => {
    await until;
    await folder[Symbol.asyncDispose]();
  });
}

/** The daemon could not start it, or could not read its results. */
export function outcomeOfBreak(of: Common & { readonly folder?: AttemptFolder }, thrown: unknown): ExecutionOutcome {
  const { folder } = of;
  return close(of, { exit: {}, artifacts: [], materials: [], ...brokenBy(thrown) }, async () =>
    folder?.[Symbol.asyncDispose](),
  );
}

function brokenBy(thrown: unknown): Pick<ExecutionOutcome, 'result' | 'problem' | 'isOfMachine'> {
  const fault = faultOf(thrown);
  return {
    result: 'error',
    problem: fault.toProblem(),
    ...(fault instanceof MachineFault ? { isOfMachine: true } : {}),
  };
}

export async function inProcessOutcome(
  of: Common & { readonly folder: LazyFolder; readonly remover: Remover },
  end: OrEnder<{ readonly ended: Ended; readonly summary?: string }>,
): Promise<ExecutionOutcome> {
  const { request, folder, remover } = of;
  const { skill } = request;
  // Checked at the end: a skill that goes on after its timeout may create its folder even then.
  const dispose = (): Promise<void> => (folder.isMade ? remover.drop(folder.path) : nothingLeft());
  const none = { exit: {}, artifacts: [], materials: [] };
  if (end.kind !== 'done')
    return close(of, { ...none, ...resultOfEnder(end), cancelOutcome: 'stopped_clean' }, dispose);
  const { ended, summary } = end.value;
  const { result, problem } = ended.verdict;
  if (ended.fault !== undefined && result !== 'success')
    return close(of, { ...none, ...brokenBy(ended.fault) }, dispose);
  const told = {
    ...none,
    ...(summary === undefined ? {} : { summary }),
    ...(problem === undefined ? {} : { problem }),
  };
  try {
    const output = ended.outputText === undefined ? {} : outputOfText(ended.outputText, skill);
    const artifacts =
      skill.artifacts.length > 0
        ? await collectArtifacts(skill, `${folder.path}/artifacts`, { isSuccess: result === 'success' })
        : [];
    return close(of, { ...told, result, artifacts, ...output }, dispose);
  } catch (thrown) {
    if (result !== 'success') return close(of, { ...told, result }, dispose);
    return close(of, { ...told, result: 'error', problem: faultOf(thrown).toProblem() }, dispose);
  }
}

function resultOfEnder(ender: Ender): Pick<ExecutionOutcome, 'result' | 'problem' | 'clock'> {
  const problemOf = (code: ErrorCode, detail: string) => new DomeError(code, { detail }).toProblem();
  if (ender.kind === 'stop')
    return { result: 'cancellation', problem: problemOf('CANCELED', STOP_REASONS[ender.reason].detail) };
  const { clock, limitMs } = ender;
  return { result: 'timeout', clock, problem: problemOf('TIMEOUT', `the ${clock} clock of ${limitMs} ms ran out`) };
}

/** Only a success must have an output: a skill that says no, or skips, may omit it. */
async function outputOf({
  ended,
  folder,
  request,
  console,
}: Finished & { readonly ended: Ended }): Promise<Partial<CollectedOutput>> {
  const { outputText, verdict } = ended;
  const text = outputText ?? (await readOutputText(folder.output));
  if (text.trim() === '' && verdict.result !== 'success') return {};
  const hide: HideIn = (value, from) => maskedOutput(value, from, console.maskSecrets);
  return outputText === undefined ? outputOfFile(text, request.skill, hide) : outputOfText(text, request.skill, hide);
}

function leftArtifacts(of: Execution): Promise<readonly ArtifactFile[]> {
  const { request, folder, secrets } = of;
  const collecting = { isSuccess: false, secrets: secrets?.finder };
  return orSay(of, () => collectArtifacts(request.skill, folder.artifacts, collecting), []);
}

async function orSay<Value, Default>(
  { console }: Execution,
  read: () => Promise<Value> | Value,
  otherwise: Default,
): Promise<Value | Default> {
  try {
    return await read();
  } catch (thrown) {
    await console.system(`left out: ${toDomeError(thrown).message}`);
    return otherwise;
  }
}

const nothingLeft = (): Promise<void> => Promise.resolve();

function close(
  { clock, startedAtMs, guard, secrets, console }: Common,
  ended: Omit<ExecutionOutcome, 'guard' | 'timings' | typeof Symbol.asyncDispose>,
  dispose: () => Promise<void>,
): ExecutionOutcome {
  const finishedAtMs = clock.now();
  const timings = { startedAtMs, finishedAtMs, executionMs: Math.max(0, Math.round(finishedAtMs - startedAtMs)) };
  const { problem } = ended;
  return {
    ...ended,
    ...(problem === undefined || console === undefined ? {} : { problem: maskedProblem(problem, console) }),
    ...(secrets === undefined ? {} : { secrets: secrets.records }),
    guard,
    timings,
    [Symbol.asyncDispose]: dispose,
  };
}
