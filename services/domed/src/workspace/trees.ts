// Trees by digest. A tree is fetched and checked once per daemon, however many jobs ask at the same moment; every job
// then works on a copy of its own (cheap if the file system shares blocks), so no job sees what another wrote. If no
// mount namespace keeps jobs from the tree itself, a copy counts only if the tree was untouched until the copy was
// finished.
import { constants } from 'node:fs';
import { access, cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { unpackArchive } from '@dome/archive';
import { DomeError, toDomeError } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { ContentSource } from './ports.ts';
import type { Remover } from './remover.ts';
import { stampOf } from './tree-stamp.ts';

export interface Trees {
  /**
   * Puts a copy of the tree at `target`, which must not exist.
   * @throws DomeError WORKSPACE_MISSING, DIGEST_MISMATCH, ARCHIVE_INVALID, UNAVAILABLE
   */
  checkout(digest: Digest, target: string): Promise<void>;
  /**
   * Gives `read` the folder of the tree, which is there until `read` has ended.
   * @throws DomeError as `checkout`
   */
  read<Value>(digest: Digest, read: (dir: string) => Promise<Value>): Promise<Value>;
}

interface FetchedTree {
  readonly path: string;
  /** Where jobs can write to it. */
  readonly stamp: string | undefined;
}

interface CachedTree {
  readonly fetched: Promise<FetchedTree>;
  users: number;
}

/** A cache; a tree that was evicted while being placed is placed once more. */
const TREES_MAX_DEFAULT = 32;
const PLACINGS_MAX = 3;

export interface TreesOptions {
  readonly dir: string;
  readonly source: ContentSource;
  readonly remover: Remover;
  readonly treesMax?: number;
  /** Whether jobs can write to `dir`. */
  readonly isOpen: boolean;
}

interface TreeCache {
  /** Adds a user, until `leave`. */
  use(digest: Digest): CachedTree;
  leave(tree: CachedTree): Promise<void>;
  fetched(digest: Digest, tree: CachedTree): Promise<FetchedTree>;
  forget(digest: Digest, tree: CachedTree): void;
}

function createCache({ dir, source, remover, isOpen, treesMax = TREES_MAX_DEFAULT }: TreesOptions): TreeCache {
  // In the order of last use, because a map keeps insertion order and every use inserts anew.
  const cached = new Map<Digest, CachedTree>();
  let made = 0;

  const fetch = async (digest: Digest): Promise<FetchedTree> => {
    const target = join(dir, `${digest.slice('sha256:'.length)}-${(made += 1)}`);
    const making = `${target}.making`;
    await mkdir(dir, { recursive: true });
    try {
      await unpackArchive(source.open(digest), making, { expectedDigest: digest });
      await rename(making, target);
      return { path: target, stamp: isOpen ? await stampOf(target) : undefined };
    } catch (cause) {
      await remover.drop(making);
      throw cause;
    }
  };
  const use = (digest: Digest): CachedTree => {
    const tree = cached.get(digest) ?? { fetched: fetch(digest), users: 0 };
    cached.delete(digest);
    cached.set(digest, tree);
    tree.users += 1;
    return tree;
  };
  const forget = (digest: Digest, tree: CachedTree): void => {
    if (cached.get(digest) === tree) cached.delete(digest);
  };
  /** Only a failed fetch is dropped: if a copy fails, above all on a full disk, another fetch does not help. */
  const fetched = async (digest: Digest, tree: CachedTree): Promise<FetchedTree> => {
    try {
      const found = await tree.fetched;
      await access(found.path);
      return found;
    } catch (cause) {
      forget(digest, tree);
      throw cause;
    }
  };
  const evict = async (): Promise<void> => {
    for (const [digest, tree] of cached) {
      if (cached.size <= treesMax) return;
      if (tree.users > 0) continue;
      cached.delete(digest);
      await remover.drop((await tree.fetched).path);
    }
  };

  const leave = async (tree: CachedTree): Promise<void> => {
    tree.users -= 1;
    await evict();
  };
  return { use, leave, fetched, forget };
}

export function createTrees(options: TreesOptions): Trees {
  const { remover } = options;
  const cache = createCache(options);

  /** False if the tree was changed before the copy was finished; then there is no copy, and the tree is dropped. */
  const place = async (digest: Digest, target: string): Promise<boolean> => {
    const tree = cache.use(digest);
    try {
      const { path, stamp } = await cache.fetched(digest, tree);
      await copyTree(path, target);
      if (stamp === undefined || (await stampOf(path)) === stamp) return true;
      cache.forget(digest, tree);
      await remover.drop(target);
      // Others may still be copying it; they will find out, too.
      if (tree.users === 1) await remover.drop(path);
      return false;
    } finally {
      await cache.leave(tree);
    }
  };

  return {
    read: async (digest, read) => {
      const tree = cache.use(digest);
      try {
        const { path } = await cache.fetched(digest, tree);
        return await read(path);
      } finally {
        await cache.leave(tree);
      }
    },
    checkout: async (digest, target) => {
      try {
        for (let times = 0; times < PLACINGS_MAX; times += 1) if (await place(digest, target)) return;
      } catch (thrown) {
        const error = toDomeError(thrown);
        throw error.code === 'INTERNAL'
          ? new DomeError('INTERNAL', { detail: `the tree ${digest} cannot be placed` }, { cause: thrown })
          : error;
      }
      throw new DomeError('UNAVAILABLE', { detail: `the tree ${digest} was changed each time it was placed` });
    },
  };
}

function copyTree(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true });
}
