// The packages of the workspace that are built, and their manifests.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Manifest } from './compiled-manifest.ts';

/** It is bundled for browsers, by `scripts/console.ts`; the compiler only checks it. */
export const CONSOLE = join('services', 'console');

/** Folders of what is compiled, those of the libraries first. */
export function packageFolders(): string[] {
  return ['libs', 'services']
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((folder) => folder !== CONSOLE && existsSync(join(folder, 'package.json')));
}

/** @throws TypeError where the file is no manifest */
export function readManifest(path: string): Manifest {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} is no manifest`);
  return Object.fromEntries(Object.entries(value));
}
