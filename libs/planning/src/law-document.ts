// The documents that are law.
import { checkDocument, structureDigest } from '@dome/contracts';
import type { Access, Digest, Environment, LawRef, Policy } from '@dome/contracts';

export type LawKind = LawRef['kind'];

/** By their kind, as the subjects of law spell it. */
export interface LawDocuments {
  readonly policy: Policy;
  readonly access: Access;
  readonly environment: Environment;
}

export type LawDocument = LawDocuments[LawKind];

/** A document that is not applied yet. */
export interface NewLaw extends LawRef {
  /** The name of its file. */
  readonly source: string;
  readonly digest: Digest;
  readonly document: LawDocument;
}

/** An installation has one access document. */
export const ACCESS = { kind: 'access', name: 'access' } as const;

/** Where an artifact comes from that a run has made itself: the name of no environment. */
export const BUILD = 'build';

/** The id of a document, in subjects and events; names hold no `_`. */
export const documentId = ({ kind, name }: Pick<LawRef, 'kind' | 'name'>): string => `${kind}_${name}`;

export const lawDigest = (document: LawDocument): Digest => structureDigest(document);

/** The document of an event. @throws DomeError INVALID_REQUEST with the pointer of the first fault. */
export function checkLawDocument(kind: LawKind, value: unknown): LawDocument {
  switch (kind) {
    case 'policy':
      return checkDocument('Policy', value);
    case 'access':
      return checkDocument('Access', value);
    case 'environment':
      return checkDocument('Environment', value);
  }
}
