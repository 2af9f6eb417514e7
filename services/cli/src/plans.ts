// The plans of a project, by convention: `dome/<name>.plan.yaml` in the nearest folder from here up.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const FOLDER = 'dome';
const ENDING = '.plan.yaml';
/** What a project is asked every day. */
const PLAN_DEFAULT = 'check';

/** Its path as it is typed here. */
export function planNamed(cwd: string, name: string): string | undefined {
  const folder = plansFolder(cwd);
  return folder === undefined || !namesIn(folder).includes(name)
    ? undefined
    : relative(cwd, join(folder, `${name}${ENDING}`));
}

/** The plan that stands out: `check`, or the only one. */
export function planOfProject(cwd: string): string | undefined {
  const names = planNames(cwd);
  const [only, ...others] = names;
  if (names.includes(PLAN_DEFAULT)) return planNamed(cwd, PLAN_DEFAULT);
  return only === undefined || others.length > 0 ? undefined : planNamed(cwd, only);
}

export function planNames(cwd: string): readonly string[] {
  const folder = plansFolder(cwd);
  return folder === undefined ? [] : namesIn(folder);
}

function plansFolder(cwd: string): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    const folder = join(at, FOLDER);
    if (existsSync(folder) && namesIn(folder).length > 0) return folder;
    if (at === dirname(at)) return undefined;
  }
}

function namesIn(folder: string): string[] {
  const found = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  return found.map((name) => name.slice(0, -ENDING.length)).toSorted();
}
