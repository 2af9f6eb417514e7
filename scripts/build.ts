// Compiles every package from scratch and makes its `dist` folder publishable: it adds the manifest, the licence, and
// the files that the compiler does not copy.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { publishedManifest } from './build/published-manifest.ts';
import type { Manifest } from './build/published-manifest.ts';

const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
const packages = ['libs', 'services']
  .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
  .filter((folder) => existsSync(join(folder, 'package.json')));

// Output of a deleted source must not be published.
for (const folder of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, '-b', ...packages], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

for (const folder of packages) {
  const dist = join(folder, 'dist');
  cpSync(join(folder, 'src'), dist, { recursive: true, filter: isCarriedOver });
  const manifest = publishedManifest(readManifest(join(folder, 'package.json')));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  copyFileSync('LICENSE', join(dist, 'LICENSE'));
  rmSync(join(dist, 'tsconfig.tsbuildinfo'));
  console.log(`${dist}: ${String(manifest['name'])} ${String(manifest['version'])}`);
}

/** Files that are not compiled: generated JavaScript with its declarations, JSON. */
function isCarriedOver(path: string): boolean {
  return statSync(path).isDirectory() || path.endsWith('.d.ts') || !path.endsWith('.ts');
}

function readManifest(path: string): Manifest {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} is no manifest`);
  return Object.fromEntries(Object.entries(value));
}
