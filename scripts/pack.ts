// Packs the one package that is published: `dist/dome-run-dome-<version>.tgz`, with everything it needs at run time. Installing
// it asks no registry.
import { spawnSync } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readManifest } from './build/packages.ts';
import { neededBy } from './lock/needed.ts';
import { readLock } from './lock/read-lock.ts';
import { productManifest } from './pack/product-manifest.ts';
import { stagePackages } from './pack/stage-packages.ts';

const OUT = 'dist';
const STAGE = join(OUT, 'product');
/** Beside the program: what it serves where there are no skills, what its errors point to, and what documents name. */
const BESIDE = ['docs', 'examples', 'schemas'] as const;
/** Pictures of the console are in the site, as far as its pages show them. */
const LEFT_OUT = /^(?:examples\/demo|schemas\/released|schemas\/vectors|docs\/screens)\//;

const built = spawnSync(process.execPath, [join('scripts', 'build.ts')], { stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

const entries = readLock();
const needed = neededBy('services/cli', entries);

stagePackages(needed, STAGE);
for (const path of tracked(BESIDE)) stageFile(path);
makeSite(join(STAGE, 'site'));
for (const name of ['LICENSE', 'README.md']) copyFileSync(name, join(STAGE, name));
const cli = readManifest(join('services', 'cli', 'dist', 'package.json'));
const manifest = productManifest({ cli, workspace: readManifest('package.json'), places: needed.places, entries });
writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);

const [packed = ''] = npmPack();
console.log(join(OUT, packed));

function stageFile(path: string): void {
  if (LEFT_OUT.test(path)) return;
  mkdirSync(join(STAGE, dirname(path)), { recursive: true });
  copyFileSync(path, join(STAGE, path));
}

/** `dome dev` serves it. */
function makeSite(out: string): void {
  const { status } = spawnSync(process.execPath, [join('scripts', 'site.ts'), '--out', out], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`the site of the documentation was not built: ${status}`);
}

/** Files that git tracks: what else lies in the folders is nobody's but the developer's. */
function tracked(below: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync('git', ['ls-files', '-z', '--', ...below], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git lists no files: ${stderr}`);
  return stdout.split('\0').filter((path) => path !== '');
}

/** The names of the files that npm wrote. */
function npmPack(): string[] {
  const script = process.env['npm_execpath'];
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', join('..')];
  const [command, words, shell] =
    script === undefined ? ['npm', args, process.platform === 'win32'] : [process.execPath, [script, ...args], false];
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit'];
  const { status, stdout } = spawnSync(command, words, { cwd: STAGE, encoding: 'utf8', stdio, shell });
  if (status !== 0) throw new Error(`npm pack ended with ${status}`);
  const said: unknown = JSON.parse(stdout);
  const items = Array.isArray(said) ? said : Object.values(Object(said));
  return items.map(({ filename }: { filename: string }) => filename);
}
