// Lays out compiled packages as they run without the workspace: what others wrote in `node_modules`, where package-lock.json
// places it, and our packages below `lib`.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

import { readManifest } from '../build/packages.ts';
import type { Needed } from '../lock/needed.ts';
import { isCarried } from './kept.ts';
import { placeInProduct } from './product-manifest.ts';

/** Replaces the folder. The packages were compiled before. */
export function stagePackages({ folders, places }: Needed, stage: string): void {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const folder of folders) stageOurs(folder, stage);
  for (const place of places) stageTheirs(place, stage);
}

/** The product has one licence of ours. */
function stageOurs(folder: string, stage: string): void {
  const dist = join(folder, 'dist');
  const target = join(stage, placeInProduct(String(readManifest(join(dist, 'package.json'))['name'])));
  cpSync(dist, target, { recursive: true, filter: (path) => isCarried(path) && basename(path) !== 'LICENSE' });
}

/** What lies below has a place of its own. */
function stageTheirs(place: string, stage: string): void {
  const below = join(place, 'node_modules');
  const isWanted = (path: string): boolean => path !== below && isCarried(slashes(relative(place, path)));
  cpSync(place, join(stage, place), { recursive: true, filter: isWanted });
}

function slashes(path: string): string {
  return path.replaceAll(sep, '/');
}
