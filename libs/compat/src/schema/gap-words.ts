// Each way in which two schemas differ, as a sentence for whoever made the change.
import type { Role } from './surface.ts';

interface Words {
  readonly says: string;
  readonly instead: string;
}

const BESIDE = 'Keep it as it is, and bring the change as a new major version beside the old one.';

const UNKNOWN: Words = {
  says: 'The judge does not know a keyword here, so it cannot say that nothing breaks.',
  instead: 'Say it with keywords that the contract uses, or teach the judge.',
};
const BROKEN: Words = { says: 'A reference leads to no schema.', instead: 'Mend the reference.' };

/** What a newer reader does to older writers, and what a newer writer does to older readers. */
const WORDS: Readonly<Record<string, Readonly<Record<'writer' | 'reader', Words>>>> = {
  required: {
    writer: {
      says: 'A member is required that older writers leave out.',
      instead: 'Make it optional, and say what its absence means.',
    },
    reader: {
      says: 'A member that older readers require may now be left out.',
      instead: 'Go on writing it; deprecate it only in a new major version.',
    },
  },
  'member-removed': {
    writer: {
      says: 'Older writers write a member that newer readers no longer know.',
      instead: 'Keep the member; a reader may stop using it.',
    },
    reader: { says: 'Older readers find a member gone.', instead: 'Keep the member.' },
  },
  'member-refused': {
    writer: { says: 'A member that was allowed is refused.', instead: 'Keep the member; a reader may stop using it.' },
    reader: {
      says: 'Older readers refuse a member that they do not know, because the object is closed.',
      instead: 'Upgrade every reader before anybody writes the member.',
    },
  },
  'schema-closed': {
    writer: {
      says: 'The object is closed, so readers will refuse whatever is added to it later.',
      instead: 'Leave it open: what we send is in the contract, what we read may contain more.',
    },
    reader: { says: 'The object is closed.', instead: 'Leave it open.' },
  },
  'member-added': {
    writer: { says: 'A member was added.', instead: 'Nothing.' },
    reader: { says: 'A member was added; older readers pass over it.', instead: 'Nothing.' },
  },
  values: {
    writer: {
      says: 'A value that older writers write is no longer valid.',
      instead: 'Keep every value that was ever written.',
    },
    reader: {
      says: 'Older readers refuse a value that may now be written.',
      instead: 'Mark the enum as open in a release before, or bring a new major version beside the old one.',
    },
  },
  'value-added': {
    writer: { says: 'A value left an open enum.', instead: 'Keep it listed as long as it is stored anywhere.' },
    reader: { says: 'A value was added to an open enum, which older readers expect.', instead: 'Nothing.' },
  },
  type: {
    writer: { says: 'The type does not cover what older writers write.', instead: BESIDE },
    reader: { says: 'The type goes beyond what older readers accept.', instead: BESIDE },
  },
  'keyword-unknown': { writer: UNKNOWN, reader: UNKNOWN },
  'reference-broken': { writer: BROKEN, reader: BROKEN },
};

const LIMIT: Readonly<Record<'writer' | 'reader', Words>> = {
  writer: {
    says: 'The limit is tighter than what older writers may write.',
    instead: 'Keep the limit, or widen it for readers first.',
  },
  reader: { says: 'The limit is wider than what older readers accept.', instead: BESIDE },
};

const TEXT: Readonly<Record<'writer' | 'reader', Words>> = {
  writer: {
    says: 'What older writers write may not match: two patterns are equal to the judge only as texts.',
    instead: BESIDE,
  },
  reader: { says: 'What is written now may not match what older readers expect.', instead: BESIDE },
};

/** @param broken who of those in service meets the difference. */
export function wordsOf(kind: string, role: Role, broken: 'writer' | 'reader'): Words {
  const words = (WORDS[kind] ?? (kind === 'pattern' || kind === 'format' ? TEXT : LIMIT))[broken];
  if (role !== 'document' || broken !== 'reader') return words;
  return { ...words, instead: 'Upgrade every reader before anybody writes a document that needs it.' };
}
