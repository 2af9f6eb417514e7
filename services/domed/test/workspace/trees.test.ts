import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import { DomeError } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { systemClock } from '@dome/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createRemover } from '../../src/workspace/remover.ts';
import type { Remover } from '../../src/workspace/remover.ts';
import { createTrees } from '../../src/workspace/trees.ts';

let home: string;
let remover: Remover;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-trees-'));
  remover = createRemover({ trashDir: join(home, 'trash'), clock: systemClock, logger: { warn: () => undefined } });
});
afterEach(async () => {
  await remover[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

async function store() {
  const content = new Map<Digest, Uint8Array>();
  const opened: Digest[] = [];
  const add = async (text: string): Promise<Digest> => {
    const dir = join(home, `source-${content.size}`);
    await mkdir(dir);
    await writeFile(join(dir, 'a.txt'), text);
    const { digest, bytes } = await packDirectory(dir, { include: 'all' });
    content.set(digest, bytes);
    return digest;
  };
  const open = async function* (digest: Digest): AsyncGenerator<Uint8Array> {
    opened.push(digest);
    const bytes = content.get(digest);
    if (bytes === undefined) throw new DomeError('WORKSPACE_MISSING', { detail: `${digest} is not stored` });
    yield bytes;
  };
  return { content, opened, add, source: { open } };
}

test('fetches a tree once however many ask, and gives each a copy of its own', async () => {
  const { add, opened, source } = await store();
  const digest = await add('one');
  const trees = createTrees({ isOpen: true, dir: join(home, 'trees'), remover, source });
  const targets = Array.from({ length: 5 }, (_, index) => join(home, `job-${index}`));
  await Promise.all(targets.map((target) => trees.checkout(digest, target)));
  expect(opened).toEqual([digest]);
  await writeFile(join(targets[0] ?? '', 'a.txt'), 'changed');
  await trees.checkout(digest, join(home, 'late'));
  expect(await readFile(join(home, 'late', 'a.txt'), 'utf8')).toBe('one');
});

test('keeps the trees used last, and fetches an older one again', async () => {
  const { add, opened, source } = await store();
  const digests = [await add('1'), await add('2'), await add('3')];
  const trees = createTrees({ isOpen: true, dir: join(home, 'trees'), remover, source, treesMax: 2 });
  for (const [index, digest] of digests.entries()) await trees.checkout(digest, join(home, `job-${index}`));
  expect(await readdir(join(home, 'trees'))).toHaveLength(2);
  await trees.checkout(digests[0] ?? 'sha256:', join(home, 'again'));
  expect(opened).toEqual([...digests, digests[0]]);
});

test('forgets a failure: what is stored later can be fetched, and damage is named', async () => {
  const { add, content, source } = await store();
  const digest = await add('one');
  const bytes = content.get(digest) ?? new Uint8Array();
  content.delete(digest);
  const trees = createTrees({ isOpen: true, dir: join(home, 'trees'), remover, source });
  await expect(trees.checkout(digest, join(home, 'a'))).rejects.toMatchObject({ code: 'WORKSPACE_MISSING' });
  content.set(digest, Buffer.concat([bytes, Buffer.alloc(512)]));
  await expect(trees.checkout(digest, join(home, 'b'))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  content.set(digest, bytes);
  await trees.checkout(digest, join(home, 'c'));
  expect(await readdir(join(home, 'trees'))).toHaveLength(1);
});

test('keeps an intact tree when a copy of it fails', async () => {
  const { add, opened, source } = await store();
  const digest = await add('one');
  const trees = createTrees({ isOpen: true, dir: join(home, 'trees'), remover, source });
  await writeFile(join(home, 'a-file'), '');
  for (let times = 0; times < 3; times += 1)
    await expect(trees.checkout(digest, join(home, 'a-file', 'job'))).rejects.toMatchObject({ code: 'INTERNAL' });
  await trees.checkout(digest, join(home, 'job'));
  expect(opened).toEqual([digest]);
  expect(await readdir(join(home, 'trees'))).toHaveLength(1);
});

test('fetches a tree again if somebody removed it', async () => {
  const { add, opened, source } = await store();
  const digest = await add('one');
  const trees = createTrees({ isOpen: true, dir: join(home, 'trees'), remover, source });
  await trees.checkout(digest, join(home, 'first'));
  await rm(join(home, 'trees'), { recursive: true });
  await expect(trees.checkout(digest, join(home, 'second'))).rejects.toMatchObject({ code: 'INTERNAL' });
  await trees.checkout(digest, join(home, 'third'));
  expect(opened).toEqual([digest, digest]);
});
