// Reads one skill from its folder. The skill is what git tracks: an uncommitted file can change neither the description
// nor the code of a skill, and both are taken from one archive, so that they are of the same moment.
import { basename, join, resolve } from 'node:path';

import { archiveEntries, mountedFolder, packDirectory, untrackedFiles, workTreeState } from '@dome/archive';
import type { Include, PackedArchive } from '@dome/archive';
import { DomeError, LIMITS } from '@dome/contracts';

import type { DescribedSkill } from './described-skill.ts';
import { describeSkill } from './describe.ts';
import { readSkillManifest } from './manifest.ts';
import { fileAt } from './skill-files.ts';
import type { SkillFault, SkillRefusal } from './skill-fault.ts';
import { MANIFEST_NAME } from './skill-folders.ts';

export type SkillRead =
  | { readonly ok: true; readonly skill: DescribedSkill }
  | { readonly ok: false; readonly refusal: SkillRefusal };

const CONTENT_LIMITS = { entriesMax: LIMITS.skillEntries, bytesMax: LIMITS.skillBytes };

/** @throws Error of the file system: what is wrong with the machine says nothing about the skill */
export async function readSkill(dir: string): Promise<SkillRead> {
  const file = join(dir, MANIFEST_NAME);
  const refuse = (faults: readonly SkillFault[], text?: string): SkillRead => ({
    ok: false,
    refusal: { file, faults: inOrder(faults), ...(text === undefined ? {} : { text }) },
  });
  const from = await mountedFolder(dir);
  const content = await contentOf(from);
  if (!content.ok) return refuse([content.fault]);
  const { packed, include } = content;
  const files = await archiveEntries(packed.bytes);
  const written = fileAt(files, MANIFEST_NAME);
  if (written === undefined) return refuse([notTracked(file)]);
  const text = Buffer.from(written.content).toString();
  const read = readSkillManifest(written.content);
  if (!read.ok) return refuse(read.faults, text);
  const leftOut = include === 'tracked' ? await untrackedFiles(from) : [];
  const described = describeSkill(read.manifest, { folder: basename(resolve(dir)), packed, files, leftOut });
  const place = (fault: SkillFault): SkillFault => ({ ...fault, at: read.positionOf(fault.pointer ?? '') });
  if (described.ok && read.faults.length === 0) return described;
  return refuse([...read.faults, ...(described.ok ? [] : described.faults.map(place))], text);
}

type Content =
  | { readonly ok: true; readonly packed: PackedArchive; readonly include: Include }
  | { readonly ok: false; readonly fault: SkillFault };

/** If git could track the folder, it must; a folder outside any work tree, or ignored by it, is taken whole. */
async function contentOf(dir: string): Promise<Content> {
  try {
    const state = await workTreeState(dir);
    if (state === 'untracked') return { ok: false, fault: notTracked(dir) };
    const include = state === 'tracked' ? 'tracked' : 'all';
    return { ok: true, include, packed: await packDirectory(dir, { include, limits: CONTENT_LIMITS }) };
  } catch (thrown) {
    // Both speak of the files; anything else is about the machine.
    if (!(thrown instanceof DomeError)) throw thrown;
    return { ok: false, fault: { message: thrown.message, hint: thrown.hint, cause: thrown } };
  }
}

function notTracked(path: string): SkillFault {
  return { message: 'git does not track it', hint: `git add ${path}` };
}

/** In the order of the text, one for each member: what follows from another fault at the same place is not said again. */
function inOrder(faults: readonly SkillFault[]): SkillFault[] {
  const first = faults.filter(
    ({ pointer }, index) => pointer === undefined || faults.findIndex((other) => other.pointer === pointer) === index,
  );
  return first.toSorted(
    ({ at: a }, { at: b }) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
  );
}
