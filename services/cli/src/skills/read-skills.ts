// What was found in a folder of skills, as a command shows it: descriptions and faults alike, and nothing of the archives.
import { DomeError, toDomeError } from '@dome/contracts';
import { findProgram, MANIFEST_NAME, readCatalogue, readSkill, scriptFault, whyNoProgram } from '@dome/skills';
import type { CatalogueEntry, DescribedSkill, SkillFault } from '@dome/skills';
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
      /** What the machine that looks at it lacks to run it; the machine of a daemon may have it. */
      readonly lack?: string;
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

/** In the order of their names; `path` is that of this machine. @throws DomeError CONFIG_INVALID when the folder cannot be read */
export async function checkSkills(place: SkillPlace, path: string): Promise<CheckedSkill[]> {
  const at = { catalogue: place.dir, path };
  if (place.kind === 'skill') return [checked(await entryOf(place.dir), at)];
  const found: CheckedSkill[] = [];
  for await (const entry of readCatalogue([place.dir])) found.push(checked(entry, at));
  return found;
}

async function entryOf(dir: string): Promise<CatalogueEntry> {
  const read = await readSkill(dir);
  return read.ok ? { kind: 'skill', dir, skill: read.skill } : { kind: 'refused', refusal: read.refusal };
}

interface CheckedAt {
  readonly catalogue: string;
  /** Where this machine looks for programs. */
  readonly path: string;
}

function checked(entry: CatalogueEntry, { catalogue, path }: CheckedAt): CheckedSkill {
  switch (entry.kind) {
    case 'skill': {
      const { dir, skill } = entry;
      const { name, version } = skill.descriptor;
      const lack = lackOf(skill, { dir, path });
      return { isValid: true, name, version, dir, leftOut: skill.leftOut, ...(lack === undefined ? {} : { lack }) };
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

function lackOf(skill: DescribedSkill, { dir, path }: { dir: string; path: string }): string | undefined {
  const run = skill.runIn(dir);
  if (run.using === 'node') return undefined;
  const [program] = run.command;
  // A daemon brings its own.
  if (program === 'node') return undefined;
  const found = findProgram(program, path);
  return found === undefined ? whyNoProgram(program, path).detail : scriptFault(found)?.detail;
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
