// `dome skill init`: a new skill in the catalogue of this project, which works and has examples to try it by.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { askGit } from '@dome/archive';
import { isName } from '@dome/contracts';
import { MANIFEST_NAME } from '@dome/skills';

import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { placeFiles } from '../init/place-files.ts';
import { readProject } from '../init/project.ts';
import { skillTemplateFiles, templateNeeds, templateOfProject } from '../init/skill-template.ts';
import type { SkillTemplate } from '../init/skill-template.ts';
import { newSkillText } from '../render/init-view.ts';
import { catalogueIn, shownPath } from '../skills/skill-places.ts';

export interface SkillInitOptions {
  readonly name: string;
  /** Undefined: in the language of the project. */
  readonly template?: SkillTemplate;
}

/** Nothing that exists is changed. */
export async function skillInit(context: Context, { name, template: asked }: SkillInitOptions): Promise<number> {
  const { io } = context;
  if (!isName(name))
    throw usageError(
      `${JSON.stringify(name)} cannot be the name of a skill.`,
      'Use small letters, digits and hyphens, such as check-links.',
    );
  const top = await topOfRepository(io.cwd);
  const catalogue = catalogueIn(io.cwd) ?? join(top, 'dome', 'skills');
  const dir = join(catalogue, name);
  if (existsSync(join(dir, MANIFEST_NAME)))
    throw usageError(`There is a skill ${name} already: ${shownPath(io.cwd, dir)}.`, 'Choose another name.');
  const template = asked ?? templateOfProject(await readProject(top));
  const outcomes = await placeFiles(dir, skillTemplateFiles(name, template), (text) => context.note(text));
  const files = outcomes.map((file) => ({ ...file, path: shownPath(io.cwd, join(dir, file.path)) }));
  const needs = templateNeeds(template);
  context.show({
    value: { name, template, dir: shownPath(io.cwd, dir), needs, files },
    items: files,
    text: () => newSkillText({ name, template, needs, files }, context.io.out.columns),
  });
  return EXIT.success;
}

/** @throws DomeError INVALID_REQUEST outside of any */
async function topOfRepository(cwd: string): Promise<string> {
  const answer = await askGit(cwd, ['rev-parse', '--show-toplevel']);
  if (answer.ok) return answer.stdout.toString().trim();
  throw usageError(
    `${cwd} is in no git repository, and a skill is the files that git tracks.`,
    'Make it one with `git init`, then run this again.',
  );
}
