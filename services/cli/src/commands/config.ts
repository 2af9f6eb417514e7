// `dome config`: what the configuration files say, and which value counts.
import { DomeError, nearestName } from '@dome/contracts';

import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { configPathsText, settingsText } from '../render/config-view.ts';
import { effectiveSettings } from '../settings/effective.ts';
import type { EffectiveSetting } from '../settings/effective.ts';
import { newProjectFile, personFile, projectFile } from '../settings/settings-file.ts';
import { CONTEXT_MEMBERS, SETTINGS } from '../settings/settings.ts';
import type { SettingsOwner } from '../settings/settings.ts';
import { writeSetting } from '../settings/write-setting.ts';

export interface ConfigLook {
  readonly showsOrigin: boolean;
}

export function configList(context: Context, { showsOrigin }: ConfigLook): number {
  const settings = settingsOf(context);
  const text = (): string => settingsText(settings, { showsOrigin, width: context.io.out.columns });
  context.show({ value: { settings }, items: settings, text });
  return EXIT.success;
}

/** @throws DomeError INVALID_REQUEST for a key that there is not, NOT_FOUND for one without a value */
export function configGet(context: Context, key: string, { showsOrigin }: ConfigLook): number {
  assertKey(key, { isWhole: false });
  const found = settingsOf(context).filter((one) => one.key === key || one.key.startsWith(`${key}.`));
  if (found.length === 0) {
    const looked = [projectFile(context.io.cwd), personFile(context.io.env)].filter((path) => path !== undefined);
    throw new DomeError('NOT_FOUND', {
      detail: `${key} is not set: neither by a flag or the environment, nor in ${looked.join(' or ')}.`,
      hint: `Set it with \`dome config set ${key} VALUE\`.`,
    });
  }
  const [only] = found;
  const isOne = only?.key === key;
  const plain = `${showsOrigin ? `${only?.origin}  ` : ''}${only?.value}\n`;
  const text = (): string => (isOne ? plain : settingsText(found, { showsOrigin, width: context.io.out.columns }));
  context.show({ value: isOne ? only : { settings: found }, items: found, text });
  return EXIT.success;
}

function settingsOf({ globals, io }: Context): EffectiveSetting[] {
  const { server, context, user, creds, timeoutMs, output, color, quiet, typed: names = [] } = globals;
  const values = { server, context, user, creds, timeout: `${timeoutMs}ms`, output, color, quiet };
  const flags = Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
  return effectiveSettings({ flags, env: io.env, files: globals.settings ?? {} });
}

export interface ConfigChange {
  readonly key: string;
  /** Undefined takes the setting out. */
  readonly value: string | undefined;
  readonly scope: SettingsOwner;
}

/** @throws DomeError INVALID_REQUEST, CONFIG_INVALID */
export async function configSet(context: Context, { key, value, scope }: ConfigChange): Promise<number> {
  assertKey(key, { isWhole: true });
  const path = pathOf(context, scope);
  await writeSetting({ path, scope, keys: keysOf(key), value: value === undefined ? undefined : typed(key, value) });
  context.note(value === undefined ? `${path}: ${key} is not set any more` : `${path}: ${key} is ${value}`);
  return EXIT.success;
}

export function configPath(context: Context, isGlobal: boolean): number {
  const { cwd, env } = context.io;
  const project = projectFile(cwd);
  const person = personFile(env);
  const value = isGlobal ? { person } : { ...(project === undefined ? {} : { project }), person };
  const text = (): string => (isGlobal ? `${person}\n` : configPathsText({ project, person }, newProjectFile(cwd)));
  context.show({ value, text });
  return EXIT.success;
}

function pathOf({ io }: Context, scope: SettingsOwner): string {
  return scope === 'person' ? personFile(io.env) : (projectFile(io.cwd) ?? newProjectFile(io.cwd));
}

const typed = (key: string, value: string): string | boolean =>
  isBoolean(key) && /^(true|false)$/.test(value) ? value === 'true' : value;

const isBoolean = (key: string): boolean => SETTINGS.find((one) => one.key === key)?.schema['type'] === 'boolean';

/** The name of a context or a label may have dots. */
function keysOf(key: string): string[] {
  const [, name, member] = CONTEXT_KEY.exec(key) ?? [];
  if (name !== undefined && member !== undefined) return ['contexts', name, member];
  const [, label] = LABEL_KEY.exec(key) ?? [];
  return label === undefined ? key.split('.') : ['run', 'labels', label];
}

const CONTEXT_KEY = new RegExp(String.raw`^contexts\.(.+)\.(${CONTEXT_MEMBERS.join('|')})$`);
const LABEL_KEY = /^run\.labels\.(.+)$/;

/** @throws DomeError INVALID_REQUEST */
function assertKey(key: string, { isWhole }: { readonly isWhole: boolean }): void {
  const keys = SETTINGS.map((setting) => setting.key);
  if (CONTEXT_KEY.test(key) || LABEL_KEY.test(key)) return;
  if (keys.includes(key) && !(isWhole && key === 'run.labels')) return;
  if (!isWhole && (/^(run|contexts)$/.test(key) || /^contexts\.[^.]+$/.test(key))) return;
  if (/^(run\.labels|contexts)(\.|$)/.test(key))
    throw usageError(
      `${key} is not one setting.`,
      'Name a member: run.labels.NAME, or contexts.NAME with .server, .nats, .stack, .user or .creds.',
    );
  const meant = nearestName(key, keys);
  const hint = `The settings are ${keys.join(', ')}, contexts.NAME.server and its like.`;
  throw usageError(`${key} is no setting.`, meant === undefined ? hint : `Did you mean ${meant}?`);
}
