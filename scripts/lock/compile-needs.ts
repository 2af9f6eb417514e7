// What compiling the packages takes of their development dependencies: the compiler and types, and all those of the console,
// which is bundled of them by one of them. Pure.

const BUNDLED = '@dome/console';

export interface DevNeeds {
  readonly name?: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The manifest, or its entry in package-lock.json, without the programs that test and generate. A peer is compiled against. */
export function withCompileNeeds<Manifest extends DevNeeds>(manifest: Manifest): Manifest {
  const { name: owner, devDependencies = {}, peerDependencies = {} } = manifest;
  if (owner === BUNDLED) return manifest;
  const kept = Object.entries(devDependencies).filter(
    ([name]) => name === 'typescript' || name.startsWith('@types/') || name in peerDependencies,
  );
  return { ...manifest, devDependencies: Object.fromEntries(kept) };
}
