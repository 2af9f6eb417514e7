// Adds the entries of other platforms to package-lock.json, after an `npm install` from a registry that lacks them.
// `test/tidy.test.ts` reports when it is needed.
import { readFileSync, writeFileSync } from 'node:fs';

import { missingPlatformEntries } from './lock/platform-entries.ts';
import type { LockEntries } from './lock/places.ts';

interface LockFile {
  readonly packages: LockEntries;
}

const LOCK_FILE = 'package-lock.json';
// npm wrote this file; its shape is npm's own.
const lock = JSON.parse(readFileSync(LOCK_FILE, 'utf8')) as LockFile;
const missing = missingPlatformEntries(lock.packages);
const packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
if (Object.keys(missing).length > 0)
  writeFileSync(LOCK_FILE, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
console.log(`${Object.keys(missing).length} entries written`);
