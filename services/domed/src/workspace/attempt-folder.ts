// The folder of one attempt: its inputs and its results. It is created before the start and removed when the outcome
// has been stored; until then its files can be uploaded from it. Its paths are real: no part of them is a link, so a
// part that has become a link was changed by the skill.
import { mkdir, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createHash } from 'node:crypto';

import { DomeError, isDigest, segmentsOf, valueAt } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import type { MaterialSpec } from '@dome/skills';

import type { ContentSource } from './ports.ts';
import type { Remover } from './remover.ts';
import type { Trees } from './trees.ts';

export interface AttemptFolder extends AsyncDisposable {
  readonly path: string;
  readonly input: string;
  readonly output: string;
  readonly summary: string;
  readonly artifacts: string;
  readonly materials: string;
  readonly temporary: string;
  /** Where the copy of the workspace goes, if there is one. */
  readonly workspace: string;
}

/** For a skill inside the daemon: created when the skill asks for it. */
export interface LazyFolder {
  readonly path: string;
  isMade: boolean;
}

/** An empty folder for one attempt inside a folder given by its real path; `name` is unique there. */
export async function openAttemptFolder(dir: string, name: string, remover: Remover): Promise<AttemptFolder> {
  const path = join(dir, name);
  const folder = {
    path,
    input: join(path, 'input.json'),
    output: join(path, 'output'),
    summary: join(path, 'summary.md'),
    artifacts: join(path, 'artifacts'),
    materials: join(path, 'materials'),
    temporary: join(path, 'tmp'),
    workspace: join(path, 'workspace'),
  };
  // Not the parent folders: without the rest of their content they would be useless.
  await mkdir(path).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    await remover.drop(path);
    await mkdir(path);
  });
  try {
    await Promise.all([folder.artifacts, folder.materials, folder.temporary].map((part) => mkdir(part)));
    // The files exist from the start, so that `>>` and `>` work in any language.
    await Promise.all([folder.output, folder.summary].map((file) => writeFile(file, '')));
  } catch (cause) {
    await remover.drop(path);
    throw cause;
  }
  return { ...folder, [Symbol.asyncDispose]: () => remover.drop(path) };
}

export interface PlacedMaterial {
  readonly uri: string;
  readonly digest: Digest;
}

/**
 * Fetches what the input names by digest into the folder; a pointer that is missing from the input, or null there,
 * places nothing.
 * @throws DomeError INPUT_INVALID (no digest at the pointer), WORKSPACE_MISSING, DIGEST_MISMATCH
 */
export async function placeMaterials(of: {
  specs: readonly MaterialSpec[];
  input: Readonly<Record<string, unknown>>;
  dir: string;
  source: ContentSource;
  trees: Trees;
}): Promise<PlacedMaterial[]> {
  const placed: PlacedMaterial[] = [];
  for (const { name, from, unpack } of of.specs) {
    const digest = valueAt(of.input, segmentsOf(from));
    if (digest === undefined || digest === null) continue;
    if (typeof digest !== 'string' || !isDigest(digest))
      throw new DomeError('INPUT_INVALID', {
        detail: `${from} is not a digest, but the skill takes a material from it`,
        pointer: from,
      });
    const target = join(of.dir, name);
    if (unpack) await of.trees.checkout(digest, target);
    else await download(of.source, digest, target);
    placed.push({ uri: `dome:material/${name}`, digest });
  }
  return placed;
}

async function download(source: ContentSource, digest: Digest, target: string): Promise<void> {
  const hash = createHash('sha256');
  const measured = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.open(digest)) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(measured, createWriteStream(target, { flags: 'wx', mode: 0o644 }));
  const actual = `sha256:${hash.digest('hex')}`;
  if (actual !== digest)
    throw new DomeError('DIGEST_MISMATCH', {
      detail: `the material has digest ${actual}, not ${digest}`,
      expected: digest,
      actual,
    });
}
