// An upload belongs to the daemon that opened it. Numbered chunks go to a file of its own; a repeated chunk gets the
// same reply; the artifact exists only if the digest of everything that arrived is the one that the uploader states
// (L12). Anyone who may send requests may upload, because permissions are not domed's business (L2): each person's
// share limits it.
import { DomeError, LIMITS } from '@dome/contracts';
import type { ArtifactChunkReply, ArtifactCommitReply, ArtifactCommitRequest } from '@dome/contracts';
import type { ArtifactPutReply, ArtifactPutRequest } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { ContentStore } from '../ports.ts';
import { createOpenUploads } from './open-uploads.ts';
import type { OpenUploads, Upload } from './open-uploads.ts';

export interface Uploads extends AsyncDisposable {
  /** @throws DomeError QUEUE_FULL, PAYLOAD_TOO_LARGE, UNAVAILABLE */
  open(request: ArtifactPutRequest, person: string): Promise<ArtifactPutReply>;
  chunk(upload: string, number: number, bytes: Uint8Array): Promise<ArtifactChunkReply>;
  commit(upload: string, request: ArtifactCommitRequest): Promise<ArtifactCommitReply>;
}

export interface UploadsOptions {
  readonly dir: string;
  readonly instance: string;
  readonly content: ContentStore;
  readonly clock: Clock;
  readonly nonce: () => string;
  /** OUT_OF_SPACE while the store accepts no more, so that nothing is sent in vain. */
  readonly shortage: () => DomeError | undefined;
}

/** A commit whose reply was lost is repeated within moments. */
const COMMITTED_MAX = 1_024;

export function createUploads(options: UploadsOptions): Uploads {
  const { dir, instance, content, clock, nonce, shortage } = options;
  const uploads = createOpenUploads({ dir, clock });
  /** The oldest first. */
  const committed = new Map<string, ArtifactCommitReply>();

  const inTurn = <Reply>(id: string, work: (upload: Upload) => Promise<Reply>): Promise<Reply> => {
    const upload = uploads.get(id);
    if (upload === undefined) throw new DomeError('NOT_FOUND', { detail: `No upload ${id} is open here.` });
    upload.inWork += 1;
    const done = upload.turn
      .then(() => work(upload))
      .finally(() => {
        upload.inWork -= 1;
        upload.heardMs = clock.monotonicMs();
      });
    upload.turn = done.catch(() => undefined);
    return done;
  };

  return {
    open: async ({ size = 0 }, person) => {
      if (size > LIMITS.artifactBytes) throw tooLarge();
      const short = shortage();
      if (short !== undefined) throw short;
      const id = nonce();
      await uploads.add(id, { person, bytes: size });
      return { upload: id, instance, chunkBytesMax: LIMITS.artifactChunkBytes };
    },
    chunk: (id, number, bytes) =>
      inTurn(id, async (upload) => {
        if (number > upload.chunks) {
          throw new DomeError('INVALID_REQUEST', { detail: `Chunk ${upload.chunks} is expected, not ${number}.` });
        }
        if (number === upload.chunks) await append(upload, bytes, uploads);
        return { upload: id, chunk: number, received: upload.bytes };
      }),
    commit: async (id, request) =>
      committed.get(id) ??
      (await inTurn(id, async (upload) => {
        const before = committed.get(id);
        if (before !== undefined) return before;
        const reply = await commit(upload, request, content);
        remember(committed, id, reply);
        await uploads.remove(id);
        return reply;
      })),
    [Symbol.asyncDispose]: () => uploads[Symbol.asyncDispose](),
  };
}

function remember(committed: Map<string, ArtifactCommitReply>, id: string, reply: ArtifactCommitReply): void {
  committed.set(id, reply);
  for (const oldest of committed.keys()) {
    if (committed.size <= COMMITTED_MAX) return;
    committed.delete(oldest);
  }
}

async function append(upload: Upload, bytes: Uint8Array, uploads: OpenUploads): Promise<void> {
  if (upload.bytes + bytes.byteLength > LIMITS.artifactBytes) throw tooLarge();
  if (bytes.byteLength > LIMITS.artifactChunkBytes) {
    throw new DomeError('PAYLOAD_TOO_LARGE', { detail: `A chunk has at most ${LIMITS.artifactChunkBytes} bytes.` });
  }
  uploads.makeRoom(upload, upload.bytes + bytes.byteLength);
  const { bytesWritten } = await upload.file.write(bytes, 0, bytes.byteLength, upload.bytes);
  // A nearly full disk accepts part of a write without an error.
  if (bytesWritten < bytes.byteLength)
    throw new DomeError('UNAVAILABLE', { detail: 'The disk of the daemon is full.' });
  upload.digest.update(bytes);
  upload.bytes += bytes.byteLength;
  upload.chunks += 1;
}

async function commit(
  upload: Upload,
  { digest, size }: ArtifactCommitRequest,
  content: ContentStore,
): Promise<ArtifactCommitReply> {
  const actual = upload.digest.digest();
  if (actual !== digest || upload.bytes !== size) {
    const detail = `${upload.bytes} bytes with the digest ${actual} arrived, not ${size} with ${digest}.`;
    throw new DomeError('DIGEST_MISMATCH', { detail, pointer: '/digest' });
  }
  await content.putFile(upload.path, { digest: actual, size }).catch(lostHere);
  return { digest: actual, size };
}

/** Everything arrived as announced and was in the daemon's own file: what is missing since then is missing here. */
function lostHere(cause: unknown): never {
  if (!(cause instanceof DomeError) || cause.code !== 'DIGEST_MISMATCH') throw cause;
  const hint = 'Upload it again: another daemon may take it.';
  throw new DomeError('UNAVAILABLE', { detail: 'The daemon has lost what was uploaded.', hint }, { cause });
}

function tooLarge(): DomeError {
  return new DomeError('PAYLOAD_TOO_LARGE', { detail: `An artifact has at most ${LIMITS.artifactBytes} bytes.` });
}
