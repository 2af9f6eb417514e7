// No process of a skill outlives the daemon, or a job would run beside its own ghost after a take-over (L7). The kernel
// holds that, not our code: a PID namespace whose first process dies with the daemon takes everything inside along,
// also what left its process group. Where the machine does not allow it, the guard says so by its name.
import { spawnSync } from 'node:child_process';

import type { GuardName } from './ports.ts';

export interface Guard {
  readonly name: Exclude<GuardName, 'none'>;
  /**
   * The words to start instead of these. Where programs of the guard's own stand between, the last of them writes a byte
   * to `beginFd` when nothing but the program itself is left to start, and closes it.
   */
  wrap(argv: readonly string[], beginFd?: number): readonly [string, ...string[]];
}

/**
 * Runs between setpriv and unshare. If the daemon died before setpriv asked to die with it, the parent is another by
 * now, and nothing is started. `$0` is the daemon's process id.
 */
const startOnlyUnderParent = '[ "$PPID" = "$0" ] || exit 125; exec "$@"';

/**
 * The first process of the namespace. A first process ignores signals that it has no handler for, so the skill itself
 * must be the second one, or SIGTERM would never reach it. It collects orphans, and its end ends all the others. What it
 * would say itself about the skill's death is not the skill's output. The words of the skill are arguments, never script.
 */
const firstProcess = (beginFd: number | undefined): string => {
  const begin = beginFd === undefined ? '' : `printf . >&${beginFd}; exec ${beginFd}>&-; `;
  return `exec 9>&2 2>/dev/null; (${begin}exec "$@" 2>&9 9>&-); exit $?`;
};

export const processGroupGuard: Guard = { name: 'process-group', wrap: (argv) => words(argv) };

function namespaceGuard(unshareFlags: readonly string[], daemonPid: number): Guard {
  return {
    name: 'pid-namespace',
    wrap: (argv, beginFd) =>
      words([
        ...['setpriv', '--pdeathsig', 'KILL', '/bin/sh', '-c', startOnlyUnderParent, String(daemonPid)],
        ...['unshare', ...unshareFlags, '--pid', '--fork', '--kill-child'],
        ...['/bin/sh', '-c', firstProcess(beginFd), 'dome-init'],
        ...argv,
      ]),
  };
}

/** Tries the guards once, the strongest first: a privileged daemon needs no user namespace, another may be allowed one. */
export function probeGuard(daemonPid: number, platform: NodeJS.Platform): Guard {
  if (platform !== 'linux') return processGroupGuard;
  for (const flags of [[], ['--user', '--map-current-user']]) {
    const guard = namespaceGuard(flags, daemonPid);
    const [command, ...args] = guard.wrap(['/bin/sh', '-c', 'exit 42']);
    if (spawnSync(command, args, { stdio: 'ignore', timeout: 5_000 }).status === 42) return guard;
  }
  return processGroupGuard;
}

function words(argv: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = argv;
  if (first === undefined) throw new TypeError('nothing to start');
  return [first, ...rest];
}
