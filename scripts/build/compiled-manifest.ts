// The manifest of a compiled package: entries that point to a source during development point to the compiled file, so that
// the `dist` folder of each package is the package.

export interface Manifest {
  readonly [field: string]: unknown;
}

/** Fields that only the workspace needs. */
const DROPPED = new Set(['devDependencies', 'scripts', 'files']);

/** `./src/index.ts` becomes `./index.js`: the manifest lies in `dist`, beside what was compiled. */
export function compiledManifest(manifest: Manifest): Manifest {
  const kept = Object.entries(manifest).filter(([field]) => !DROPPED.has(field));
  return Object.fromEntries(
    kept.map(([field, value]) => [field, field === 'exports' || field === 'bin' ? compiled(value, field) : value]),
  );
}

function compiled(value: unknown, field: 'exports' | 'bin'): unknown {
  if (typeof value === 'string') return compiledPath(value, field);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, compiled(inner, field)]));
}

function compiledPath(path: string, field: 'exports' | 'bin'): unknown {
  if (!path.startsWith('./src/')) return path;
  const below = `./${path.slice('./src/'.length)}`;
  // Files that are not compiled were copied unchanged.
  if (!below.endsWith('.ts')) return below;
  const module = below.slice(0, -'.ts'.length);
  // There is a declaration beside each module; a program has none to name.
  return field === 'bin' ? `${module}.js` : { types: `${module}.d.ts`, default: `${module}.js` };
}
