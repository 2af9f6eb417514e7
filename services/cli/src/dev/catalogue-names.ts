// The names in a folder of skills: the daemons' durables are made from them before any daemon starts. Whether the
// manifests are valid is for the daemon to say.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isName, LIMITS } from '@dome/contracts';
import { readDocument } from '@dome/documents';
import { listSkillFolders, MANIFEST_NAME } from '@dome/skills';

export async function skillNames(folder: string): Promise<string[]> {
  const folders = await listSkillFolders(folder);
  const names = await Promise.all(folders.names.map((name) => nameIn(join(folder, name, MANIFEST_NAME))));
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
