// package-lock.json as npm lays packages out: an entry is named by its place in the tree.

export interface LockEntry {
  readonly version?: string;
  /** Of a workspace package: the link in `node_modules` names its folder. */
  readonly link?: true;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly [field: string]: unknown;
}

export type LockEntries = Readonly<Record<string, LockEntry>>;

/** The place of the package that one at `place` would resolve under this name: its own, or that of a parent folder. */
export function placeFrom(entries: LockEntries, place: string, name: string): string | undefined {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (entries[found] !== undefined) return found;
    if (at === '') return undefined;
  }
}
