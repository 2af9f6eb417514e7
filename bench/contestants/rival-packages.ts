// The packages of the rivals, which nobody needs who does not compare: npm puts them into the user's cache, by a lock file of
// their own, the first time that they are asked for. The rivals' programs find them by a link beside them.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { cacheRoot } from '@dome/broker';
import { makeFolder } from '@dome/runtime';

const MODULES = 'node_modules';
const LOCK = 'package-lock.json';
/** By the first digits of the lock file's digest. */
const DIGITS = 12;

export const rivalPrograms = join(import.meta.dirname, '../rivals');

/** The versions of these packages, which are installed afterwards. @throws Error with npm's last words */
export async function ensureRivalPackages(names: readonly string[]): Promise<Record<string, string>> {
  const lock = await readFile(join(rivalPrograms, LOCK));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, DIGITS);
  const cache = cacheRoot(process.env);
  const folder = join(cache, `bench-rivals-${digest}-${process.platform}-${process.arch}`);
  if (!existsSync(folder)) await install(cache, folder);
  await linkTo(join(folder, MODULES));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await versionOf(name)] as const)));
}

/** In a folder beside, renamed when it is whole: whoever ends in the middle leaves nothing that looks installed. */
async function install(cache: string, folder: string): Promise<void> {
  console.error("getting the rivals' packages by npm, once");
  await makeFolder(cache);
  const beside = await mkdtemp(`${folder}-`);
  try {
    for (const file of ['package.json', LOCK]) await copyFile(join(rivalPrograms, file), join(beside, file));
    // None of them needs its scripts: those that are native come built.
    await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], beside);
    await rename(beside, folder);
  } catch (cause) {
    await rm(beside, { recursive: true, force: true });
    throw cause;
  }
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const shell = process.platform === 'win32';
  await promisify(execFile)('npm', args, { cwd, shell }).catch((cause: { stderr?: string; message: string }) => {
    throw new Error(`npm got no packages: ${cause.stderr?.trim().split('\n').at(-1) ?? cause.message}`, { cause });
  });
}

async function linkTo(modules: string): Promise<void> {
  const link = join(rivalPrograms, MODULES);
  const current = await readlink(link).catch(() => '');
  if (current === modules) return;
  await rm(link, { recursive: true, force: true });
  await symlink(modules, link, 'junction');
}

async function versionOf(name: string): Promise<string> {
  const text = await readFile(join(rivalPrograms, MODULES, name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
