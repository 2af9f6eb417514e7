// What a package of the workspace needs when it runs, as package-lock.json places it. Pure.
import { placeFrom } from './places.ts';
import type { LockEntries, LockEntry } from './places.ts';

export interface Needed {
  /** Folders of the workspace, with the one that was asked for. */
  readonly folders: readonly string[];
  /** Places below `node_modules` of what others wrote. */
  readonly places: readonly string[];
}

/** @throws Error where the lock file lacks a package that is not optional */
export function neededBy(folder: string, entries: LockEntries): Needed {
  const seen = new Set<string>();
  const visit = (place: string): void => {
    if (seen.has(place)) return;
    seen.add(place);
    const entry = entries[place] ?? {};
    for (const { name, isOptional } of namesIn(entry)) {
      const found = placeFrom(entries, place, name);
      if (found === undefined) {
        if (isOptional) continue;
        throw new Error(`package-lock.json has no ${name}, which ${place} needs`);
      }
      const { link, resolved } = entries[found] ?? {};
      visit(link === true ? (resolved ?? found) : found);
    }
  };
  visit(folder);
  const all = [...seen].toSorted();
  return { folders: all.filter(isFolder), places: all.filter((place) => !isFolder(place)) };
}

const isFolder = (place: string): boolean => !place.includes('node_modules/');

/** Peers as well: npm installs them beside the package. */
function namesIn(entry: LockEntry): readonly { readonly name: string; readonly isOptional: boolean }[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  const optional = Object.keys(optionalDependencies).map((name) => ({ name, isOptional: true }));
  return [...[...Object.keys(dependencies), ...peers].map((name) => ({ name, isOptional: false })), ...optional];
}
