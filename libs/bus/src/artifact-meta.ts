// The entry that names an artifact, in the format of stock object store clients. It also keeps where the chunks are in the
// stream, so that a read from a position skips what comes before.

import { LIMITS } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { UploadedChunks } from './artifact-upload.ts';
import { objectStore } from './wire.ts';

export interface ArtifactMeta {
  readonly upload: string;
  readonly size: number;
  readonly chunkBytes: number;
  readonly firstSequence: number;
  /** The chunks are consecutive in the stream. */
  readonly isContiguous: boolean;
}

export interface NewMeta {
  readonly bucket: string;
  readonly digest: Digest;
  readonly upload: string;
  readonly mediaType: string | undefined;
  readonly chunks: UploadedChunks;
}

export function metaPayload({ bucket, digest, upload, mediaType, chunks }: NewMeta): Uint8Array {
  const { size, count, firstSequence, lastSequence } = chunks;
  const body = {
    name: digest,
    options: { max_chunk_size: LIMITS.artifactChunkBytes },
    metadata: {
      firstSequence: `${firstSequence}`,
      lastSequence: `${lastSequence}`,
      ...(mediaType === undefined ? {} : { mediaType }),
    },
    bucket,
    nuid: upload,
    size,
    mtime: new Date().toISOString(),
    chunks: count,
    digest: objectStore.digest(Buffer.from(digest.slice('sha256:'.length), 'hex')),
  };
  return new TextEncoder().encode(JSON.stringify(body));
}

/** Undefined for an entry that says that the artifact was deleted. */
export function parseMeta(payload: Uint8Array): ArtifactMeta | undefined {
  const body: unknown = JSON.parse(new TextDecoder().decode(payload));
  if (!isMetaBody(body) || body.deleted === true) return undefined;
  const first = Number(body.metadata?.['firstSequence'] ?? 0);
  const last = Number(body.metadata?.['lastSequence'] ?? 0);
  return {
    upload: body.nuid,
    size: body.size,
    chunkBytes: body.options?.max_chunk_size ?? LIMITS.artifactChunkBytes,
    firstSequence: first,
    isContiguous: first > 0 && last - first === body.chunks - 1,
  };
}

interface MetaBody {
  readonly nuid: string;
  readonly size: number;
  readonly chunks: number;
  readonly deleted?: boolean;
  readonly options?: { readonly max_chunk_size?: number };
  readonly metadata?: Readonly<Record<string, string>>;
}

function isMetaBody(value: unknown): value is MetaBody {
  return typeof value === 'object' && value !== null && 'nuid' in value && 'size' in value && 'chunks' in value;
}
