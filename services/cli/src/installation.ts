// Where this program lies: in a clone, in a project or on the whole machine. What it brings along is found there, and what
// it prints for somebody to type works there.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** By this name npm knows it. */
const PACKAGE = '@dome-run/dome';

export interface Installation {
  /** The program as a shell of this machine finds it. */
  readonly program: string;
  /** Folder with `docs`, `examples` and `schemas`. */
  readonly home: string;
}

/**
 * By the address of a module beside this one. In a clone and in a project the shell does not know the program, but npm
 * does; what `npx` fetched has to be named by its package.
 */
export function installationAt(moduleUrl: string, exists: (path: string) => boolean): Installation {
  const path = fileURLToPath(moduleUrl);
  if (path.endsWith('.ts')) return { program: 'npx dome', home: join(dirname(path), ...UP_FROM_SOURCES) };
  const home = join(dirname(path), ...UP_FROM_PRODUCT);
  return { program: programIn(path, exists), home };
}

function programIn(path: string, exists: (path: string) => boolean): string {
  const project = /^(.*?)[\\/]node_modules[\\/]/.exec(path)?.[1] ?? '';
  if (FETCHED_FOLDER.test(project)) return `npx ${PACKAGE}`;
  return exists(join(project, 'package.json')) && !GLOBAL_FOLDER.test(project) ? 'npx dome' : 'dome';
}

/** `services/cli/src`, and `lib/node_modules/@dome/cli`. */
const UP_FROM_SOURCES = ['..', '..', '..'];
const UP_FROM_PRODUCT = ['..', '..', '..', '..'];

/** Where `npx` keeps what it fetched to run it once. */
const FETCHED_FOLDER = /[\\/]_npx[\\/][^\\/]+$/;

/** Where package managers other than npm install for the machine: a project of theirs, on the `PATH`. */
const GLOBAL_FOLDER = /[\\/]global(?:[\\/]\d+)?$/;

export const INSTALLATION = installationAt(import.meta.url, existsSync);
