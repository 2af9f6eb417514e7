// Which skills a command means: by a name in the catalogue of the project, by a folder, or all of them.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { isName } from '@dome/contracts';
import { MANIFEST_NAME, readFolderName } from '@dome/skills';

import { folderAbove } from '../dev/places.ts';
import { usageError } from '../errors.ts';

export type SkillPlace =
  /** A folder that holds one folder for each skill. */
  { readonly kind: 'catalogue'; readonly dir: string } | { readonly kind: 'skill'; readonly dir: string };

/**
 * A path has a slash or is a dot; any other word is a name in the catalogue.
 * @throws DomeError INVALID_REQUEST for what is not there
 */
export function skillPlace(cwd: string, word: string | undefined): SkillPlace {
  if (word === undefined) return { kind: 'catalogue', dir: catalogueFrom(cwd) };
  if (isPath(word)) return placeAt(resolve(cwd, word), word);
  const catalogue = catalogueFrom(cwd);
  const dir = join(catalogue, word);
  if (isName(readFolderName(word).name) && existsSync(dir)) return { kind: 'skill', dir };
  const names = readdirSync(catalogue, { withFileTypes: true })
    .filter((entry) => existsSync(join(catalogue, entry.name, MANIFEST_NAME)))
    .map(({ name }) => name);
  const there = names.length === 0 ? 'has no skills' : `has ${names.join(', ')}`;
  throw usageError(
    `There is no skill ${word}: ${shownPath(cwd, catalogue)} ${there}.`,
    'Name one of them, or a folder: `dome skill validate ./path`.',
  );
}

/** Of the project that the folder belongs to; not beyond its repository. */
export function catalogueIn(cwd: string): string | undefined {
  return folderAbove(cwd, 'skills');
}

/** @throws DomeError INVALID_REQUEST where there is none */
function catalogueFrom(cwd: string): string {
  const found = catalogueIn(cwd);
  if (found !== undefined) return found;
  throw usageError(
    'There are no skills here: neither dome/skills nor skills is a folder.',
    'Write the first with `dome init` or `dome skill init NAME`, or name a folder.',
  );
}

/** As it is typed here. */
export function shownPath(cwd: string, path: string): string {
  const shown = relative(cwd, path);
  if (shown === '') return '.';
  return shown.startsWith('..') ? path : shown;
}

function isPath(word: string): boolean {
  return word === '.' || word === '..' || word.includes('/');
}

function placeAt(dir: string, word: string): SkillPlace {
  if (!existsSync(dir)) throw usageError(`There is no folder ${word}.`, 'Name a skill, or the folder of one.');
  const isSkill = existsSync(join(dir, MANIFEST_NAME));
  return { kind: isSkill ? 'skill' : 'catalogue', dir };
}
