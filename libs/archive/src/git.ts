// The one way in which git is called. A repository is data of somebody else, and its settings name programs: a monitor of
// the file system, hooks, filters, transports. None of them may run because a folder is looked at, so what git would start
// is switched off in the words of the call, which win over every file of settings. The settings of the person stay in force
// beside that, wherever they stand: what they ignore must not be packed, and what they call safe must stay readable.
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';

/** Of what git prints, as Node buffers it; a list of `archiveEntries` paths has a fraction of that. */
const LIST_BYTES_MAX = 64 * 1_024 * 1_024;
/** A repository may hold pipes where git expects files; it is not waited for without end. */
const TIMEOUT_MS = 60_000;

/** Settings of a call of git, as arguments; they win over every file of settings. */
export const startsNothing = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'core.sshCommand=false',
  'credential.helper=',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap((setting) => ['-c', setting]);

export type GitAnswer =
  | { readonly ok: true; readonly stdout: Buffer }
  /** `code` is the exit status, or the name of the system's error, such as ENOENT where there is no git. */
  | { readonly ok: false; readonly code: number | string | undefined; readonly why: string; readonly cause: unknown };

/**
 * What says where the settings of the person are, how far up a repository is looked for, and whose folders are theirs. What
 * would name another repository than that of the folder is left out: inside a hook, git says all of that.
 */
const SETTINGS =
  /^(PATH|HOME|XDG_CONFIG_HOME|SUDO_UID|GIT_EXEC_PATH|GIT_CONFIG_\w+|GIT_CEILING_DIRECTORIES|GIT_DISCOVERY_ACROSS_FILESYSTEM)$/;

/**
 * Asks git about the folder. In a repository of others it may read commits, trees and lists of files alone: `status`,
 * `diff` and whatever else compares the contents of files start the filters of the repository, which no setting forbids.
 * `env` is added to an environment that is bare but for what leads to settings.
 */
export function askGit(
  dir: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<GitAnswer> {
  const bare = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => SETTINGS.test(name))),
    LC_ALL: 'C',
    // Objects that a partial clone lacks are not fetched: no transport is allowed, whatever the settings say.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
  };
  return new Promise((resolve) => {
    execFile(
      'git',
      ['--no-pager', '-C', dir, ...startsNothing, ...args],
      { encoding: 'buffer', env: { ...bare, ...env }, maxBuffer: LIST_BYTES_MAX, timeout: TIMEOUT_MS },
      (cause, stdout, stderr) => {
        if (cause === null) resolve({ ok: true, stdout });
        else
          resolve({ ok: false, code: cause.code ?? undefined, why: stderr.toString().trim() || cause.message, cause });
      },
    );
  });
}
