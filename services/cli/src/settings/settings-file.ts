// The configuration files: where they are, and what is in them. An error names the file, the line and the column.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DomeError, UNKNOWN_MEMBER } from '@dome/contracts';
import { DOCUMENT_BOUNDS, readDocument } from '@dome/documents';
import { memberFault } from '@dome/runtime';
import type { ProcessEnvironment } from '@dome/runtime';
import { compileSchema } from '@dome/skill-schema';

import { settingsFolder } from '../folders.ts';
import { addressFault, contextFault, insideFault, loginFault, timeoutFault } from './settings-laws.ts';
import { MEMBERS, SETTINGS, settingsSchema } from './settings.ts';
import type { SettingsOwner, CliSettings } from './settings.ts';

export interface SettingsFile {
  readonly path: string;
  readonly settings: CliSettings;
  /** From 1. */
  readonly lineOf: (pointer: string) => number;
}

export interface SettingsFiles {
  readonly project?: SettingsFile;
  readonly person?: SettingsFile;
}

const PROJECT_FILE = 'dome.yaml';

export function personFile(env: ProcessEnvironment): string {
  return join(settingsFolder(env), 'config.yaml');
}

/**
 * The nearest one from here up to the root of the repository; outside of one only here, because folders that everybody can
 * write to are above.
 */
export function projectFile(cwd: string): string | undefined {
  const folders = foldersOf(cwd);
  return folders.map((folder) => join(folder, PROJECT_FILE)).find((path) => existsSync(path));
}

/** Where a new one belongs. */
export function newProjectFile(cwd: string): string {
  return join(foldersOf(cwd).at(-1) ?? cwd, PROJECT_FILE);
}

function foldersOf(cwd: string): string[] {
  const folders: string[] = [];
  for (let at = cwd; ; at = dirname(at)) {
    folders.push(at);
    if (existsSync(join(at, '.git'))) return folders;
    if (at === dirname(at)) return [cwd];
  }
}

/** @throws DomeError CONFIG_INVALID for what a file may not say */
export async function readSettingsFiles(env: ProcessEnvironment, cwd: string): Promise<SettingsFiles> {
  const path = projectFile(cwd);
  const project = path === undefined ? undefined : await readSettingsFile(path, 'project');
  const person = await readSettingsFile(personFile(env), 'person');
  return { ...(project === undefined ? {} : { project }), ...(person === undefined ? {} : { person }) };
}

/** Undefined where there is none. */
async function readSettingsFile(path: string, scope: SettingsOwner): Promise<SettingsFile | undefined> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DomeError('CONFIG_INVALID', { detail: `${path} cannot be read (${code})` }, { cause });
  });
  return bytes === undefined ? undefined : settingsIn(bytes, { path, scope });
}

/** @throws DomeError CONFIG_INVALID */
export function settingsIn(
  source: Uint8Array | string,
  { path, scope }: { readonly path: string; readonly scope: SettingsOwner },
): SettingsFile {
  const read = readDocument(source, DOCUMENT_BOUNDS);
  if (!read.ok) {
    const { line, column, message, hint } = read.fault;
    throw invalid(`${path}:${line}:${column}: ${message}`, hint);
  }
  const { value, positionOf } = read.document;
  const fault = (pointer: string, says: string, hint?: string): DomeError => {
    const { line, column } = positionOf(pointer);
    return invalid(`${path}:${line}:${column}: ${nameOf(pointer)}${says}`, hint);
  };
  // A file of comments alone.
  const settings = checked(value ?? {}, { scope, fault });
  const broken =
    contextFault(settings) ??
    addressFault(settings) ??
    loginFault(settings) ??
    timeoutFault(settings) ??
    (scope === 'project' ? insideFault(settings) : undefined);
  if (broken !== undefined) throw fault(broken.pointer, broken.says, broken.hint);
  return { path, settings, lineOf: (pointer) => positionOf(pointer).line };
}

type Fault = (pointer: string, says: string, hint?: string) => DomeError;

function checked(value: unknown, { scope, fault }: { scope: SettingsOwner; fault: Fault }): CliSettings {
  const schema = compileSchema(settingsSchema(scope));
  if (!schema.ok) throw new Error(`the schema of the settings is not valid: ${schema.defect.says}`);
  const outcome = schema.check(value);
  if (outcome.ok) return value as CliSettings;
  const { pointer, says } = outcome.fault;
  const key = pointer.slice(1).replaceAll('/', '.');
  const isElsewhere = SETTINGS.some((one) => one.key === key) || pointer === '/contexts';
  if (says === UNKNOWN_MEMBER && isElsewhere) throw fault(pointer, ELSEWHERE[scope], WHERE[scope]);
  const error = new DomeError('CONFIG_INVALID', {
    detail: `Settings ${pointer === '' ? '' : `${pointer} `}${says}`,
    pointer,
  });
  const found = memberFault(error, { value, document: 'Settings', known: MEMBERS });
  throw fault(found.pointer, found.message);
}

const ELSEWHERE: Readonly<Record<SettingsOwner, string>> = {
  project: 'belongs to your own configuration: a file that comes with a repository decides about no credentials',
  person: 'belongs to the dome.yaml of a project',
};
const WHERE: Readonly<Record<SettingsOwner, string>> = {
  project: 'Set it with `dome config set --global`.',
  person: 'Set it with `dome config set`, in the folder of the project.',
};

/** As it is spelt in `dome config get`. */
const nameOf = (pointer: string): string => (pointer === '' ? '' : `${pointer.slice(1).replaceAll('/', '.')} `);

function invalid(detail: string, hint?: string): DomeError {
  return new DomeError('CONFIG_INVALID', {
    detail,
    hint: hint ?? 'Correct the file, or say what it may hold: `dome config list`.',
  });
}
