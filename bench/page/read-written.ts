// The results and the documents that show them, as they are in the repository, and as they should be.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readComparison } from '../compare/results.ts';
import { writtenFiles } from './written.ts';

const RESULTS = 'bench/results/comparison.json';

export interface WrittenFile {
  /** Undefined where there is none. */
  readonly is: string | undefined;
  readonly wanted: string;
}

/** By path from the root. */
export async function readWritten(root: string): Promise<Map<string, WrittenFile>> {
  const pages = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const paths = ['README.md', ...pages.map((name) => `docs/${name}`)];
  const documents = new Map<string, string>();
  for (const path of paths) documents.set(path, await readFile(join(root, path), 'utf8'));
  const results = join(root, RESULTS);
  const comparison = existsSync(results) ? readComparison(results) : undefined;
  const files = new Map<string, WrittenFile>();
  for (const [path, wanted] of writtenFiles(comparison, documents)) {
    const is = existsSync(join(root, path)) ? await readFile(join(root, path), 'utf8') : undefined;
    files.set(path, { is, wanted });
  }
  return files;
}
