// Files named on the command line. An error in one names its path, line and column.

import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';

import { nearestName } from '@dome/contracts';
import { decodeText, DOCUMENT_BOUNDS, documentsError, faultBody, readDocument } from '@dome/documents';

import { usageError } from './errors.ts';
import { withFiles } from './faults/written-files.ts';

export interface ReadFrom {
  readonly cwd: string;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
}

/** The text of a file, or of standard input for `-`. */
export async function readTextOrInput(path: string, from: ReadFrom): Promise<string> {
  return path === '-' ? textIn(await from.readInput(), 'standard input') : await readText(path, from.cwd);
}

export async function readText(path: string, cwd: string): Promise<string> {
  return textIn(await readBytes(path, cwd), path);
}

/** The contents of a text that is YAML or JSON; `name` is what people know it by. */
export function valueIn(text: string, name: string): unknown {
  const read = readDocument(text, DOCUMENT_BOUNDS);
  if (read.ok) return read.document.value;
  const faults = read.faults.map((fault) => faultBody(name, fault));
  throw withFiles(documentsError('INVALID_REQUEST', faults), [{ called: name, path: name, text }]);
}

async function readBytes(path: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(isAbsolute(path) ? path : join(cwd, path));
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const meant = why === 'ENOENT' ? await nearPath(path, cwd) : undefined;
    const hint =
      meant === undefined ? 'Check the path; it is relative to the current folder.' : `Did you mean ${meant}?`;
    throw usageError(`${path} cannot be read (${why})`, hint);
  }
}

/** A file of the same folder whose name is nearly the same. */
async function nearPath(path: string, cwd: string): Promise<string | undefined> {
  const names = await readdir(resolve(cwd, dirname(path))).catch(() => []);
  const meant = nearestName(basename(path), names);
  return meant === undefined ? undefined : join(dirname(path), meant);
}

function textIn(bytes: Uint8Array, name: string): string {
  const decoded = decodeText(bytes);
  if (decoded.ok) return decoded.text;
  const { message, hint, line, column } = decoded.fault;
  throw usageError(`${name}:${line}:${column}: ${message}`, hint);
}
