// The open uploads: each has a file of its own and counts against its person's share. An idle upload ends, and so does
// one that is kept open by a trickle.
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { CLOCKS, createDigest, LIMITS } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { MachineFault } from '../machine-fault.ts';
import { createShares } from './shares.ts';

export interface Upload {
  readonly person: string;
  readonly path: string;
  readonly file: FileHandle;
  readonly digest: ReturnType<typeof createDigest>;
  readonly openedMs: number;
  chunks: number;
  bytes: number;
  /** The bytes counted for the person: those announced, or those received if that is more. */
  heldBytes: number;
  heardMs: number;
  /** Requests about it in progress: a commit of a large upload takes longer than any idle limit. */
  inWork: number;
  /** One after the other, in the order of arrival. */
  turn: Promise<unknown>;
}

export interface OpenUploads extends AsyncDisposable {
  /** @throws DomeError QUEUE_FULL for a person at their share, UNAVAILABLE when no file can be opened */
  add(id: string, of: { readonly person: string; readonly bytes: number }): Promise<void>;
  get(id: string): Upload | undefined;
  /** Reserves this many bytes in it. @throws DomeError QUEUE_FULL */
  makeRoom(upload: Upload, bytes: number): void;
  /** Frees its file and its place. */
  remove(id: string): Promise<void>;
}

export function createOpenUploads({ dir, clock }: { readonly dir: string; readonly clock: Clock }): OpenUploads {
  const uploads = new Map<string, Upload>();
  const shares = createShares('uploads', {
    openMax: LIMITS.uploadsOpen,
    openEachMax: LIMITS.uploadsOpenEach,
    bytesMax: LIMITS.uploadBytes,
    bytesEachMax: LIMITS.uploadBytesEach,
  });
  const remove = async (id: string): Promise<void> => {
    const upload = uploads.get(id);
    uploads.delete(id);
    if (upload === undefined) return;
    shares.close(upload.person, upload.heldBytes);
    await upload.file.close();
    await rm(upload.path, { force: true });
  };
  const sweeper = createSweeper(clock, async () => {
    const nowMs = clock.monotonicMs();
    await Promise.all([...uploads].filter(([, upload]) => isOver(upload, nowMs)).map(([id]) => remove(id)));
    return uploads.size > 0;
  });
  return {
    add: async (id, { person, bytes }) => {
      shares.open(person, bytes);
      const path = join(dir, id);
      const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
        shares.close(person, bytes);
        throw new MachineFault('the machine of the daemon cannot hold a file for the upload', { cause });
      });
      const nowMs = clock.monotonicMs();
      const none = { chunks: 0, bytes: 0, inWork: 0, openedMs: nowMs, heardMs: nowMs, turn: Promise.resolve() };
      uploads.set(id, { ...none, person, path, file, digest: createDigest(), heldBytes: bytes });
      sweeper.start();
    },
    get: (id) => uploads.get(id),
    makeRoom: (upload, bytes) => {
      const more = bytes - upload.heldBytes;
      if (more <= 0) return;
      shares.grow(upload.person, more);
      upload.heldBytes += more;
    },
    remove,
    [Symbol.asyncDispose]: async () => {
      await sweeper[Symbol.asyncDispose]();
      await Promise.all([...uploads.keys()].map(remove));
    },
  };
}

const isOver = ({ heardMs, openedMs, inWork }: Upload, nowMs: number): boolean =>
  inWork === 0 && (nowMs - heardMs >= CLOCKS.uploadIdleMs || nowMs - openedMs >= CLOCKS.uploadMs);

interface Sweeper extends AsyncDisposable {
  start(): void;
}

/** Sweeps as long as there is something to sweep. */
function createSweeper(clock: Clock, sweep: () => Promise<boolean>): Sweeper {
  let timer: Disposable | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  const start = (): void => {
    timer ??= clock.after(CLOCKS.uploadIdleMs, () => {
      timer = undefined;
      // A file that cannot be removed goes with the folder.
      sweeping = sweep().then(
        (isMore) => (isMore ? start() : undefined),
        () => undefined,
      );
    });
  };
  return {
    start,
    [Symbol.asyncDispose]: async () => {
      await sweeping;
      timer?.[Symbol.dispose]();
    },
  };
}
