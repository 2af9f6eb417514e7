// The names in a folder of skills: the durables of the daemons are made from them before any daemon starts. Whether the
// manifests hold is the daemon's to say.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isName, LIMITS } from '@dome/contracts';
import { readDocument } from '@dome/documents';

export async function skillNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const names = await Promise.all(folders.map(({ name }) => nameIn(join(folder, name, 'skill.yaml'))));
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}

const BOUNDS = { bytesMax: LIMITS.manifestBytes, depthMax: LIMITS.jsonDepth };

async function nameIn(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  const read = bytes === undefined ? undefined : readDocument(bytes, BOUNDS);
  const manifest = read?.ok === true ? read.document.value : undefined;
  const name: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'name') : undefined;
  return typeof name === 'string' && isName(name) ? name : undefined;
}
