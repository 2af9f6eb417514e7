// One runner process, as the daemon holds it: ready, given one job at a time, used again only when it is quiet after a
// verdict, and replaced when anything else ends the job.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { NodeRun } from '../catalogue/skill.ts';
import { protocolVariables } from './environment.ts';
import type { Variables } from './environment.ts';
import type { Guard } from './guard.ts';
import { drained, startTree } from './process-tree.ts';
import type { ProcessTree } from './process-tree.ts';
import { endsWithin } from './running.ts';
import type { Ended, Launch, RunningSkill } from './running.ts';
import type { FromRunner, RunJob, ToRunner } from './runner-protocol.ts';
import { verdictOfRun } from './run-verdict.ts';
import type { Exit } from './verdict.ts';

export interface RunnerSpec {
  readonly guard: Guard;
  readonly clock: Clock;
  readonly env: Variables;
  /** Where a runner stands when it has no job. */
  readonly homeDir: string;
}

export interface Runner {
  /** Rejects when the process ended before it could take a job. */
  readonly ready: Promise<void>;
  readonly isAlive: () => boolean;
  /** Settles when its process is gone. */
  readonly gone: Promise<unknown>;
  /** Which skill it has loaded; a runner never serves another one. */
  readonly servedSkill: () => string | undefined;
  start(launch: Launch, run: NodeRun, free: (isReusable: boolean) => void): RunningSkill;
  kill(): Promise<void>;
}

/** The source while it is run from source, the compiled file beside it once it is compiled. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './runner-main.ts' : './runner-main.js', import.meta.url),
);

export function startRunner(spec: RunnerSpec): Runner {
  const argv = [process.execPath, '--disable-warning=ExperimentalWarning', program];
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
  const tree = startTree({ argv, cwd: spec.homeDir, env: spec.env, stdio: [...stdio] }, spec.guard);
  let isAlive = true;
  void tree.exited.then(() => (isAlive = false));
  let servedSkill: string | undefined;
  const ready = Promise.race([
    tree.started.then(() => nextMessage(tree, 'ready')),
    tree.exited.then((exit) => {
      throw new DomeError('UNAVAILABLE', { detail: `a runner ended while it started (${describeExit(exit)})` });
    }),
  ]).then(() => undefined);
  ready.catch(() => undefined);
  return {
    ready,
    isAlive: () => isAlive,
    gone: tree.exited,
    servedSkill: () => servedSkill,
    start: (launch, run, free) => {
      servedSkill = launch.request.skill.contentDigest;
      return startJob({ tree, launch, run, clock: spec.clock, free });
    },
    kill: async () => {
      tree.signal('SIGKILL');
      await tree.exited;
    },
  };
}

interface JobStart {
  readonly tree: ProcessTree;
  readonly launch: Launch;
  readonly run: NodeRun;
  readonly clock: Clock;
  readonly free: (isReusable: boolean) => void;
}

function startJob({ tree, launch, run, clock, free }: JobStart): RunningSkill {
  const { console } = launch;
  const { child } = tree;
  const job = runJobOf(launch, run);
  const readings = [
    ...(child.stdout === null ? [] : [console.read(child.stdout, 'stdout', job.marker)]),
    ...(child.stderr === null ? [] : [console.read(child.stderr, 'stderr', job.marker)]),
  ];
  let crash: string | undefined;
  const { promise: told, resolve: tell } = Promise.withResolvers<Extract<FromRunner, { type: 'ended' }>>();
  const onMessage = (message: FromRunner): void => {
    if (message.type === 'alive') console.sign();
    else if (message.type === 'crashed') crash = message.message;
    else if (message.type === 'ended') tell(message);
  };
  child.on('message', onMessage);
  send(tree, job);

  const end = async (): Promise<Ended> => {
    const first = await Promise.race([told, tree.exited.then((exit) => ({ type: 'exited', exit }) as const)]);
    const isEnded = first.type === 'ended';
    if (isEnded) await Promise.race([Promise.all(readings.map(({ done }) => done)), tree.exited]);
    const isAlive = isEnded && child.exitCode === null && child.signalCode === null;
    if (!isAlive) await drained(readings, tree, clock);
    child.off('message', onMessage);
    free(isAlive && isEnded && first.isQuiet);
    return isEnded ? { exit: {}, ...verdictOfRun(first.verdict) } : endedByExit(first.exit, crash);
  };
  const ended = end();
  return {
    ended,
    stop: async (graceMs) => {
      send(tree, { type: 'stop', reason: 'cancel' });
      const isClean = await endsWithin(clock, graceMs, ended);
      if (!isClean) tree.signal('SIGKILL');
      await ended;
      return isClean ? 'stopped_clean' : 'killed';
    },
  };
}

function runJobOf({ request, paths, cwd }: Launch, run: NodeRun): RunJob {
  const { runId, taskId, jobId, attempt, epoch, deadlineMs } = request;
  const { artifacts, materials, summary: summaryFile, workspace } = paths;
  return {
    type: 'run',
    main: run.main,
    input: request.input,
    cwd,
    env: protocolVariables(request, paths),
    marker: `dome-end-of-job ${randomUUID()}`,
    context: {
      ...{ runId, taskId, jobId, attempt, epoch, deadlineMs, artifacts, materials, summaryFile },
      ...(workspace === undefined ? {} : { workspace }),
    },
  };
}

function endedByExit(exit: Exit, crash: string | undefined): Ended {
  const error =
    crash === undefined
      ? new DomeError('RUNNER_EXITED', {
          detail: `the runner ended before the skill gave a verdict (${describeExit(exit)})`,
        })
      : new DomeError('SKILL_CRASHED', { detail: crash.slice(0, 4_096) });
  return { verdict: { result: 'error', problem: error.toProblem() }, exit };
}

function describeExit({ code, signal }: Exit): string {
  return signal === undefined ? `exit code ${code ?? 'unknown'}` : signal;
}

/** A runner that is already gone says so by its exit; a message that finds nobody is no fault of its own. */
function send({ child }: ProcessTree, message: ToRunner): void {
  if (child.connected) child.send(message, () => undefined);
}

function nextMessage({ child }: ProcessTree, type: FromRunner['type']): Promise<void> {
  return new Promise((resolve) => {
    const onMessage = (message: FromRunner): void => {
      if (message.type !== type) return;
      child.off('message', onMessage);
      resolve();
    };
    child.on('message', onMessage);
  });
}
