// Rewrites the manifests of a copy of this repository, and its lock file, so that `npm ci` installs what compiling takes and
// no more: the Dockerfile's own installation is a sixth of a developer's. Versions and places stay those of the lock file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { withCompileNeeds } from './lock/compile-needs.ts';
import type { DevNeeds } from './lock/compile-needs.ts';

const LOCK = 'package-lock.json';

// npm wrote the file; its shape is npm's own.
const lock = JSON.parse(readFileSync(LOCK, 'utf8')) as { readonly packages: Readonly<Record<string, DevNeeds>> };
const packages = Object.entries(lock.packages).map(([place, entry]) => {
  if (place.includes('node_modules/')) return [place, entry];
  const path = join(place, 'package.json');
  write(path, withCompileNeeds(JSON.parse(readFileSync(path, 'utf8')) as DevNeeds));
  return [place, withCompileNeeds(entry)];
});
write(LOCK, { ...lock, packages: Object.fromEntries(packages) });

function write(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
