import type { EffectiveSetting } from '../settings/effective.ts';
import { harmless } from '../terminal/style.ts';
import { columns } from './columns.ts';

export interface SettingsLook {
  readonly showsOrigin: boolean;
  readonly width: number;
}

export function settingsText(settings: readonly EffectiveSetting[], { showsOrigin, width }: SettingsLook): string {
  const rows = settings.map(({ key, value, origin }) => [
    key,
    harmless(String(value)),
    ...(showsOrigin ? [harmless(origin)] : []),
  ]);
  return columns(['SETTING', 'VALUE', ...(showsOrigin ? ['FROM'] : [])], rows, width);
}

interface ConfigPaths {
  readonly project: string | undefined;
  readonly person: string;
}

/** @param wouldBe where a first file of the project would be */
export function configPathsText({ project, person }: ConfigPaths, wouldBe: string): string {
  const rows = [
    ['project', project ?? '-', project === undefined ? `there is none; it would be ${wouldBe}` : ''],
    ['yours', person, ''],
  ];
  return columns([], rows);
}
