// The folder below which everything of a daemon is written. What jobs need of it is tried once, before anything is made in
// it: later its faults would look like those of a skill.
import { access, chmod, constants, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError, whyUnusable } from '@dome/contracts';
import { makeFolder } from '@dome/runtime';

/**
 * Makes the folder if it is not there. @returns its real path
 * @throws DomeError CONFIG_INVALID, which names DOME_WORK_DIR, what is missing and the cure
 */
export async function openWorkFolder(dir: string): Promise<string> {
  let probe: string | undefined;
  try {
    await makeFolder(dir);
    const real = await realpath(dir);
    probe = await mkdtemp(join(real, 'probe-'));
    const program = join(probe, 'program');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o700);
    await access(program, constants.X_OK).catch((cause: unknown) => {
      throw refused(dir, `is mounted noexec, so that no program of a skill can be started`, { cause, hint: EXEC_HINT });
    });
    return real;
  } catch (cause) {
    if (cause instanceof DomeError) throw cause;
    throw refused(dir, whyRefused(cause), { cause, hint: hintFor(cause) });
  } finally {
    // What cannot be removed could not be made either.
    if (probe !== undefined) await rm(probe, { recursive: true, force: true }).catch(() => undefined);
  }
}

interface Why {
  readonly cause: unknown;
  readonly hint: string;
}

function refused(dir: string, why: string, { cause, hint }: Why): DomeError {
  return new DomeError('CONFIG_INVALID', { detail: `DOME_WORK_DIR: ${dir} ${why}.`, hint, path: dir }, { cause });
}

const EXEC_HINT = 'Mount it with exec: `--tmpfs FOLDER:exec` with Docker, an emptyDir in Kubernetes.';
const OTHER_PLACE = 'Name a folder on a file system that the user of the process can write to.';

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

/** A folder that is missing would have been made. */
const whyRefused = (cause: unknown): string =>
  codeOf(cause) === 'ENOENT' ? 'cannot be made (ENOENT)' : whyUnusable(cause);

function hintFor(cause: unknown): string {
  switch (codeOf(cause)) {
    case 'EACCES':
    case 'EPERM':
      return `Let user ${process.getuid?.() ?? 'of the process'} write to it: \`chown\`, or \`fsGroup\` in Kubernetes.`;
    case 'EROFS':
      return 'Mount something there that can be written: a volume, a tmpfs with exec, or an emptyDir in Kubernetes.';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Give its volume more space, or name another folder.';
    default:
      return OTHER_PLACE;
  }
}
