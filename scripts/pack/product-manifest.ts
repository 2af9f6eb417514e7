// The manifest of the one package that is published. It carries everything that it needs at run time: what others wrote in
// `node_modules`, at the versions of package-lock.json, and our packages below `lib`, where no registry is asked for them.
import type { Manifest } from '../build/compiled-manifest.ts';
import type { LockEntries } from '../lock/places.ts';

/** `npx` runs the program that is named like the package, so that `npx @dome-run/dome dev` works. */
export const PRODUCT = '@dome-run/dome';

/** Where a package of ours lies in the product. */
export const placeInProduct = (name: string): string => `lib/node_modules/${name}`;

export interface ProductParts {
  /** Of the command line, as compiled. */
  readonly cli: Manifest;
  /** Of the workspace. */
  readonly workspace: Manifest;
  /** Places of what is carried, below `node_modules`. */
  readonly places: readonly string[];
  readonly entries: LockEntries;
}

export function productManifest({ cli, workspace, places, entries }: ProductParts): Manifest {
  const name = String(cli['name']);
  const top = places.flatMap((place) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.slice(1) ?? []);
  return {
    name: PRODUCT,
    version: cli['version'],
    description: workspace['description'],
    license: workspace['license'],
    keywords: ['nats', 'jetstream', 'workflow', 'approval', 'provenance', 'cloudevents'],
    type: 'module',
    bin: Object.fromEntries(
      Object.entries(textsIn(cli['bin'])).map(([program, path]) => [
        program,
        `${placeInProduct(name)}/${path.replace(/^\.\//, '')}`,
      ]),
    ),
    files: ['lib', 'docs', 'examples', 'schemas', 'site'],
    engines: cli['engines'],
    dependencies: Object.fromEntries(top.map((one) => [one, entries[`node_modules/${one}`]?.version ?? ''])),
    bundleDependencies: top,
  };
}

function textsIn(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}
