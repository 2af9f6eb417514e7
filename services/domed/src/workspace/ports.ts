// The source of bytes named by a digest. The adapter uses the artifact store; a missing digest is WORKSPACE_MISSING.
import type { Digest } from '@dome/contracts';

export interface ContentSource {
  /**
   * The bytes, in pieces. The reader checks the digest.
   * @throws DomeError WORKSPACE_MISSING, UNAVAILABLE
   */
  open(digest: Digest): AsyncIterable<Uint8Array>;
}
