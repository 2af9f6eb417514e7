// Which entries of a folder of skills are skills: one listing for those who serve them and for those who make durables for
// them. An entry that looks like a skill and is none is named, because otherwise nobody would notice that it is not served.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export const MANIFEST_NAME = 'skill.yaml';

/** What the name of a folder says of its skill: `lint`, or `lint@1.0.0` for one of several versions. */
export interface FolderName {
  readonly name: string;
  /** Undefined: whichever the manifest says. */
  readonly version?: string;
}

export function readFolderName(folder: string): FolderName {
  const at = folder.indexOf('@');
  return at === -1 ? { name: folder } : { name: folder.slice(0, at), version: folder.slice(at + 1) };
}

export interface SkillFolders {
  /** Names of folders, or of links to folders, that hold a manifest; sorted. */
  readonly names: readonly string[];
  readonly nearMisses: readonly NearMiss[];
}

export interface NearMiss {
  /** Below the folder of skills. */
  readonly path: string;
  readonly why: string;
  readonly hint: string;
}

/** @throws Error of the file system when the folder cannot be read */
export async function listSkillFolders(dir: string): Promise<SkillFolders> {
  const found = await Promise.all((await readdir(dir)).toSorted().map((name) => look(dir, name)));
  return {
    names: found.flatMap((one) => (one.kind === 'skill' ? [one.name] : [])),
    nearMisses: found.flatMap((one) => (one.kind === 'near miss' ? [one.miss] : [])),
  };
}

type Found =
  | { readonly kind: 'skill'; readonly name: string }
  | { readonly kind: 'near miss'; readonly miss: NearMiss }
  | { readonly kind: 'nothing' };

const NOTHING: Found = { kind: 'nothing' };
const NEAR_NAME = /^skill\.(ya?ml|json)$/i;

const near = (miss: NearMiss): Found => ({ kind: 'near miss', miss });

/** How Kubernetes calls what the names in a mounted folder lead to. */
const BEHIND_A_MOUNT = '..';

async function look(dir: string, name: string): Promise<Found> {
  if (name.startsWith(BEHIND_A_MOUNT)) return NOTHING;
  const kind = await kindOf(join(dir, name));
  if (kind === 'gone') {
    return near({
      path: name,
      why: 'is a link that leads nowhere',
      hint: 'Point it to the folder of a skill, or remove it.',
    });
  }
  if (kind === 'file' && NEAR_NAME.test(name)) {
    const hint = `Move it to a folder that is called like the skill, or name the folder above: ${join(dir, '..')}`;
    return near({ path: name, why: 'stands beside the skills: each skill has a folder of its own', hint });
  }
  if (kind !== 'folder') return NOTHING;
  if ((await kindOf(join(dir, name, MANIFEST_NAME))) === 'file') return { kind: 'skill', name };
  const manifest = (await readdir(join(dir, name))).toSorted().find((entry) => NEAR_NAME.test(entry));
  if (manifest === undefined) return NOTHING;
  const path = join(name, manifest);
  return near({
    path,
    why: `is no manifest: that is a file called ${MANIFEST_NAME}`,
    hint: `Rename it to ${join(name, MANIFEST_NAME)}.`,
  });
}

/** Links are followed. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | 'gone'> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'gone';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}
