// A skill in any language as a process: words, never a shell line; the input on its standard input and in a file; what
// it answers is read from files when it is gone, so nothing that it prints can pass for a result.
import type { Clock } from '@dome/runtime';

import { protocolVariables } from './environment.ts';
import type { Guard } from './guard.ts';
import type { ProcessRun } from '../catalogue/skill.ts';
import { MachineFault } from '../machine/fault.ts';
import { drained, startTree } from './process-tree.ts';
import { endsWithin } from './running.ts';
import type { Ended, Launch, RunningSkill } from './running.ts';
import { verdictOfExit } from './verdict.ts';

/** @throws DomeError SKILL_FAILED, UNAVAILABLE when the process cannot be started. */
export async function startProcess(
  launch: Launch,
  run: ProcessRun,
  { guard, clock }: { guard: Guard; clock: Clock },
): Promise<RunningSkill> {
  const { request, paths, console } = launch;
  const env = { ...launch.env, ...protocolVariables(request, paths) };
  const { own, cwd } = launch;
  const stdio = ['pipe', 'pipe', 'pipe'] as const;
  const tree = startTree({ argv: run.command, own, cwd, env, stdio, isBeginTold: true }, guard);
  await tree.started;
  const { stdin, stdout, stderr } = tree.child;
  stdin?.end(JSON.stringify(request.input));
  const readings = [
    ...(stdout === null ? [] : [console.read(stdout, 'stdout')]),
    ...(stderr === null ? [] : [console.read(stderr, 'stderr')]),
  ];

  const end = async (): Promise<Ended> => {
    const exit = await tree.exited;
    if ((await drained(readings, tree, clock)) === 'given-up')
      await console.system('a process that left the skill still holds its output open; the rest is not read');
    if (await tree.begun) return { exit, verdict: verdictOfExit(exit) };
    const fault = new MachineFault(`the ${guard.name} guard ended before it came to the program`);
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
