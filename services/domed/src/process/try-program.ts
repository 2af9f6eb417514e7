// Whether programs can be started at all: starts one that does nothing, the way skills are started.
import { MachineFault } from '../machine-fault.ts';
import type { Variables } from './environment.ts';
import { startTree } from './process-tree.ts';
import type { TreeStarter } from './process-tree.ts';

/** @throws DomeError what would keep a skill from being started; MachineFault when the program was killed by the signal */
export async function tryProgram(
  dir: string,
  { env, ...starter }: TreeStarter & { readonly env: Variables },
  signal: AbortSignal,
): Promise<void> {
  const tree = startTree({ argv: ['/bin/sh', '-c', 'exit 0'], own: dir, cwd: dir, env, streams: [] }, starter);
  const kill = (): void => tree.signal('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    await tree.started;
    if (signal.aborted) kill();
    const { signal: name, code } = await tree.exited;
    if (code !== 0) throw new MachineFault(`the guard cannot start a program (${name ?? `exit code ${String(code)}`})`);
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
