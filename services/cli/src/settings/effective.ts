// Which value each setting has, and who gives it: a flag, the environment, the file of the project, the person's own, or
// nobody. Pure.
import type { ProcessEnvironment } from '@dome/runtime';
import { escapeSegment, isJsonObject } from '@dome/contracts';

import { withoutPassword } from '../shown-address.ts';
import type { SettingsFile, SettingsFiles } from './settings-file.ts';
import { SETTINGS } from './settings.ts';
import type { Setting } from './settings.ts';

export interface EffectiveSetting {
  readonly key: string;
  readonly value: string | boolean;
  /** A flag, a variable, a line of a file, or `default`. */
  readonly origin: string;
}

/** The values of the flags that were typed, by the key of the setting. */
export type TypedFlags = Readonly<Record<string, string | boolean | undefined>>;

export interface SettingSources {
  readonly flags: TypedFlags;
  readonly env: ProcessEnvironment;
  readonly files: SettingsFiles;
}

/** Each setting that has a value, in the order of the table; then those that a person has named. */
export function effectiveSettings({ flags, env, files: { project, person } }: SettingSources): EffectiveSetting[] {
  const inFiles = [project, person].flatMap((file) => (file === undefined ? [] : leavesOf(file)));
  const known = SETTINGS.flatMap((setting) => {
    const given = ofFlag(setting, flags) ?? ofVariable(setting, env);
    if (given !== undefined) return [given];
    const found = inFiles.filter(({ key }) => key === setting.key || key.startsWith(`${setting.key}.`));
    if (found.length > 0) return firstOfEach(found);
    const { key, fallback } = setting;
    return fallback === undefined ? [] : [{ key, value: fallback, origin: 'default' }];
  });
  return [...known, ...firstOfEach(inFiles.filter(({ key }) => key.startsWith('contexts.')))];
}

/** The file that is nearer comes first. */
function firstOfEach(found: readonly EffectiveSetting[]): EffectiveSetting[] {
  return [...Map.groupBy(found, ({ key }) => key).values()].flatMap(([first]) => (first === undefined ? [] : [first]));
}

function ofFlag({ key, flag }: Setting, flags: TypedFlags): EffectiveSetting | undefined {
  const value = flags[key];
  if (flag === undefined || value === undefined) return undefined;
  return { key, value: typeof value === 'string' ? withoutPassword(value) : value, origin: flag };
}

function ofVariable({ key, variables = [] }: Setting, env: ProcessEnvironment): EffectiveSetting | undefined {
  const name = variables.find((one) => env[one]);
  const value = name === undefined ? undefined : env[name];
  return name === undefined || value === undefined ? undefined : { key, value: withoutPassword(value), origin: name };
}

/** Every value of a file, under its dotted key. */
function leavesOf({ path, settings, lineOf }: SettingsFile): EffectiveSetting[] {
  const within = (value: unknown, keys: readonly string[]): EffectiveSetting[] => {
    if (isJsonObject(value)) return Object.entries(value).flatMap(([key, member]) => within(member, [...keys, key]));
    if (typeof value !== 'string' && typeof value !== 'boolean') return [];
    const shown = typeof value === 'string' ? withoutPassword(value) : value;
    return [
      { key: keys.join('.'), value: shown, origin: `${path}:${lineOf(`/${keys.map(escapeSegment).join('/')}`)}` },
    ];
  };
  return within(settings, []);
}
