// Text becomes a document of law here, or an error with file, line and column.
import { DomeError, LIMITS } from '@dome/contracts';

import { ACCESS, lawDigest } from './law-document.ts';
import type { LawDocument, NewLaw } from './law-document.ts';
import { environmentFaults } from './check-environment.ts';
import { lonePolicyFaults } from './check-policy.ts';
import { checkSource } from './check-source.ts';
import { readSource } from './source.ts';
import type { Fault } from './source.ts';

export interface LawSource {
  /** The name of the file. */
  readonly source: string;
  readonly text: string | Uint8Array;
}

const KINDS = { Policy: 'policy', Access: 'access', Environment: 'environment' } as const;

/** @throws DomeError LAW_INVALID with file, line, column and pointer; PAYLOAD_TOO_LARGE. */
export function readLaw({ source: name, text }: LawSource): NewLaw {
  try {
    const source = readSource(text, name);
    const kind = kindIn(source.value);
    if (kind === undefined) {
      const message = `is no kind of law: one of ${Object.keys(KINDS).join(', ')} is wanted here`;
      throw source.error({ pointer: '/kind', message });
    }
    const document = checkSource(source, kind);
    for (const fault of faultsOf(document)) throw source.error(fault);
    requireRoom(name, document);
    const { version } = document;
    const named = document.kind === 'Access' ? ACCESS.name : document.name;
    return { kind: KINDS[kind], name: named, version, source: name, digest: lawDigest(document), document };
  } catch (error) {
    if (!(error instanceof DomeError) || error.code !== 'PLAN_INVALID') throw error;
    throw new DomeError('LAW_INVALID', { ...error.fields, detail: error.message }, { cause: error });
  }
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
