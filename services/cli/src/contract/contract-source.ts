// Where a contract comes from: a folder, a kept release, or a commit of git.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';

import { askGit } from '@dome/archive';
import { isContractFile, readContractDocument } from '@dome/compat';
import type { ContractDocument } from '@dome/compat';

import { usageError } from '../errors.ts';

const DOCUMENT = 'asyncapi.yaml';
const SCHEMAS = 'schemas';

/**
 * The nearest folder, from `cwd` up, that holds a contract.
 * @throws DomeError INVALID_REQUEST where there is none.
 */
export function contractRoot(cwd: string): string {
  for (let dir = cwd; ; dir = dirname(dir)) {
    if (existsSync(join(dir, DOCUMENT)) && existsSync(join(dir, SCHEMAS))) return dir;
    if (dir === dirname(dir))
      throw usageError(`${cwd} is in no folder with ${DOCUMENT}`, 'Run it in a clone of Dome, or name two folders.');
  }
}

export const releaseFolder = (root: string, release: string): string => join(root, SCHEMAS, 'released', release);

/**
 * The contract that a word of the command line means: a folder, else a release, else what git knows under that name.
 * @throws DomeError INVALID_REQUEST that says what the word is not.
 */
export async function contractNamed(word: string, cwd: string): Promise<ContractDocument> {
  const folder = isAbsolute(word) ? word : join(cwd, word);
  if (existsSync(join(folder, DOCUMENT))) return await contractIn(folder, word);
  const root = contractRoot(cwd);
  const released = releaseFolder(root, word);
  if (existsSync(join(released, DOCUMENT))) return await contractIn(released, word);
  return await contractAt(word, root);
}

export async function contractIn(folder: string, name: string): Promise<ContractDocument> {
  const below = await readdir(join(folder, SCHEMAS), { recursive: true });
  const paths = [DOCUMENT, ...below.map((path) => join(SCHEMAS, path))].filter(isContractFile);
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const),
  );
  return documentOf(name, new Map(texts));
}

async function contractAt(ref: string, root: string): Promise<ContractDocument> {
  const listed = await gitText(root, ['ls-tree', '-r', '-z', '--end-of-options', ref, DOCUMENT, SCHEMAS]);
  if (listed === undefined)
    throw usageError(`${ref} is neither a folder with a contract, nor a release, nor a commit`, 'Name one of these.');
  const blobs = listed.split('\0').flatMap((line) => {
    const [facts = '', path = ''] = line.split('\t');
    return isContractFile(path) ? [{ path, id: facts.split(' ')[2] ?? '' }] : [];
  });
  const texts = await Promise.all(
    blobs.map(async ({ path, id }) => [path, (await gitText(root, ['cat-file', 'blob', id])) ?? ''] as const),
  );
  return documentOf(ref, new Map(texts));
}

async function gitText(root: string, args: readonly string[]): Promise<string | undefined> {
  const answer = await askGit(root, args);
  return answer.ok ? answer.stdout.toString('utf8') : undefined;
}

function documentOf(name: string, texts: ReadonlyMap<string, string>): ContractDocument {
  try {
    return readContractDocument(name, texts);
  } catch (error) {
    throw usageError(
      error instanceof Error ? error.message : String(error),
      'A contract is asyncapi.yaml with schemas/.',
    );
  }
}
