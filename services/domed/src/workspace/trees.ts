// Trees by digest. A tree is fetched and checked once for each daemon, however many jobs ask at the same moment; every
// job then works on a copy of its own (cheap where the file system shares blocks), so no job sees what another wrote.
import { constants } from 'node:fs';
import { access, cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { unpackArchive } from '@dome/archive';
import { DomeError, toDomeError } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { ContentSource } from './ports.ts';

export interface Trees {
  /**
   * Puts a copy of the tree at `target`, which must not exist.
   * @throws DomeError WORKSPACE_MISSING, DIGEST_MISMATCH, ARCHIVE_INVALID, UNAVAILABLE
   */
  checkout(digest: Digest, target: string): Promise<void>;
}

interface CachedTree {
  readonly path: Promise<string>;
  users: number;
}

const treesMaxDefault = 32;

export function createTrees(of: { dir: string; source: ContentSource; treesMax?: number }): Trees {
  const { dir, source, treesMax = treesMaxDefault } = of;
  // In the order of last use, because a map keeps the order of making and every use makes anew.
  const cached = new Map<Digest, CachedTree>();
  let made = 0;

  const fetch = async (digest: Digest): Promise<string> => {
    const target = join(dir, `${digest.slice('sha256:'.length)}-${(made += 1)}`);
    const making = `${target}.making`;
    await mkdir(dir, { recursive: true });
    try {
      await unpackArchive(source.open(digest), making, { expectedDigest: digest });
      await rename(making, target);
      return target;
    } catch (cause) {
      await rm(making, { recursive: true, force: true });
      throw cause;
    }
  };
  const use = (digest: Digest): CachedTree => {
    const tree = cached.get(digest) ?? { path: fetch(digest), users: 0 };
    cached.delete(digest);
    cached.set(digest, tree);
    tree.users += 1;
    return tree;
  };
  /** Only a fetch that failed is forgotten: where a copy fails, on a full disk above all, another fetch helps nobody. */
  const pathOf = async (digest: Digest, tree: CachedTree): Promise<string> => {
    try {
      const path = await tree.path;
      await access(path);
      return path;
    } catch (cause) {
      if (cached.get(digest) === tree) cached.delete(digest);
      throw cause;
    }
  };
  const evict = async (): Promise<void> => {
    for (const [digest, tree] of cached) {
      if (cached.size <= treesMax) return;
      if (tree.users > 0) continue;
      cached.delete(digest);
      await rm(await tree.path, { recursive: true, force: true });
    }
  };

  return {
    checkout: async (digest, target) => {
      const tree = use(digest);
      try {
        await copyTree(await pathOf(digest, tree), target);
      } catch (thrown) {
        const error = toDomeError(thrown);
        throw error.code === 'INTERNAL'
          ? new DomeError('INTERNAL', { detail: `the tree ${digest} cannot be placed` }, { cause: thrown })
          : error;
      } finally {
        tree.users -= 1;
        await evict();
      }
    },
  };
}

function copyTree(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true });
}
