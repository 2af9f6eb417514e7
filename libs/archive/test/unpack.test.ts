import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, readdir, readlink, realpath, symlink, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

import fc from 'fast-check';
import { pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import { describe, expect, test } from 'vitest';

import { packDirectory, unpackArchive } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

type Part = Partial<Header> & { name: string; body?: string };

/** A tar as a stranger would make it, without any checks. */
async function tarOf(...parts: Part[]): Promise<Uint8Array> {
  const tar = pack();
  for (const { body = '', ...header } of parts) tar.entry(header, body);
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('unpacking what a stranger packed', () => {
  const hostile: Record<string, Part[]> = {
    'an absolute name': [{ name: '/etc/x', body: '1' }],
    'a name that goes up': [{ name: 'a/../../x', body: '1' }],
    'a bare ..': [{ name: '..', body: '1' }],
    'a name inside .git': [{ name: '.git/hooks/post-checkout', body: '1' }],
    'a name inside .GIT': [{ name: 'a/.GIT/config', body: '1' }],
    'an empty part': [{ name: 'a//b', body: '1' }],
    'a hard link': [
      { name: 'a', body: '1' },
      { name: 'b', type: 'link', linkname: 'a' },
    ],
    'a device': [{ name: 'a', type: 'character-device' }],
    'a pipe': [{ name: 'a', type: 'fifo' }],
    'an absolute link': [{ name: 'a', type: 'symlink', linkname: '/etc' }],
    'a link that leads outside': [{ name: 'a/b', type: 'symlink', linkname: '../../x' }],
    'a link through a link': [
      { name: 'p/q/d', type: 'symlink', linkname: '../..' },
      { name: 'p/q/e', type: 'symlink', linkname: 'd/..' },
    ],
    'a file through a link': [
      { name: 'a', type: 'symlink', linkname: 'b' },
      { name: 'a/x', body: '1' },
    ],
    'a link below a link, which would lie where its name does not say': [
      { name: 'p/q', type: 'symlink', linkname: '..' },
      { name: 'p/q/r/y', type: 'symlink', linkname: '../../..' },
      { name: 'p/q/r/y/planted/z', type: 'symlink', linkname: '..' },
    ],
    'a link over a file': [
      { name: 'a', body: '1' },
      { name: 'a', type: 'symlink', linkname: 'b' },
    ],
    'a name twice': [
      { name: 'a', body: '1' },
      { name: 'a', body: '2' },
    ],
  };

  for (const [what, parts] of Object.entries(hostile)) {
    test(`refuses ${what} and leaves nothing`, async () => {
      await using folder = await temporaryFolder();
      const dir = join(folder.path, 'in');
      const archive = await tarOf({ name: 'first', body: 'kept?' }, ...parts);
      await expect(unpackArchive(archive, dir)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
      expect(await readdir(dir)).toEqual([]);
      expect(await readdir(folder.path)).toEqual(['in']);
    });
  }

  test('whatever its names and links: nothing outside is touched, and no link leads there', async () => {
    const names = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 });
    const target = fc.tuple(fc.nat({ max: 3 }), fc.constantFrom([], ['a'])).map(([ups, rest]) => {
      return [...Array.from({ length: ups }, () => '..'), ...rest].join('/') || '.';
    });
    const part = fc.record({ names, isBelowLast: fc.boolean(), target: fc.option(target, { freq: 3 }) });
    // Names below the one before are the point here, and would hardly ever be drawn by chance.
    const parts = fc.array(part, { minLength: 1, maxLength: 4 }).map((drawn) => {
      let last: string[] = [];
      return drawn.map(({ names: own, isBelowLast, target: linkname }): Part => {
        last = isBelowLast ? [...last, ...own] : own;
        const name = last.join('/');
        return linkname === null ? { name, body: 'x' } : { name, type: 'symlink', linkname };
      });
    });
    let taken = 0;
    const holds = async (of: Part[]): Promise<void> => {
      await using folder = await temporaryFolder();
      const into = join(folder.path, 'outer', 'in');
      const unpacked = await unpackArchive(await tarOf(...of), into).catch(() => undefined);
      expect(await readdir(folder.path)).toEqual(['outer']);
      expect(await readdir(join(folder.path, 'outer'))).toEqual(['in']);
      if (unpacked !== undefined) taken += 1;
      for (const entry of await readdir(into, { recursive: true, withFileTypes: true })) {
        if (!entry.isSymbolicLink()) continue;
        const at = await realpath(entry.parentPath);
        expect(`${resolve(at, await readlink(join(at, entry.name)))}${sep}`).toContain(`${await realpath(into)}${sep}`);
      }
    };
    await fc.assert(fc.asyncProperty(parts, holds), { numRuns: 300 });
    expect(taken).toBeGreaterThan(30);
  });

  test('accepts links that stay inside, and only the two kinds of modes', async () => {
    await using folder = await temporaryFolder();
    const archive = await tarOf(
      { name: 'dir', type: 'directory' },
      { name: 'dir/up', type: 'symlink', linkname: '../file' },
      { name: 'file', body: 'text', mode: 0o4777 },
    );
    await unpackArchive(archive, folder.path);
    expect(await readlink(join(folder.path, 'dir/up'))).toBe('../file');
    expect(await readFile(join(folder.path, 'dir/up'), 'utf8')).toBe('text');
    expect((await lstat(join(folder.path, 'file'))).mode & 0o7000).toBe(0);
  });

  test('refuses another digest, too many entries, too many bytes, a torn end, and a folder that is not empty', async () => {
    await using folder = await temporaryFolder();
    const archive = await tarOf({ name: 'a', body: 'x'.repeat(2_000) }, { name: 'b', body: '2' });
    const into = join(folder.path, 'in');
    const wrong = `sha256:${'0'.repeat(64)}` as const;
    await expect(unpackArchive(archive, into, { expectedDigest: wrong })).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
    await expect(unpackArchive(archive, into, { limits: { entriesMax: 1 } })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
    await expect(unpackArchive(archive, into, { limits: { bytesMax: 1_000 } })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
    await expect(unpackArchive(archive.subarray(0, 1_500), into)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    await expect(unpackArchive(Buffer.alloc(2_048, 7), into)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    expect(await readdir(into)).toEqual([]);
    await expect(unpackArchive(archive, folder.path)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    expect(existsSync(into)).toBe(true);
  });

  test('accepts a stream in pieces of any size, and passes its error on', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'src'));
    await writeFile(join(folder.path, 'src/a.txt'), 'y'.repeat(200_000));
    await symlink('a.txt', join(folder.path, 'src/l'));
    const packed = await packDirectory(join(folder.path, 'src'), { include: 'all' });
    const pieces = async function* (upTo: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < upTo; at += 777) yield packed.bytes.subarray(at, at + 777);
      if (upTo < packed.size) throw new Error('the store went away');
    };
    const unpacked = await unpackArchive(pieces(packed.size), join(folder.path, 'out'), {
      expectedDigest: packed.digest,
    });
    expect(unpacked).toEqual({ digest: packed.digest, size: packed.size, entries: 2 });
    await expect(unpackArchive(pieces(100_000), join(folder.path, 'torn'))).rejects.toMatchObject({
      code: 'ARCHIVE_INVALID',
    });
    expect(await readdir(join(folder.path, 'torn'))).toEqual([]);
  });
});
