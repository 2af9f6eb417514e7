import { readFileSync } from 'node:fs';

import type { LockEntries } from './places.ts';

/** Of this repository. npm wrote the file; its shape is npm's own. */
export function readLock(): LockEntries {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: LockEntries };
  return packages;
}
