// Builds the console into `services/console/dist`, unless what is there was made of the same sources. `dome dev` of a clone
// runs it at each start: with nothing to do it takes as long as reading the sources.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { compiledManifest } from './build/compiled-manifest.ts';
import { consoleParts } from './build/console-parts.ts';
import { CONSOLE, readManifest } from './build/packages.ts';
import { alone } from './build/alone.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const HERE = join(ROOT, CONSOLE);
const DIST = join(HERE, 'dist');
const STAMP = join(DIST, 'sources.sha256');
/** What the bundle is made of; versions of what others wrote are in the lock file. */
const SOURCES = [
  join(CONSOLE, 'index.html'),
  join(CONSOLE, 'src'),
  ...['contracts', 'bus', 'client', 'runs'].map((name) => join('libs', name, 'src')),
  'package-lock.json',
  join('scripts', 'console.ts'),
  join('scripts', 'build', 'console-parts.ts'),
];

const digest = digestOf(SOURCES);
const isFresh = (): boolean => existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === digest;
if (!isFresh()) {
  // Whoever comes second would replace what the first one already reads.
  using _alone = await alone(join(HERE, 'dist.lock'));
  if (!isFresh()) await buildConsole();
}

async function buildConsole(): Promise<void> {
  // Whoever runs tests has another one in the environment, and a bundle made for tests is larger.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  // Whoever reads the folder meanwhile finds the old files or the new ones.
  const made = join(HERE, `dist-${process.pid}`);
  await build({
    root: HERE,
    configFile: false,
    base: './',
    logLevel: 'error',
    plugins: [consoleParts(ROOT)],
    build: {
      outDir: join(made, 'static'),
      target: 'es2022',
      // Three kilobytes of what a browser loads, for some seconds of whoever builds.
      minify: 'terser',
      terserOptions: { module: true, compress: { passes: 3 } },
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  });
  writeFileSync(
    join(made, 'package.json'),
    `${JSON.stringify(compiledManifest(readManifest(join(HERE, 'package.json'))), undefined, 2)}\n`,
  );
  copyFileSync(join(ROOT, 'LICENSE'), join(made, 'LICENSE'));
  writeFileSync(join(made, 'sources.sha256'), `${digest}\n`);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(made, DIST);
}

function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((one) => filesIn(join(ROOT, one))))
    hash.update(`${path}\n`).update(readFileSync(path));
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(dirname(path), { withFileTypes: true });
  const isFolder = entries.some((entry) => entry.name === path.slice(dirname(path).length + 1) && entry.isDirectory());
  if (!isFolder) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
