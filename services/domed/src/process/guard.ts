// No process of a skill may outlive the daemon, or a job would run beside its own ghost after a take-over (L7). The
// kernel guarantees that, not our code: a PID namespace whose first process dies with the daemon takes everything
// inside along, even what left its process group. A mount namespace beside it confines a job to its own folder, so that
// what runs is what its digest names. If the machine does not allow this, the guard's name says so.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { findProgram } from '@dome/skills';

import { SKILL_NICE } from '../launcher/priority.ts';
import { fillMemory } from './memory-mount.ts';
import type { MemoryPlace } from './memory-mount.ts';
import { mountTable, OWN_VIEW } from './mount-table.ts';
import type { GuardedFolders } from './mount-table.ts';
import { PROCESS_GUARDS } from '../execution.ts';
import type { GuardName } from '../execution.ts';

/** Where a process of a skill runs; real paths. */
export interface ProcessPlace {
  /** The only folder in the work folder that it may write to, if the guard can enforce it. */
  readonly own: string;
  readonly cwd: string;
  /** The process that starts it, which nothing of it may outlive. */
  readonly parent: number;
  /**
   * If programs of the guard run before it, the last of them writes a byte to this descriptor, and closes it, when only
   * the program itself is left to start.
   */
  readonly beginFd?: number;
  /** Where the guard gives it a folder of its own in memory, if it can. */
  readonly memory?: MemoryPlace;
}

export interface Guard {
  readonly name: Exclude<GuardName, 'none'>;
  /**
   * Arguments before the program that starts the jobs, which make the kernel end it with the daemon. None if the jobs
   * would not end with it: then it must live to end them itself.
   */
  readonly tether: readonly string[];
  /** The command line to start instead of this one. */
  wrap(argv: readonly string[], place: ProcessPlace): readonly [string, ...string[]];
  /** Recreates what it needs of the work folder if it was deleted. */
  keep(): void;
}

/** The facts about the daemon that decide what can guard its jobs. */
export interface GuardedDaemon extends GuardedFolders {
  readonly platform: NodeJS.Platform;
  /** The system's id of its user; undefined where there are none. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * Runs between setpriv and unshare, where nothing can be reported. If the parent died before setpriv asked to die with
 * it, the parent is another process by now, and nothing is started. `$0` is the parent's process id.
 */
const START_ONLY_UNDER_PARENT = '[ "$PPID" = "$0" ] || exit 125; exec "$@"';

/**
 * The first process of the namespace. A first process ignores signals that it has no handler for, so the skill itself
 * must be the second one, or SIGTERM would never reach it. The first process collects orphans, and its end ends all
 * others. What it would print itself about the skill's death is not the skill's output. The arguments of the skill are
 * passed as arguments, never as script.
 */
const firstProcess = (beginFd: number | undefined): string =>
  `exec 9>&2 2>/dev/null; (${toldTo(beginFd)}exec "$@" 2>&9 9>&-); exit $?`;

/** A parent that has died cannot be told anything, and nothing is started. */
const toldTo = (beginFd: number | undefined): string =>
  beginFd === undefined ? '' : `printf . >&${beginFd} || exit 125; exec ${beginFd}>&-; `;

/** The capabilities with which root could undo the mounts, or look beyond them. A skill of root keeps the others. */
const DROPPED_CAPABILITIES = '-sys_admin,-sys_ptrace,-dac_read_search,-sys_module,-sys_rawio';

function processGroupGuard(): Guard {
  const nice = niceWords();
  return { name: 'process-group', tether: [], wrap: (argv) => words([...nice, ...argv]), keep: () => undefined };
}

/**
 * Arguments that give a skill a lower priority than the daemon from its first instruction: lowering a process after it
 * has started is a race with what it starts itself. Only a launcher that may raise itself again could do without them.
 */
function niceWords(): readonly string[] {
  const nice = findProgram('nice', SYSTEM_PATH);
  return nice === undefined ? [] : [nice, '-n', String(SKILL_NICE)];
}

/**
 * Tries the guards once, from the requested one to the weakest: a privileged daemon needs no user namespace, another
 * may be allowed one.
 */
export function probeGuard(daemon: GuardedDaemon, wanted: Guard['name']): Guard {
  if (daemon.platform !== 'linux') return processGroupGuard();
  const allowed = PROCESS_GUARDS.slice(PROCESS_GUARDS.indexOf(wanted));
  const own = mkdtempSync(join(daemon.workDir, 'probe-'));
  try {
    return (
      guardsOf(daemon).find((guard) => allowed.includes(guard.name) && holds(guard, daemon, own)) ?? processGroupGuard()
    );
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function guardsOf(daemon: GuardedDaemon): Guard[] {
  const programs = systemPrograms();
  if (programs === undefined) return [];
  const { setpriv, unshare, mount } = programs;
  const tether = [setpriv, '--pdeathsig', 'KILL'];
  const nice = niceWords();
  const namespace = ({ parent, beginFd }: ProcessPlace): string[] => [
    ...nice,
    ...tether,
    ...(beginFd === undefined ? ['/bin/sh', '-c', START_ONLY_UNDER_PARENT, String(parent)] : []),
    unshare,
    '--pid',
    '--fork',
    '--kill-child',
  ];
  const { uid = 0, gid = 0 } = daemon.user ?? {};
  const table = mountTable(daemon);
  const mounts = (flags: readonly string[], { tellsFirst, last }: LastStep): Guard => ({
    name: 'mount-namespace',
    tether,
    wrap: (argv, place) => {
      const { beginFd } = place;
      const told = tellsFirst ? beginFd : undefined;
      const later = tellsFirst || beginFd === undefined ? [] : tellingWords(beginFd);
      const view = viewWords(place, { mount, table: table.path, closed: daemon.readOnly, told });
      return words([...namespace(place), ...flags, '--mount-proc', ...view, ...last, ...later, ...argv]);
    },
    keep: () => table.keep(),
  });
  const pids = (flags: readonly string[]): Guard => ({
    name: 'pid-namespace',
    tether,
    wrap: (argv, place) =>
      words([...namespace(place), ...flags, '/bin/sh', '-c', firstProcess(place.beginFd), 'dome-init', ...argv]),
    keep: () => undefined,
  });
  const asUser = [unshare, '--user', `--map-user=${uid}`, `--map-group=${gid}`];
  return [
    mounts([], {
      tellsFirst: true,
      last: [setpriv, '--bounding-set', DROPPED_CAPABILITIES, '--inh-caps', DROPPED_CAPABILITIES],
    }),
    // Root of a namespace of its own may mount; the skill is the daemon's user again, one namespace further in, and the
    // machine may have reached its limit of those.
    mounts(['--user', '--map-root-user'], { tellsFirst: false, last: asUser }),
    pids([]),
    pids(['--user', '--map-current-user']),
  ];
}

interface View {
  readonly mount: string;
  readonly table: string;
  /** What must be closed to the job. */
  readonly closed: string;
  /** The descriptor to tell by the first process. */
  readonly told: number | undefined;
}

/** The shell that makes a job's own view, and starts what follows. */
function viewWords({ own, cwd, memory }: ProcessPlace, { mount, table, closed, told }: View): string[] {
  const script = `${OWN_VIEW}; ${memory === undefined ? '' : fillMemory(memory)}${firstProcess(told)}`;
  const folders = [table, own, cwd, closed, ...(memory === undefined ? [] : [memory.path])];
  return ['/bin/sh', '-c', script, mount, ...folders];
}

/** Tells the descriptor when only the program is left to start. */
function tellingWords(beginFd: number): string[] {
  return ['/bin/sh', '-c', `${toldTo(beginFd)}exec "$@"`, 'dome-begin'];
}

/**
 * The command that gives up the right to mount, and whether it cannot fail, so that the skill may be reported as begun
 * before it.
 */
interface LastStep {
  readonly tellsFirst: boolean;
  readonly last: readonly string[];
}

/** A folder that a skill can write to may come before those of the system on the daemon's PATH. */
const SYSTEM_PATH = '/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin';

function systemPrograms(): Readonly<Record<'setpriv' | 'unshare' | 'mount', string>> | undefined {
  const [setpriv, unshare, mount] = ['setpriv', 'unshare', 'mount'].map((name) => findProgram(name, SYSTEM_PATH));
  return setpriv === undefined || unshare === undefined ? undefined : { setpriv, unshare, mount: mount ?? 'mount' };
}

/** `$0` is what must be closed to it. */
const PROBE = 'echo 1 >own || exit 1; if (echo 1 >"$0/.probe") 2>/dev/null; then rm "$0/.probe"; exit 41; fi; exit 42';
const EXIT_CODES: Readonly<Record<Guard['name'], number>> = {
  'mount-namespace': 42,
  'pid-namespace': 41,
  'process-group': 41,
};

function holds(guard: Guard, { workDir }: GuardedDaemon, own: string): boolean {
  const [command, ...args] = guard.wrap(['/bin/sh', '-c', PROBE, workDir], { own, cwd: own, parent: process.pid });
  const { status } = spawnSync(command, args, { cwd: own, env: {}, stdio: 'ignore', timeout: 5_000 });
  return status === EXIT_CODES[guard.name];
}

function words(argv: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = argv;
  if (first === undefined) throw new TypeError('nothing to start');
  return [first, ...rest];
}
