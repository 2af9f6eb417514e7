// The one way to call git. A repository is somebody else's data, and its settings name programs: a file system monitor,
// hooks, filters, transports. None of them may run because a folder is inspected, so each call switches them off by
// arguments, which override every settings file. The person's own settings stay in force otherwise: what they ignore must
// not be packed, and what they call safe must stay readable.
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';

/** The output of git, as Node buffers it; a list of `archiveEntries` paths takes a fraction of that. */
const LIST_BYTES_MAX = 64 * 1_024 * 1_024;
/** A repository may hold pipes where git expects files, so git gets a time limit. */
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
  /** `code` is the exit status, or the system's error name, such as ENOENT when git is missing. */
  | { readonly ok: false; readonly code: number | string | undefined; readonly why: string; readonly cause: unknown };

/**
 * The variables that say where the person's settings are, how far up a repository is searched for, and whose folders are
 * theirs. Those that name another repository than the folder's are left out: inside a hook, git sets them all.
 */
const SETTINGS =
  /^(PATH|HOME|XDG_CONFIG_HOME|SUDO_UID|GIT_EXEC_PATH|GIT_CONFIG_\w+|GIT_CEILING_DIRECTORIES|GIT_DISCOVERY_ACROSS_FILESYSTEM)$/;

/**
 * Asks git about the folder. In a repository of others call it only for commits, trees and lists of files: `status`, `diff`
 * and all else that compares file contents run the filters of the repository, which no setting forbids.
 * `env` is added to an environment that has only what leads to settings.
 */
export function askGit(
  dir: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<GitAnswer> {
  const bare = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => SETTINGS.test(name))),
    LC_ALL: 'C',
    // Objects missing in a partial clone are not fetched: no transport is allowed, whatever the settings say.
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
