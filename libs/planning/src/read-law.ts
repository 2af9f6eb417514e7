// Text becomes a document of law here, or an error with every fault of it, each with file, line and column.
import { DomeError, LIMITS } from '@dome/contracts';
import type { FaultBody } from '@dome/contracts';
import { documentsError, faultBody } from '@dome/documents';
import type { DocumentRead } from '@dome/documents';

import { ACCESS, lawDigest } from './law-document.ts';
import type { LawDocument, NewLaw } from './law-document.ts';
import { environmentFaults } from './check-environment.ts';
import { lonePolicyFaults } from './check-policy.ts';
import { openDocument, locateIn } from './source.ts';
import type { Fault } from './source.ts';
import { sourceOf, withChecked } from './written-source.ts';

export interface LawSource {
  /** The name of the file. */
  readonly source: string;
  readonly text: string | Uint8Array;
}

const KINDS = { Policy: 'policy', Access: 'access', Environment: 'environment' } as const;

/** @throws DomeError LAW_INVALID with every fault, each with file, line and column; PAYLOAD_TOO_LARGE. */
export function readLaw({ source: name, text }: LawSource): NewLaw {
  const opened = openDocument(text, name);
  const kind = kindIn(opened.document?.value);
  if (kind === undefined) throw documentsError('LAW_INVALID', unkindFaults(opened, name));
  const source = sourceOf(opened, kind, name);
  const faults = withChecked(source, faultsOf);
  if (faults.length > 0) throw documentsError('LAW_INVALID', faults, source.left);
  const document = source.parts?.value;
  if (document === undefined) throw new DomeError('INTERNAL', { detail: `${name} has neither faults nor a value` });
  requireRoom(name, document);
  const { version } = document;
  const named = document.kind === 'Access' ? ACCESS.name : document.name;
  return { kind: KINDS[kind], name: named, version, source: name, digest: lawDigest(document), document };
}

/** Each of them, or the faults of all. @throws DomeError LAW_INVALID, PAYLOAD_TOO_LARGE */
export function readLaws(sources: readonly LawSource[]): NewLaw[] {
  const refusals: DomeError[] = [];
  const documents = sources.flatMap((source) => {
    try {
      return [readLaw(source)];
    } catch (error) {
      if (!(error instanceof DomeError) || error.code !== 'LAW_INVALID') throw error;
      refusals.push(error);
      return [];
    }
  });
  if (refusals.length > 0) throw refusedTogether(refusals);
  return documents;
}

/** Documents that were refused one by one, as one error with the faults of all. @param refusals at least one */
export function refusedTogether(refusals: readonly DomeError[]): DomeError {
  const [first, ...others] = refusals;
  if (first === undefined) throw new RangeError('nothing was refused');
  if (others.length === 0) return first;
  const faults = refusals.flatMap((refusal) => refusal.fields.faults ?? []);
  const left = refusals.reduce((sum, { fields }) => sum + (fields.moreFaults ?? 0), 0);
  return documentsError(first.code, faults, left);
}

/** What cannot be read, or is no law. */
function unkindFaults(opened: DocumentRead, name: string): FaultBody[] {
  const { document } = opened;
  if (document === undefined) return opened.ok ? [] : opened.faults.map((fault) => faultBody(name, fault));
  const message = `is no kind of law: one of ${Object.keys(KINDS).join(', ')} is wanted here`;
  return [locateIn(document, name)({ pointer: '/kind', message })];
}

/** An event of law holds the document whole, with its aliases written out. */
function requireRoom(name: string, document: LawDocument): void {
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes <= LIMITS.planValueBytes) return;
  const detail = `${name} has ${bytes} bytes with all aliases written out, at most ${LIMITS.planValueBytes}`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail });
}

function faultsOf(document: LawDocument): Iterable<Fault> {
  switch (document.kind) {
    case 'Policy':
      return lonePolicyFaults(document);
    case 'Access':
      return [];
    case 'Environment':
      return environmentFaults(document);
  }
}

function kindIn(value: unknown): keyof typeof KINDS | undefined {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return kind === 'Policy' || kind === 'Access' || kind === 'Environment' ? kind : undefined;
}
