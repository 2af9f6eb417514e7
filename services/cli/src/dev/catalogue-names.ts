// The names in a folder of skills: the durables of the daemons are made from them before any daemon starts. Whether the
// manifests hold is the daemon's to say.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isName } from '@dome/contracts';
import { parse } from 'yaml';

export async function skillNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const names = await Promise.all(folders.map(({ name }) => nameIn(join(folder, name, 'skill.yaml'))));
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}

async function nameIn(path: string): Promise<string | undefined> {
  try {
    const manifest: unknown = parse(await readFile(path, 'utf8'), { maxAliasCount: 64 });
    const name: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'name') : undefined;
    return typeof name === 'string' && isName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
