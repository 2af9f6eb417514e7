// What a project says of `dome run`, as paths that exist as they are written: links do not lead out of its folder either.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

import { DomeError } from '@dome/contracts';

import { planNamed } from '../plans.ts';
import type { SettingsFile, SettingsFiles } from './settings-file.ts';

export interface ProjectRun {
  /** From the folder that the command is typed in. */
  readonly plan?: string;
  readonly policy?: string;
  readonly workspace?: string;
}

/** @throws DomeError CONFIG_INVALID when a path leads out of the project */
export function projectRun({ project: file }: SettingsFiles, cwd: string): ProjectRun {
  if (file === undefined) return {};
  const { plan, policy, workspace } = file.settings.run ?? {};
  const path = (member: string, written: string): string => relative(cwd, insideOf(file, member, written)) || '.';
  return {
    ...(plan === undefined ? {} : { plan: planNamed(cwd, plan) ?? path('plan', plan) }),
    ...(policy === undefined ? {} : { policy: path('policy', policy) }),
    ...(workspace === undefined ? {} : { workspace: path('workspace', workspace) }),
  };
}

/** Labels of a run: those that were typed, over those of the project, over a person's own. */
export function labelsWith(
  { project, person }: SettingsFiles,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...person?.settings.run?.labels, ...project?.settings.run?.labels, ...typed };
}

function insideOf({ path, lineOf }: SettingsFile, member: string, written: string): string {
  const folder = dirname(path);
  const named = join(folder, written);
  if (!existsSync(named)) return named;
  const way = relative(realpathSync(folder), realpathSync(named));
  if (!/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way)) return named;
  throw new DomeError('CONFIG_INVALID', {
    detail: `${path}:${lineOf(`/run/${member}`)}: run.${member} leads out of the folder of this file, to ${realpathSync(named)}`,
    hint: 'Name something inside the project.',
  });
}
