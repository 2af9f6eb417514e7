// What a job sees of the machine's files, as a table that one call of `mount` carries out: everything as it is, except
// that the work folder is read only apart from the job's own folder, as are programs that run for others, and files
// with secrets are empty. One table serves all jobs, because a job's own folder is the shell's current folder when the
// table is read.
import { DATA_LINK } from '@dome/archive';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Shell text that runs before the first process of the namespace: `$0` is the program `mount`, `$1` the table, `$2` the
 * job's own folder, `$3` its working folder, and `$4` what must be closed to it, or nothing is started. A folder
 * entered before the mounts would bypass them.
 */
export const OWN_VIEW =
  'cd "$2" && "$0" -a -T "$1" </dev/null >/dev/null 2>&1 && cd "$3" && [ ! -w "$4" ] || exit 125; shift 4';

/** What the jobs of a daemon may read and write. */
export interface GuardedFolders {
  /** The folder of this daemon, which contains the table of mounts. A real path. */
  readonly workDir: string;
  /** What no job may write to except its own folder: the work folder of all daemons, or `workDir`. A real path. */
  readonly readOnly: string;
  /** Folders of programs that are also started for others. */
  readonly alsoReadOnly: readonly string[];
  /** Files that no job may read, and folders whose content none may see. */
  readonly hidden: readonly string[];
}

/**
 * `mount -a` passes over a folder on which this source is mounted already, such as one with a file system of its own: it would
 * stay open. Neither closing nor hiding a folder needs a source, so they name one that no other mount has.
 */
const NO_SOURCE = 'dome-none';

export interface MountTable {
  readonly path: string;
  /** Writes it again if it is gone. */
  keep(): void;
}

/** The table of the daemon, written to its work folder. */
export function mountTable(of: GuardedFolders): MountTable {
  const { workDir, readOnly, alsoReadOnly, hidden } = of;
  const path = join(workDir, 'mounts');
  const mountinfo = mountsOfDaemon();
  const closed = [readOnly, ...alsoReadOnly].flatMap(realPath).map((folder) => {
    const name = escaped(folder);
    const flags = ['remount', 'bind', 'ro', ...keptFlags(folder, mountinfo)];
    return { bind: [name, name, 'none', 'bind'], close: [NO_SOURCE, name, 'none', flags.join(',')] };
  });
  const lines = [
    ...closed.map(({ bind }) => bind),
    ['.', '.', 'none', 'bind'],
    ...[...new Set(hidden.flatMap(realPath).map(renewedWith))].flatMap(hide),
    ...closed.map(({ close }) => close),
  ];
  const text = `${lines.map((line) => line.join(' ')).join('\n')}\n`;
  writeFileSync(path, text);
  const keep = (): void => {
    if (!existsSync(path)) writeFileSync(path, text);
  };
  return { path, keep };
}

/**
 * What Kubernetes mounts it replaces by a folder of another name, so a file of such a mount is hidden with all that will be
 * mounted there: its own place will be gone, and a table that names it could not be carried out.
 */
function renewedWith(path: string): string {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at))
    if (isWithin(path, realPath(join(at, DATA_LINK))[0] ?? '')) return at;
  return path;
}

/** The link of an open descriptor may lead to a name that is no path, such as that of a socket. */
function hide(path: string): string[][] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [['/dev/null', escaped(path), 'none', 'bind']];
  return [[NO_SOURCE, escaped(path), 'tmpfs', 'ro,size=4k,mode=755']];
}

/** What a mount already forbids; a remount in a user namespace must not allow it. */
const RESTRICTING_OPTIONS: ReadonlySet<string> = new Set([
  'nosuid',
  'nodev',
  'noexec',
  'noatime',
  'nodiratime',
  'relatime',
]);

/** The flags of the mount that holds the path, read from a `mountinfo`. */
export function keptFlags(path: string, mountinfo: string): string[] {
  let nearest = { point: '', flags: '' };
  for (const line of mountinfo.split('\n')) {
    const [, , , , point = '', flags = ''] = line.split(' ');
    const at = point.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 8)));
    // Of stacked mounts the last one is visible.
    if (at !== '' && isWithin(path, at) && at.length >= nearest.point.length) nearest = { point: at, flags };
  }
  return nearest.flags.split(',').filter((flag) => RESTRICTING_OPTIONS.has(flag));
}

function isWithin(path: string, folder: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (at === folder) return true;
    if (at === dirname(at)) return false;
  }
}

function mountsOfDaemon(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

/** None for a missing path. */
function realPath(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

/** Escapes what would end a word in a table of mounts. */
function escaped(path: string): string {
  return path.replaceAll(/[ \t\n\\#]/g, (char) => `\\${(char.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`);
}
