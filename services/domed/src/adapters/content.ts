// Artifacts and workspaces by digest, in the object store of the runtime plane.
import { openPlain } from '@dome/archive';
import { createArtifactStore } from '@dome/bus';
import type { BusLogger, Publisher } from '@dome/bus';
import { DomeError, OBJECT_STORES, TOPOLOGY } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { ContentStore } from '../ports.ts';
import type { Bus } from './bus.ts';

export function createContentStore(
  nc: Bus,
  of: { readonly publisher: Publisher; readonly logger: BusLogger },
): ContentStore {
  const bucket = OBJECT_STORES.domed_artifacts;
  // Content that is stored again is still wanted: in the second half of its life it is stored anew.
  const refreshAfterMs = TOPOLOGY.objectStores.domed_artifacts.maxAgeMs / 2;
  const artifacts = createArtifactStore(nc, { bucket, ...of, refreshAfterMs });
  return {
    open: (digest, fromByte) => opened(artifacts.get(digest, fromByte), digest),
    putFile: async (path, { digest }) => {
      await using file = await openPlain(path);
      if (file === undefined)
        throw new DomeError('DIGEST_MISMATCH', { detail: `${path} is not a plain file.`, digest });
      await artifacts.put({ digest, bytes: file.createReadStream({ autoClose: false }) });
    },
    sizeOf: async (digest) => (await artifacts.size(digest)) ?? undefined,
  };
}

async function* opened(bytes: AsyncIterable<Uint8Array>, digest: Digest): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    if (!(cause instanceof DomeError) || cause.code !== 'NOT_FOUND') throw cause;
    throw new DomeError('WORKSPACE_MISSING', { detail: `Nothing is stored under ${digest}.`, digest }, { cause });
  }
}
