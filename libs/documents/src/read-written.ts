// A document against the schema of its kind: every fault at once, in the order of the text.
import { checkWritten } from '@dome/contracts/written';
import type { WrittenChecked, WrittenDocuments, WrittenFinding, WrittenName } from '@dome/contracts/written';
import { isJsonObject, segmentsOf, valueAt } from '@dome/contracts';

import { inOrder } from './fault.ts';
import type { DocumentFault } from './fault.ts';
import { quoteHint } from './parse-words.ts';
import { readDocument } from './read.ts';
import type { DocumentLimits, DocumentRead, WrittenDocument } from './read.ts';

export type WrittenRead<Name extends WrittenName> =
  | { readonly ok: true; readonly value: WrittenDocuments[Name]; readonly document: WrittenDocument }
  | {
      readonly ok: false;
      /** At least one, in the order of the text. */
      readonly faults: readonly DocumentFault[];
      /** How many more there are that were not looked at. */
      readonly left: number;
      /** Undefined: the text cannot be read. */
      readonly document: WrittenDocument | undefined;
    };

/** Text, or the bytes of a file, as a document of this kind; it never throws. */
export function readWritten<Name extends WrittenName>(
  source: Uint8Array | string,
  name: Name,
  limits: DocumentLimits,
): WrittenRead<Name> {
  return checkRead(readDocument(source, limits), name);
}

/** A document that was read before, where its kind had to be seen first. */
export function checkRead<Name extends WrittenName>(read: DocumentRead, name: Name): WrittenRead<Name> {
  const { document } = read;
  const surprises = read.ok ? [] : read.faults;
  if (document === undefined) return { ok: false, faults: surprises, left: 0, document };
  const checked = checkedAs(document, name);
  if (checked.ok && read.ok) return { ...checked, document };
  const { findings, left } = checked.ok ? { findings: [], left: 0 } : checked;
  // What a surprising text was read as may not be what was meant.
  const own = findings.filter(
    ({ pointer }) => !isMerged(document.value, pointer) && !surprises.some((at) => document.isWithin(at, pointer)),
  );
  const faults = own.map((finding) => placed(finding, document));
  return { ok: false, faults: inOrder([...surprises, ...faults]), left, document };
}

/** What an object lacks may be in the one that its writer merged into it. */
function isMerged(value: unknown, pointer: string): boolean {
  const part = valueAt(value, segmentsOf(pointer));
  return pointer.endsWith('/<<') || (isJsonObject(part) && Object.hasOwn(part, '<<'));
}

function checkedAs<Name extends WrittenName>(document: WrittenDocument, name: Name): WrittenChecked<Name> {
  const kind = isJsonObject(document.value) ? document.value['kind'] : undefined;
  const wanted = name === 'SkillManifest' ? 'Skill' : name;
  if (typeof kind !== 'string' || kind === wanted) return checkWritten(name, document.value);
  // In a document of another kind, every other fault would only distract from that.
  const message = `is ${kind}: a document of the kind ${wanted} is wanted here`;
  return { ok: false, findings: [{ pointer: '/kind', message }], left: 0 };
}

function placed({ pointer, message, hint, acceptsText }: WrittenFinding, document: WrittenDocument): DocumentFault {
  const written = acceptsText === undefined ? undefined : document.plainTextAt(pointer);
  const meant = written === undefined ? undefined : meantAsText(written, acceptsText);
  return { pointer, message, hint: meant ?? hint, isTooLarge: false, ...document.positionOf(pointer) };
}

/** YAML reads 1.10, 012, true and null as other values; in quotes they are what is written. */
function meantAsText(written: string, accepts: WrittenFinding['acceptsText']): string | undefined {
  if (accepts === undefined || written === '') return undefined;
  if (accepts(written)) return quoteHint(written);
  const inFull = `${written}.0`;
  return accepts(inFull) ? `Write ${inFull}` : undefined;
}
