// What was found in a folder of skills, as a command shows it: descriptions and faults alike, and nothing of the archives.
import { DomeError, toDomeError } from '@dome/contracts';
import { MANIFEST_NAME, readCatalogue, readSkill } from '@dome/skills';
import type { CatalogueEntry, SkillFault } from '@dome/skills';
import { basename, dirname, join } from 'node:path';

import type { SkillPlace } from './skill-places.ts';

export type CheckedSkill =
  | {
      readonly isValid: true;
      readonly name: string;
      readonly version: string;
      readonly dir: string;
      /** Files that are no part of it, because git does not track them. */
      readonly leftOut: readonly string[];
      readonly examples: number;
    }
  | {
      readonly isValid: false;
      /** Of its folder. */
      readonly name: string;
      /** The manifest, or what stands in its place. */
      readonly file: string;
      readonly faults: readonly SkillFault[];
      /** What the places of the faults count in. */
      readonly text?: string;
    };

/** In the order of their names. @throws DomeError CONFIG_INVALID when the folder cannot be read */
export async function checkSkills(place: SkillPlace): Promise<CheckedSkill[]> {
  if (place.kind === 'skill') return [checked(await entryOf(place.dir), place.dir)];
  const found: CheckedSkill[] = [];
  for await (const entry of readCatalogue([place.dir])) found.push(checked(entry, place.dir));
  return found;
}

async function entryOf(dir: string): Promise<CatalogueEntry> {
  const read = await readSkill(dir);
  return read.ok ? { kind: 'skill', dir, skill: read.skill } : { kind: 'refused', refusal: read.refusal };
}

function checked(entry: CatalogueEntry, catalogue: string): CheckedSkill {
  switch (entry.kind) {
    case 'skill': {
      const { dir, skill } = entry;
      const { name, version } = skill.descriptor;
      return { isValid: true, name, version, dir, leftOut: skill.leftOut, examples: skill.examples.length };
    }
    case 'refused':
      return { isValid: false, name: folderOf(entry.refusal.file, catalogue), ...entry.refusal };
    case 'unreadable': {
      const { message, hint } = toDomeError(entry.cause);
      const faults = [{ message: `cannot be read: ${message}`, hint }];
      return { isValid: false, name: folderOf(entry.file, catalogue), file: entry.file, faults };
    }
  }
}

/** A file beside the skills belongs to none of them. */
function folderOf(file: string, catalogue: string): string {
  const isInFolder = basename(file) === MANIFEST_NAME || dirname(file) !== join(catalogue);
  return isInFolder ? basename(dirname(file)) : basename(file);
}

/** The error of a command that has shown the faults. */
export function refusedSkills(refused: number, all: number): DomeError {
  return new DomeError('MANIFEST_INVALID', {
    detail: `A daemon would refuse ${refused} of ${all} ${all === 1 ? 'skill' : 'skills'}.`,
    hint: 'Each fault is shown above, at its place; `dome skill validate` shows them again.',
  });
}
