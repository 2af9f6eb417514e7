// Runs a skill in any language as a process: an argument list, never a shell line; the input on its standard input and
// in a file; its results are read from files when it is gone, so nothing that it prints can pass for a result.
import type { Clock } from '@dome/runtime';
import type { ProcessRun } from '@dome/skills';

import { protocolVariables } from './environment.ts';
import type { Guard } from './guard.ts';
import { MachineFault } from '../machine-fault.ts';
import { drained, startTree } from './process-tree.ts';
import type { ProcessSpec, TreeStarter } from './process-tree.ts';
import { endsWithin } from './running.ts';
import type { Ended, Launch, RunningSkill } from './running.ts';
import { verdictOfExit } from './verdict.ts';

/** @throws DomeError SKILL_FAILED, UNAVAILABLE when the process cannot be started. */
export async function startProcess(
  launch: Launch,
  run: ProcessRun,
  { clock, ...starter }: TreeStarter & { readonly clock: Clock },
): Promise<RunningSkill> {
  const { request, paths, console } = launch;
  const { own, cwd, secrets } = launch;
  const env = { ...launch.env, ...secrets?.variables, ...protocolVariables(request, paths) };
  const input = JSON.stringify(request.input);
  const { lease } = request;
  const of = {
    argv: run.command,
    own,
    cwd,
    env,
    input,
    streams: [1, 2],
    isBeginTold: true,
    lease,
    ...memoryOf(launch),
  };
  const tree = startTree(of, starter);
  const streams = await tree.started;
  const [stdout, stderr] = streams;
  const readings = [
    ...(stdout === undefined ? [] : [console.read(stdout, 'stdout')]),
    ...(stderr === undefined ? [] : [console.read(stderr, 'stderr')]),
  ];

  const end = async (): Promise<Ended> => {
    const exit = await tree.exited;
    if ((await drained(readings, streams, clock)) === 'given-up')
      await console.system('a process that left the skill still holds its output open; the rest is not read');
    const fault = tree.fault() ?? ((await tree.begun) ? undefined : notBegun(starter.guard));
    if (fault === undefined) return { exit, verdict: verdictOfExit(exit) };
    return { exit, verdict: { result: 'error', problem: fault.toProblem() }, fault };
  };
  return {
    ended: end(),
    stop: async (graceMs) => {
      tree.signal('SIGTERM');
      const isClean = await endsWithin(clock, graceMs, tree.exited);
      if (!isClean) tree.signal('SIGKILL');
      await tree.exited;
      return isClean ? 'stopped_clean' : 'killed';
    },
  };
}

function memoryOf({ secrets }: Launch): Pick<ProcessSpec, 'memory'> {
  const { folder, files } = secrets ?? {};
  return folder === undefined || files === undefined ? {} : { memory: { path: folder, files } };
}

function notBegun({ name }: Guard): MachineFault {
  return new MachineFault(`the ${name} guard ended before it came to the program`);
}
