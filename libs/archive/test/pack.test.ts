import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import fc from 'fast-check';
import { extract } from 'tar-stream';
import { describe, expect, test } from 'vitest';

import { packDirectory, unpackArchive } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

type Tree = Readonly<Record<string, { text: string; mode?: number } | { link: string }>>;

async function plant(dir: string, tree: Tree): Promise<void> {
  for (const [path, node] of Object.entries(tree)) {
    await mkdir(join(dir, dirname(path)), { recursive: true });
    if ('link' in node) await symlink(node.link, join(dir, path));
    else {
      await writeFile(join(dir, path), node.text);
      await chmod(join(dir, path), node.mode ?? 0o644);
    }
  }
}

async function names(bytes: Uint8Array): Promise<string[]> {
  const tar = extract();
  const found: string[] = [];
  tar.write(bytes);
  tar.end(undefined);
  for await (const entry of tar) {
    found.push(entry.header.name);
    entry.resume();
  }
  return found;
}

const git = (dir: string, ...args: string[]): void =>
  void execFileSync('git', ['-C', dir, ...args], { stdio: 'ignore' });

describe('the canonical archive', () => {
  test('has the digest of the vector, whatever the machine adds to the files', async () => {
    const vectors: unknown = JSON.parse(
      await readFile(new URL('../../../schemas/vectors/archive.json', import.meta.url), 'utf8'),
    );
    const { cases } = vectors as {
      cases: { name: string; tree: Tree; digest: string; size: number; entries: string[] }[];
    };
    expect(cases.length).toBeGreaterThan(0);
    for (const vector of cases) {
      await using folder = await temporaryFolder();
      await plant(folder.path, vector.tree);
      for (const path of Object.keys(vector.tree)) {
        const node = vector.tree[path];
        if (node !== undefined && 'text' in node) await utimes(join(folder.path, path), 1_234_567, 7_654_321);
      }
      const packed = await packDirectory(folder.path, { include: 'all' });
      expect(await names(packed.bytes)).toEqual(vector.entries);
      expect({ name: vector.name, digest: packed.digest, size: packed.size }).toEqual({
        name: vector.name,
        digest: vector.digest,
        size: vector.size,
      });
    }
  });

  test('does not depend on the order of creation, on group or world bits, or on empty folders', async () => {
    await using one = await temporaryFolder();
    await using two = await temporaryFolder();
    await plant(one.path, { 'a.txt': { text: '1' }, 'b/c.sh': { text: '2', mode: 0o755 } });
    await plant(two.path, { 'b/c.sh': { text: '2', mode: 0o700 }, 'a.txt': { text: '1', mode: 0o600 } });
    await mkdir(join(two.path, 'empty'));
    const [first, second] = [
      await packDirectory(one.path, { include: 'all' }),
      await packDirectory(two.path, { include: 'all' }),
    ];
    expect(second.digest).toBe(first.digest);
    await chmod(join(two.path, 'b/c.sh'), 0o644);
    expect((await packDirectory(two.path, { include: 'all' })).digest).not.toBe(first.digest);
  });

  test('sorts by bytes, where UTF-16 would sort otherwise', async () => {
    await using folder = await temporaryFolder();
    await plant(folder.path, {
      '\u{1F600}': { text: '' },
      '\uFF61': { text: '' },
      Z: { text: '' },
      'a/b': { text: '' },
      'a.b': { text: '' },
    });
    const packed = await packDirectory(folder.path, { include: 'all' });
    expect(await names(packed.bytes)).toEqual(['Z', 'a.b', 'a/b', '\uFF61', '\u{1F600}']);
  });

  test('takes from git what is tracked or new, never what is ignored or in .git', async () => {
    await using folder = await temporaryFolder();
    await plant(folder.path, {
      '.gitignore': { text: 'ignored\n' },
      'tracked.txt': { text: 't' },
      'gone.txt': { text: 'g' },
      ignored: { text: 'i' },
      'new one\n.txt': { text: 'n' },
      'sub/deep.txt': { text: 'd' },
    });
    git(folder.path, 'init', '-q');
    git(folder.path, 'add', '.gitignore', 'tracked.txt', 'gone.txt', 'sub');
    await rm(join(folder.path, 'gone.txt'));
    const both = await packDirectory(folder.path, { include: 'git' });
    expect(await names(both.bytes)).toEqual(['.gitignore', 'new one\n.txt', 'sub/deep.txt', 'tracked.txt']);
    const tracked = await packDirectory(folder.path, { include: 'tracked' });
    expect(await names(tracked.bytes)).toEqual(['.gitignore', 'sub/deep.txt', 'tracked.txt']);
    const all = await packDirectory(folder.path, { include: 'all' });
    expect(await names(all.bytes)).toEqual(['.gitignore', 'ignored', 'new one\n.txt', 'sub/deep.txt', 'tracked.txt']);
    const below = await packDirectory(join(folder.path, 'sub'), { include: 'git' });
    expect(await names(below.bytes)).toEqual(['deep.txt']);
  });

  test('a tracked file whose folder has become a link is gone: the file behind the link is another', async () => {
    await using folder = await temporaryFolder();
    await plant(folder.path, { 'sub/deep.txt': { text: 'd' }, 'kept.txt': { text: 'k' } });
    git(folder.path, 'init', '-q');
    git(folder.path, 'add', '.');
    await plant(folder.path, { 'elsewhere/deep.txt': { text: 'of somebody else' } });
    await rm(join(folder.path, 'sub'), { recursive: true });
    await plant(folder.path, { sub: { link: 'elsewhere' } });
    const tracked = await packDirectory(folder.path, { include: 'tracked' });
    expect(await names(tracked.bytes)).toEqual(['kept.txt']);
    const both = await packDirectory(folder.path, { include: 'git' });
    expect(await names(both.bytes)).toEqual(['elsewhere/deep.txt', 'kept.txt', 'sub']);
  });

  test('a tracked file that became a folder is gone, and the files of the folder are packed; and vice versa', async () => {
    await using folder = await temporaryFolder();
    await plant(folder.path, {
      grown: { text: 'a file' },
      'shrunk/deep.txt': { text: 'd' },
      'empty.txt': { text: 'e' },
    });
    git(folder.path, 'init', '-q');
    git(folder.path, 'add', '.');
    for (const name of ['grown', 'shrunk', 'empty.txt']) await rm(join(folder.path, name), { recursive: true });
    await plant(folder.path, {
      'grown/one.txt': { text: '1' },
      'grown/two/2.txt': { text: '2' },
      shrunk: { text: 's' },
    });
    await mkdir(join(folder.path, 'empty.txt'));
    const both = await packDirectory(folder.path, { include: 'git' });
    expect(await names(both.bytes)).toEqual(['grown/one.txt', 'grown/two/2.txt', 'shrunk']);
    const tracked = await packDirectory(folder.path, { include: 'tracked' });
    expect(await names(tracked.bytes)).toEqual([]);
  });

  test.each(['tracked', 'untracked'])('a nested repository is refused by name: %s', async (kind) => {
    await using folder = await temporaryFolder();
    await plant(folder.path, { 'inner/a.txt': { text: 'a' }, 'b.txt': { text: 'b' } });
    for (const dir of [join(folder.path, 'inner'), folder.path]) git(dir, 'init', '-q');
    git(join(folder.path, 'inner'), 'add', '.');
    git(join(folder.path, 'inner'), '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'first');
    if (kind === 'tracked') git(folder.path, 'add', '.');
    const refused = { code: 'ARCHIVE_INVALID', fields: { path: 'inner' }, message: expect.stringMatching(/submodule/) };
    await expect(packDirectory(folder.path, { include: 'git' })).rejects.toMatchObject(refused);
    await rm(join(folder.path, 'inner'), { recursive: true });
    expect((await packDirectory(folder.path, { include: 'git' })).entries).toBe(1);
  });

  test('refuses by name what it cannot hold', async () => {
    await using folder = await temporaryFolder();
    const refusal = (limits = {}) => packDirectory(folder.path, { include: 'all', limits });
    await plant(folder.path, { 'a/out': { link: '../../etc/passwd' } });
    await expect(refusal()).rejects.toMatchObject({ code: 'ARCHIVE_INVALID', fields: { path: 'a/out' } });
    await rm(join(folder.path, 'a'), { recursive: true });
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    await expect(refusal()).rejects.toMatchObject({ code: 'ARCHIVE_INVALID', fields: { path: 'pipe' } });
    await rm(join(folder.path, 'pipe'));
    await plant(folder.path, { one: { text: 'x'.repeat(3_000) }, two: { text: '' } });
    await expect(refusal({ entriesMax: 1 })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    await expect(refusal({ bytesMax: 2_999 })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    await expect(refusal({ bytesMax: 4_096 })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    await expect(packDirectory(folder.path, { include: 'git' })).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
  });

  test('is unpacked as it was, and packs to the same digest again', async () => {
    const segment = fc.stringMatching(/^[a-zA-Zé☃ _.-]{1,60}$/).filter((name) => !/^\.{1,2}$/.test(name));
    const path = fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    const file = fc.record({ path, text: fc.string({ unit: 'binary', maxLength: 2_000 }), isExecutable: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { selector: ({ path: at }) => at, maxLength: 12 }), async (files) => {
        await using source = await temporaryFolder();
        await using target = await temporaryFolder();
        const planted: string[] = [];
        for (const { path: at, text, isExecutable } of files) {
          if (planted.some((other) => other.startsWith(`${at}/`) || at.startsWith(`${other}/`))) continue;
          planted.push(at);
          await plant(source.path, { [at]: { text, mode: isExecutable ? 0o755 : 0o644 } });
        }
        const packed = await packDirectory(source.path, { include: 'all' });
        expect(packed.entries).toBe(planted.length);
        await unpackArchive(packed.bytes, target.path, { expectedDigest: packed.digest });
        expect((await packDirectory(target.path, { include: 'all' })).digest).toBe(packed.digest);
      }),
      { numRuns: 40 },
    );
  });
});
