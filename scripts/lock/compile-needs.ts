// What compiling the packages takes of their development dependencies: the compiler and types. Pure.

export interface DevNeeds {
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The manifest, or its entry in package-lock.json, without the programs that test and generate. A peer is compiled against. */
export function withCompileNeeds<Manifest extends DevNeeds>(manifest: Manifest): Manifest {
  const { devDependencies = {}, peerDependencies = {} } = manifest;
  const kept = Object.entries(devDependencies).filter(
    ([name]) => name === 'typescript' || name.startsWith('@types/') || name in peerDependencies,
  );
  return { ...manifest, devDependencies: Object.fromEntries(kept) };
}
