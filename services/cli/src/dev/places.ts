// What a stack works with: the folders that were named, else those of the project, else the examples that come with the
// program, so that a first `dome dev` in any folder has skills to try.
import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

import { shellQuoted } from '@dome/contracts';

import { planOfProject } from '../plans.ts';
import { usageError } from '../errors.ts';
import { INSTALLATION } from '../installation.ts';

/** All absolute, except the plan. */
export interface DevPlaces {
  readonly skillsDir: string;
  /** There are no skills in the project, and those of the program are served. */
  readonly areSamples: boolean;
  readonly lawDir?: string;
  readonly persistDir?: string;
  readonly secretsDir?: string;
  /** A plan to try, as the words of a command in the folder of the project, if there is one. */
  readonly tryPlan?: string;
}

export interface NamedPlaces {
  readonly skills?: string;
  readonly law?: string;
  readonly secrets?: string;
  readonly persist?: string;
}

const PLAN = 'release.plan.yaml';

/** @throws DomeError INVALID_REQUEST when something named is no folder, or nothing has skills */
export function devPlaces(cwd: string, { skills, law, secrets, persist }: NamedPlaces): DevPlaces {
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(cwd, path));
  const examples = join(INSTALLATION.home, 'examples');
  const ofProject = (name: string): string | undefined => folderOfProject(cwd, name);
  if (skills !== undefined && !isFolder(absolute(skills)))
    throw usageError(
      `${skills} is not a folder: there are no skills to serve.`,
      '--skills takes the folder of a catalogue.',
    );
  if (secrets !== undefined && !isFolder(absolute(secrets)))
    throw usageError(`${secrets} is not a folder.`, '--secrets takes a folder with a file for each secret.');
  const named = skills === undefined ? ofProject('skills') : absolute(skills);
  const areSamples = named === undefined;
  const beside = (name: string): string | undefined =>
    ofProject(name) ?? (areSamples ? join(examples, name) : undefined);
  const lawDir = law === undefined ? beside('law') : absolute(law);
  const secretsDir = secrets === undefined ? beside('secrets') : absolute(secrets);
  const example = [join('examples', PLAN), ...(areSamples ? [join(examples, PLAN)] : [])].find((path) =>
    existsSync(absolute(path)),
  );
  const submit = example === undefined ? undefined : `run submit -f ${shellQuoted(example)} --watch`;
  const tryPlan = planOfProject(cwd) === undefined ? submit : 'run';
  return {
    skillsDir: named ?? join(examples, 'skills'),
    areSamples,
    ...(lawDir === undefined ? {} : { lawDir }),
    ...(secretsDir === undefined ? {} : { secretsDir }),
    ...(persist === undefined ? {} : { persistDir: absolute(persist) }),
    ...(tryPlan === undefined ? {} : { tryPlan }),
  };
}

/** Where a project keeps its skills, law and secrets. */
export function folderOfProject(dir: string, name: string): string | undefined {
  return [join('dome', name), name, join('examples', name)].map((path) => join(dir, path)).find(isFolder);
}

/** The same in the nearest folder from here up, not beyond the repository. */
export function folderAbove(from: string, name: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const found = folderOfProject(at, name);
    if (found !== undefined || existsSync(join(at, '.git')) || at === dirname(at)) return found;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
