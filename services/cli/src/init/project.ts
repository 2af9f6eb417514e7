// What a project says about itself: the files at its top that tell how it is checked and built.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface Project {
  readonly name: string;
  /** Files and folders at the top. */
  readonly entries: ReadonlySet<string>;
  /** By path, of those that are read. */
  readonly texts: Readonly<Record<string, string>>;
}

/** That say how a project in Python is made; the first one speaks for it. */
export const PYTHON_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt'];
const MAKEFILES = ['Makefile', 'makefile', 'GNUmakefile'];
const READ = [...MAKEFILES, ...PYTHON_FILES, 'package.json', 'go.mod', 'Cargo.toml', 'Dockerfile'];
const WORKFLOWS = join('.github', 'workflows');

export async function readProject(dir: string): Promise<Project> {
  const entries = new Set(await readdir(dir));
  const workflows = await readdir(join(dir, WORKFLOWS)).catch(() => []);
  const paths = [
    ...READ.filter((name) => entries.has(name)),
    ...workflows.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(WORKFLOWS, name)),
  ];
  const texts = await Promise.all(paths.map(async (path) => [path, await readFile(join(dir, path), 'utf8')] as const));
  return { name: nameOf(basename(dir)), entries, texts: Object.fromEntries(texts) };
}

/** As a name of Dome. */
function nameOf(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, NAME_CHARACTERS_MAX);
  return name === '' ? 'project' : name;
}

/** The name stands in those of files and folders, which have words of their own beside it; the schema allows more. */
const NAME_CHARACTERS_MAX = 24;
