// Where bytes named by a digest come from. The adapter speaks with the artifact store; a digest it does not have is
// WORKSPACE_MISSING.
import type { Digest } from '@dome/contracts';

export interface ContentSource {
  /**
   * The bytes, in pieces. Whoever reads checks the digest.
   * @throws DomeError WORKSPACE_MISSING, UNAVAILABLE
   */
  open(digest: Digest): AsyncIterable<Uint8Array>;
}

/** What a skill asks to have placed beside its input. */
export interface MaterialSpec {
  readonly name: string;
  /** JSON pointer to a digest in the input. */
  readonly from: string;
  readonly unpack: boolean;
}
