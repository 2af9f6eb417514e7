// Reads every skill of a catalogue. One bad skill does not hide the others. A name may have several versions, each in a folder
// of its own; one version in two folders is refused, because nobody could say which of them is meant.
import { join } from 'node:path';

import { DomeError, whyUnusable } from '@dome/contracts';

import type { DescribedSkill } from './described-skill.ts';
import { readSkill } from './read-skill.ts';
import type { SkillFault, SkillRefusal } from './skill-fault.ts';
import { listSkillFolders, MANIFEST_NAME } from './skill-folders.ts';
import type { SkillFolders } from './skill-folders.ts';

export type CatalogueEntry =
  | { readonly kind: 'skill'; readonly dir: string; readonly skill: DescribedSkill }
  | { readonly kind: 'refused'; readonly refusal: SkillRefusal }
  /** The file system failed on it. */
  | { readonly kind: 'unreadable'; readonly file: string; readonly cause: unknown };

/**
 * Each `<dir>/<name>/skill.yaml` and `<dir>/<name>@<version>/skill.yaml`, and whatever looks like one, as it is read: only one
 * is held at a time.
 * @throws DomeError CONFIG_INVALID when a folder cannot be read
 */
export async function* readCatalogue(dirs: readonly string[]): AsyncGenerator<CatalogueEntry> {
  const known = new Map<string, string>();
  for (const dir of dirs) {
    const { names, nearMisses } = await foldersIn(dir);
    for (const { path, why, hint } of nearMisses)
      yield { kind: 'refused', refusal: { file: join(dir, path), faults: [{ message: why, hint }] } };
    for (const name of names) {
      const entry = await entryOf(join(dir, name));
      if (entry.kind !== 'skill') {
        yield entry;
        continue;
      }
      const { descriptor } = entry.skill;
      const version = `${descriptor.name}@${descriptor.version}`;
      const there = known.get(version);
      if (there === undefined) {
        known.set(version, entry.dir);
        yield entry;
      } else
        yield { kind: 'refused', refusal: { file: join(entry.dir, MANIFEST_NAME), faults: [twice(version, there)] } };
    }
  }
}

function twice(version: string, there: string): SkillFault {
  return {
    pointer: '/version',
    message: `the catalogue already has ${version}, in ${there}`,
    hint: 'Give one of them another version, or remove it.',
  };
}

async function entryOf(dir: string): Promise<CatalogueEntry> {
  try {
    const read = await readSkill(dir);
    return read.ok ? { kind: 'skill', dir, skill: read.skill } : { kind: 'refused', refusal: read.refusal };
  } catch (cause) {
    return { kind: 'unreadable', file: join(dir, MANIFEST_NAME), cause };
  }
}

const FOLDER_HINT = 'Name the folder that holds a folder for each skill.';

async function foldersIn(dir: string): Promise<SkillFolders> {
  try {
    return await listSkillFolders(dir);
  } catch (cause) {
    throw new DomeError(
      'CONFIG_INVALID',
      { detail: `the skills folder ${dir} ${whyUnusable(cause)}`, hint: FOLDER_HINT },
      { cause },
    );
  }
}
