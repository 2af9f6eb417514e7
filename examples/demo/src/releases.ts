// A temporary git repository with two releases of the example service: the one before discounts, and 1.5.0 as it is in the
// examples, bug included. It neither reads nor needs this machine's git configuration.

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { basename, join } from 'node:path';

import { askGit } from '@dome/archive';
import { DomeError } from '@dome/contracts';

export interface Releases {
  readonly folder: string;
  /** The commit of 1.5.0. */
  readonly commit: string;
  /** Calls `work` while the tree is that of the previous release. */
  atFirst<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs git in the repository. @throws DomeError CONFIG_INVALID when git fails */
  git(...args: readonly string[]): Promise<string>;
}

const BEFORE = '1.4.0';
/** Files that 1.5.0 added. */
const ADDED = ['src/discount.js', 'test/discount.test.js', 'migrations/0002_discounts.sql'];
/** The same commits every time, so that ids in the story can be compared. */
const DATES = ['2026-01-12T09:00:00Z', '2026-01-19T09:00:00Z'] as const;

export interface ReleasesOptions {
  /** The folder of the service in the examples. */
  readonly service: string;
  /** Created here. */
  readonly folder: string;
  /** The PATH with git in it. */
  readonly path: string | undefined;
}

/** @throws DomeError CONFIG_INVALID when git is missing or fails */
export async function makeReleases({ service, folder, path }: ReleasesOptions): Promise<Releases> {
  await mkdir(folder, { recursive: true });
  const git = (...args: readonly string[]): Promise<string> => runGit({ folder, path, date: DATES[1] }, args);
  await git('init', '--quiet', '--initial-branch=main');
  await cp(service, folder, { recursive: true, filter: (from) => basename(from) !== 'node_modules' });
  const changed = await makeOlder(folder);
  await commit({ folder, path, date: DATES[0] }, 'Price a cart');
  for (const [name, text] of changed) await writeFile(join(folder, name), text);
  for (const name of ADDED) await cp(join(service, name), join(folder, name));
  await commit({ folder, path, date: DATES[1] }, 'Release 1.5.0: discounts');
  return {
    folder,
    git,
    commit: (await git('rev-parse', 'HEAD')).trim(),
    async atFirst(work) {
      await git('checkout', '--quiet', 'main~1');
      try {
        return await work();
      } finally {
        await git('checkout', '--quiet', 'main');
      }
    },
  };
}

/** Takes the tree back to the previous release; returns the texts of the files it changed. */
async function makeOlder(folder: string): Promise<Map<string, string>> {
  for (const path of ADDED) await rm(join(folder, path));
  const changed = new Map<string, string>();
  for (const [path, steps] of Object.entries(OLDER)) {
    const text = await readFile(join(folder, path), 'utf8');
    changed.set(path, text);
    const older = steps.reduce((now, { from, to }) => replaced(now, { path, from, to }), text);
    await writeFile(join(folder, path), older);
  }
  return changed;
}

const OLDER: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>> = {
  'package.json': [{ from: '"version": "1.5.0"', to: `"version": "${BEFORE}"` }],
  'package-lock.json': [{ from: '"version": "1.5.0"', to: `"version": "${BEFORE}"` }],
  'src/server.js': [
    { from: "import { discount } from './discount.js';\n", to: '' },
    { from: ', "percent": 10}`', to: '}`' },
    { from: 'const { items, percent = 0 } = ', to: 'const { items } = ' },
    { from: '    const sum = subtotal(items);\n', to: '' },
    { from: 'totalCents: sum - discount(sum, percent)', to: 'totalCents: subtotal(items)' },
  ],
  'test/server.test.js': [
    { from: ', percent: 20 }', to: ' }' },
    { from: 'totalCents: 800', to: 'totalCents: 1000' },
  ],
};

function replaced(text: string, { path, from, to }: { path: string; from: string; to: string }): string {
  if (text.includes(from)) return text.replaceAll(from, () => to);
  const detail = `${path} of the example service does not hold ${JSON.stringify(from)}.`;
  throw new DomeError('INTERNAL', { detail });
}

interface GitPlace {
  readonly folder: string;
  readonly path: string | undefined;
  readonly date: string;
}

async function commit(place: GitPlace, message: string): Promise<void> {
  await runGit(place, ['add', '--all']);
  await runGit(place, ['commit', '--quiet', '--no-verify', '--no-gpg-sign', `--message=${message}`]);
}

async function runGit({ folder, path, date }: GitPlace, args: readonly string[]): Promise<string> {
  const person = { name: 'Ada', email: 'ada@checkout.example' };
  const env = {
    PATH: path,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
    GIT_COMMITTER_DATE: date,
  };
  const answer = await askGit(folder, args, env);
  if (answer.ok) return answer.stdout.toString();
  const detail = `git ${args[0] ?? ''} failed in ${folder}.`;
  const { cause } = answer;
  throw new DomeError('CONFIG_INVALID', { detail, hint: 'The demo needs git 2.28 or later on PATH.' }, { cause });
}
