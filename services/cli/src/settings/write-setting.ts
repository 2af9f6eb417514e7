// Changes one setting of a file, and leaves the rest of it, comments included, as it was written.
import { readFile } from 'node:fs/promises';

import { isMap, parseDocument } from 'yaml';

import { writeWhole } from '../whole-files.ts';
import { settingsIn } from './settings-file.ts';
import type { SettingsFile } from './settings-file.ts';
import type { SettingsOwner } from './settings.ts';

export interface SettingChange {
  readonly path: string;
  readonly scope: SettingsOwner;
  /** The keys that lead to it. */
  readonly keys: readonly string[];
  /** Undefined takes it out. */
  readonly value: string | boolean | undefined;
}

/** Only the person reads what says where she has credentials. */
const MODE: Readonly<Record<SettingsOwner, number>> = { project: 0o644, person: 0o600 };

/** @throws DomeError CONFIG_INVALID where the file is not valid now, or would not be then */
export async function writeSetting({ path, scope, keys, value }: SettingChange): Promise<SettingsFile> {
  const before = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw cause;
  });
  settingsIn(before, { path, scope });
  const document = parseDocument(before);
  if (value === undefined) removeIn(document, keys);
  else document.setIn(keys, value);
  const isEmpty = isMap(document.contents) && document.contents.items.length === 0;
  const whole = document.contents === null ? '' : String(document);
  // Comments stay; of a map without members nothing has to.
  const text = isEmpty ? whole.replace(/^\{\}\n?/m, '') : whole;
  const changed = settingsIn(text, { path, scope });
  await writeWhole(path, text, MODE[scope]);
  return changed;
}

/** With the objects that it leaves empty. */
function removeIn(document: ReturnType<typeof parseDocument>, keys: readonly string[]): void {
  if (!document.hasIn(keys)) return;
  document.deleteIn(keys);
  const above = keys.slice(0, -1);
  if (above.length === 0) return;
  const parent = document.getIn(above);
  if (isMap(parent) && parent.items.length === 0) removeIn(document, above);
}
