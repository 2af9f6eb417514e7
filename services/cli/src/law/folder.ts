// A folder of documents of law, as somebody keeps it beside their code. Whether a document holds is for the control plane
// to say; the access document is read here only where a stack must know its people before it starts.

import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { readText } from '../files.ts';
import { usageError } from '../errors.ts';

export interface LawFile {
  /** Its name in the folder. */
  readonly name: string;
  readonly text: string;
}

const DOCUMENT = /\.(ya?ml|json)$/;

/** @throws DomeError INVALID_REQUEST when it is no folder, or has no documents */
export async function readLawFolder(dir: string, cwd: string): Promise<LawFile[]> {
  const path = isAbsolute(dir) ? dir : join(cwd, dir);
  const names = await readdir(path).catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw usageError(`${dir} cannot be read (${why})`, 'Name the folder of the documents of law.');
  });
  const documents = names.filter((name) => DOCUMENT.test(name)).toSorted();
  if (documents.length === 0) {
    throw usageError(`${dir} has no documents`, 'Documents of law end in .yaml, .yml or .json.');
  }
  return await Promise.all(documents.map(async (name) => ({ name, text: await readText(join(path, name), cwd) })));
}
