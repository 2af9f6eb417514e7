// Artifacts are read in parts by offset. Readers mostly request consecutive parts, so after each part the stream is
// kept for the next request: each byte is then fetched from the store once.
import { DomeError, LIMITS, CLOCKS } from '@dome/contracts';
import type { ArtifactGetRequest, Digest } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { ContentStore } from '../ports.ts';

export interface ArtifactPart {
  readonly bytes: Uint8Array;
  /** The size of the whole artifact. */
  readonly size: number;
  readonly offset: number;
}

export interface Downloads extends AsyncDisposable {
  /** @throws DomeError NOT_FOUND, INVALID_REQUEST */
  part(request: ArtifactGetRequest, person: string): Promise<ArtifactPart>;
}

interface Reader {
  readonly person: string;
  readonly bytes: AsyncIterator<Uint8Array>;
  left: Uint8Array;
  readonly keptMs: number;
}

export function createDownloads(content: ContentStore, clock: Clock): Downloads {
  /** By person, digest and the offset of the next part; the oldest first. */
  const kept = new Map<string, Reader>();

  const takeReader = (person: string, digest: Digest, offset: number): Reader => {
    const key = keyOf(person, digest, offset);
    const reader = kept.get(key);
    kept.delete(key);
    if (reader !== undefined) return reader;
    const bytes = content.open(digest, offset)[Symbol.asyncIterator]();
    return { person, bytes, left: new Uint8Array(), keptMs: 0 };
  };
  const keep = async (digest: Digest, offset: number, reader: Reader): Promise<void> => {
    kept.set(keyOf(reader.person, digest, offset), { ...reader, keptMs: clock.monotonicMs() });
    const own = [...kept.values()].filter(({ person }) => person === reader.person);
    const oldest = own.length > LIMITS.downloadsOpenEach ? own[0] : undefined;
    for (const [key, one] of kept) {
      const { keptMs, bytes } = one;
      const isOver = kept.size > LIMITS.downloadsOpen || clock.monotonicMs() - keptMs >= CLOCKS.downloadIdleMs;
      if (!isOver && one !== oldest) continue;
      kept.delete(key);
      await bytes.return?.();
    }
  };

  return {
    part: async (request, person) => {
      // Checked by the schema of the request.
      const digest = request.digest as Digest;
      const offset = request.offset ?? 0;
      const size = await content.sizeOf(digest);
      if (size === undefined)
        throw new DomeError('NOT_FOUND', { detail: `Nothing is stored under ${digest}.`, pointer: '/digest' });
      if (offset > size)
        throw new DomeError('INVALID_REQUEST', { detail: `It has ${size} bytes.`, pointer: '/offset' });
      const wanted = Math.min(request.length ?? LIMITS.artifactChunkBytes, LIMITS.artifactChunkBytes, size - offset);
      if (wanted === 0) return { bytes: new Uint8Array(), size, offset };
      const reader = takeReader(person, digest, offset);
      const bytes = await readFrom(reader, wanted);
      if (offset + bytes.byteLength < size) await keep(digest, offset + bytes.byteLength, reader);
      else await reader.bytes.return?.();
      return { bytes, size, offset };
    },
    [Symbol.asyncDispose]: async () => {
      for (const { bytes } of kept.values()) await bytes.return?.();
      kept.clear();
    },
  };
}

const keyOf = (person: string, digest: Digest, offset: number): string => `${person} ${digest}@${offset}`;

async function readFrom(reader: Reader, wanted: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < wanted) {
    if (reader.left.byteLength === 0) {
      const next = await reader.bytes.next();
      if (next.done === true) break;
      reader.left = next.value;
    }
    const part = reader.left.subarray(0, wanted - length);
    reader.left = reader.left.subarray(part.byteLength);
    parts.push(part);
    length += part.byteLength;
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : new Uint8Array(Buffer.concat(parts));
}
