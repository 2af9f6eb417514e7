import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The file that a program name resolves to on a PATH; undefined if none can be run. */
export function findProgram(name: string, path: string): string | undefined {
  return candidatesFor(name, path).find((candidate) => isAbsolute(candidate) && isProgram(candidate));
}

/** Why a program cannot be started, for the person who wrote or installed it. */
export interface ProgramFault {
  readonly detail: string;
  readonly hint: string;
}

/** For a name that resolves to no program. */
export function whyNoProgram(name: string, path: string): ProgramFault {
  const blocked = candidatesFor(name, path).find((candidate) => isAbsolute(candidate) && isFile(candidate));
  if (blocked === undefined) {
    return {
      detail: `${name} is not a program on this machine`,
      hint: 'Install it where domed runs, or serve the skill from a daemon that has it.',
    };
  }
  return {
    detail: `${blocked} is a file that may not be executed`,
    hint: 'Set its executable bit and commit that: `git add --chmod=+x FILE`. Or name its interpreter before it in `command`.',
  };
}

/** For a script whose first line names a missing interpreter; the system reports only a missing file. */
export function scriptFault(path: string): ProgramFault | undefined {
  const first = firstLine(path);
  if (!first.startsWith('#!')) return undefined;
  const [interpreter = ''] = first.slice(2).trim().split(/[ \t]/);
  if (first.endsWith('\r')) {
    return {
      detail: `the first line of ${path} ends with a carriage return, which is taken for a part of ${interpreter}`,
      hint: 'Save the script with Unix line ends; `*.sh text eol=lf` in .gitattributes keeps them.',
    };
  }
  // A relative one is looked for from where the script is started.
  if (!isAbsolute(interpreter) || existsSync(interpreter)) return undefined;
  return {
    detail: `${path} asks for ${interpreter}, which is not on this machine`,
    hint: 'Install it where domed runs, or write `#!/usr/bin/env NAME`, which looks for it on PATH.',
  };
}

function candidatesFor(name: string, path: string): string[] {
  return name.includes('/') ? [name] : path.split(delimiter).map((dir) => join(dir, name));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The system reads no further for an interpreter. */
const INTERPRETER_BYTES_MAX = 256;

/** Without its line end; empty if the file cannot be read. */
function firstLine(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const buffer = Buffer.alloc(INTERPRETER_BYTES_MAX);
    const text = buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0));
    return text.split('\n', 1)[0] ?? '';
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
