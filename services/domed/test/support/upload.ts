// Uploads bytes as a client does, by the contract alone.
import { openReply, sha256Digest, subjects } from '@dome/contracts';
import { askService } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

type Connection = Awaited<ReturnType<PlanesServer['connectAs']>>;

const CHUNK_BYTES = 100_000;

export async function uploadBytes(
  nc: Connection,
  to: { upload: string; instance: string },
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0, chunk = 0; at < bytes.byteLength; at += CHUNK_BYTES, chunk += 1) {
    const payload = bytes.subarray(at, at + CHUNK_BYTES);
    const headers = { 'Dome-Chunk': String(chunk) };
    const reply = await askService(nc, { subject: subjects.runtimeArtifactChunk(to), payload, headers });
    openReply('runtimeArtifactChunk', reply.data);
  }
  const commit = new TextEncoder().encode(JSON.stringify({ digest: sha256Digest(bytes), size: bytes.byteLength }));
  const reply = await askService(nc, { subject: subjects.runtimeArtifactCommit(to), payload: commit });
  openReply('runtimeArtifactCommit', reply.data);
}
