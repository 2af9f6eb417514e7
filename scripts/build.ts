// Compiles every package from scratch into its `dist` folder, which is a whole package: with a manifest, the licence, and the
// files that the compiler does not copy. `scripts/pack.ts` makes of them the one package that is published.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { compiledManifest } from './build/compiled-manifest.ts';
import { CONSOLE, packageFolders, readManifest } from './build/packages.ts';

const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
const packages = packageFolders();

// Output of a deleted source must not be published.
for (const folder of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, '-b', ...packages], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

for (const folder of packages) {
  const dist = join(folder, 'dist');
  cpSync(join(folder, 'src'), dist, { recursive: true, filter: isCarriedOver });
  const manifest = compiledManifest(readManifest(join(folder, 'package.json')));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  copyFileSync('LICENSE', join(dist, 'LICENSE'));
  rmSync(join(dist, 'tsconfig.tsbuildinfo'));
  console.log(`${dist}: ${String(manifest['name'])} ${String(manifest['version'])}`);
}

// Of nothing that was there before.
rmSync(join(CONSOLE, 'dist'), { recursive: true, force: true });
await import('./console.ts');
console.log(`${join(CONSOLE, 'dist')}: the console`);

/** Files that are not compiled: generated JavaScript with its declarations, JSON. */
function isCarriedOver(path: string): boolean {
  return statSync(path).isDirectory() || path.endsWith('.d.ts') || !path.endsWith('.ts');
}
