// The contracts that are in service: those kept in the tree, so that a clone of any depth can judge.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { acceptedOf } from '@dome/compat';
import type { AcceptedChange, Release } from '@dome/compat';
import { parse } from 'yaml';

import { usageError } from '../errors.ts';
import { contractIn, releaseFolder } from './contract-source.ts';

/** The kept releases, the oldest first. */
export async function releasesIn(root: string): Promise<Release[]> {
  const folder = releaseFolder(root, '');
  const names = existsSync(folder) ? await readdir(folder) : [];
  const versions = names.filter((name) => /^\d+\.\d+\.\d+$/.test(name)).toSorted(byVersion);
  return await Promise.all(
    versions.map(async (name) => ({
      document: await contractIn(join(folder, name), name),
      isPreRelease: await isPreRelease(join(folder, name)),
    })),
  );
}

function byVersion(one: string, two: string): number {
  const [a, b] = [one, two].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

async function isPreRelease(folder: string): Promise<boolean> {
  const facts: unknown = JSON.parse(await readFile(join(folder, 'release.json'), 'utf8'));
  return typeof facts === 'object' && facts !== null && 'preRelease' in facts && facts.preRelease === true;
}

/** @throws DomeError INVALID_REQUEST that says which entry is not one. */
export async function acceptedIn(root: string): Promise<AcceptedChange[]> {
  const file = join(releaseFolder(root, ''), 'accepted.yaml');
  if (!existsSync(file)) return [];
  try {
    return acceptedOf(parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw usageError(
      `${file}: ${error instanceof Error ? error.message : String(error)}`,
      'See docs/compatibility.md.',
    );
  }
}
