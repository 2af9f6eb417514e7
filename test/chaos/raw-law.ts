// The law as the raw stream has it, judged without a line of dome's own: what was in force at each sequence.
import type { RawMessage } from '@dome/testkit';

import { dataOf } from '../e2e/chains.ts';

interface RawChange {
  readonly sequence: number;
  readonly isApplied: boolean;
  readonly version: string;
  readonly digest: string;
}

export interface RawLaw {
  /** By `kind name`, oldest first. */
  readonly documents: ReadonlyMap<string, readonly RawChange[]>;
  readonly events: number;
  /** Versions that changed what they say. */
  readonly faults: readonly string[];
}

export function lawOf(messages: readonly RawMessage[]): RawLaw {
  const documents = new Map<string, RawChange[]>();
  const contents = new Map<string, string>();
  const faults: string[] = [];
  for (const message of messages) {
    const [, , , kind = '', name = '', phase = ''] = message.subject.split('.');
    const { version, digest } = dataOf(message);
    const change = {
      sequence: message.sequence,
      isApplied: phase === 'applied',
      version: String(version),
      digest: String(digest),
    };
    const document = `${kind} ${name}`;
    documents.set(document, [...(documents.get(document) ?? []), change]);
    const key = `${document}@${change.version}`;
    const before = contents.get(key);
    if (change.isApplied && before !== undefined && before !== change.digest) {
      faults.push(`${key} is applied as ${before}, then as ${change.digest}`);
    }
    contents.set(key, before ?? change.digest);
  }
  return { documents, events: messages.length, faults };
}

/** The digest of the highest version that was applied and not withdrawn by then. */
export function inForceAt({ documents }: RawLaw, document: string, sequence: number): string | undefined {
  const standing = new Map<string, string>();
  for (const change of documents.get(document) ?? []) {
    if (change.sequence > sequence) break;
    if (change.isApplied) standing.set(change.version, change.digest);
    else standing.delete(change.version);
  }
  const [highest] = [...standing.keys()].toSorted((a, b) => rank(b) - rank(a));
  return highest === undefined ? undefined : standing.get(highest);
}

/** The versions of these tests have a first, second and third number below a thousand. */
const rank = (version: string): number => version.split('.').reduce((sum, part) => sum * 1_000 + Number(part), 0);
