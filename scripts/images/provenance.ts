// How an image was made, as an in-toto statement with a predicate of SLSA's build provenance. It is not signed: whoever
// publishes the image signs both. Pure.
import { createHash } from 'node:crypto';

import type { InspectedImage } from './engine.ts';
import type { ImageSource } from './source.ts';

export interface Making {
  readonly name: string;
  readonly image: InspectedImage;
  readonly bases: readonly { readonly name: string; readonly id: string }[];
  readonly source: ImageSource;
  /** The bytes of package-lock.json. */
  readonly lock: Uint8Array;
  readonly command: readonly string[];
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

export function imageProvenance({ name, image, bases, source, lock, command, startedAt, finishedAt }: Making): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: digestOf(image.id) }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://github.com/moby/moby#docker-build',
        externalParameters: { command, dockerfile: 'Dockerfile' },
        internalParameters: {},
        resolvedDependencies: [
          {
            uri: source.repository,
            digest: { gitCommit: source.revision },
            annotations: { changed: source.isChanged },
          },
          { uri: 'package-lock.json', digest: { sha256: createHash('sha256').update(lock).digest('hex') } },
          ...bases.map((base) => ({ uri: `docker://${base.name}`, digest: digestOf(base.id) })),
        ],
      },
      runDetails: {
        builder: { id: 'npm run images' },
        metadata: { startedOn: startedAt.toISOString(), finishedOn: finishedAt.toISOString() },
      },
    },
  };
}

/** An engine writes the algorithm before a colon. */
function digestOf(id: string): Record<string, string> {
  const [algorithm = '', hex = ''] = id.split(':');
  return { [algorithm]: hex };
}
