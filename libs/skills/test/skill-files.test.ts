import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { archiveEntries, packDirectory } from '@dome/archive';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { fileAt } from '../src/skill-files.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-files-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const NAMES = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...NAMES);
const entry = fc.oneof(
  fc.constant({ kind: 'file' as const }),
  fc.array(fc.constantFrom(...NAMES, '..', '.'), { minLength: 1, maxLength: 3 }).map((words) => ({
    kind: 'link' as const,
    target: words.join('/'),
  })),
);
const tree = fc.dictionary(
  fc.array(name, { minLength: 1, maxLength: 2 }).map((words) => words.join('/')),
  entry,
  { minKeys: 1, maxKeys: 5 },
);
const asked = fc
  .array(fc.constantFrom(...NAMES, '.', '..'), { minLength: 1, maxLength: 4 })
  .map((words) => words.join('/'));

type Planted = { readonly kind: 'file' } | { readonly kind: 'link'; readonly target: string };

/** Some of the entries may be in the way of others; what could be planted is the tree. */
async function plant(dir: string, entries: Record<string, Planted>): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [path, of] of Object.entries(entries)) {
    const at = join(dir, path);
    const planting = mkdir(dirname(at), { recursive: true }).then(() =>
      of.kind === 'file' ? writeFile(at, 'text', { flag: 'wx' }) : symlink(of.target, at),
    );
    await planting.catch(() => undefined);
  }
}

test('law: a path names a file of the archive if the system finds one there in the folder', async () => {
  let packed = 0;
  let made = 0;
  await fc.assert(
    fc.asyncProperty(tree, fc.array(asked, { minLength: 1, maxLength: 8 }), async (entries, paths) => {
      const dir = join(home, `${(made += 1)}`, 'skill');
      await plant(dir, entries);
      // A link that leads outside is in no archive.
      const archive = await packDirectory(dir, { include: 'all' }).catch(() => undefined);
      if (archive === undefined) return;
      packed += 1;
      const files = await archiveEntries(archive.bytes);
      for (const path of paths) {
        const found = await stat(`${dir}/${path}`).catch(() => undefined);
        if (!leaves(path)) expect([path, fileAt(files, path) !== undefined]).toEqual([path, found?.isFile() === true]);
      }
    }),
    { numRuns: 150 },
  );
  expect(packed).toBeGreaterThan(50);
});

/** A manifest may not say `..` at all; beyond the folder the archive knows nothing. */
function leaves(path: string): boolean {
  let depth = 0;
  return path.split('/').some((word) => {
    depth += word === '..' ? -1 : word === '.' ? 0 : 1;
    return depth < 0;
  });
}
