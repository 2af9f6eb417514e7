// One document of a kind: the value if all of it holds, else the parts that do, and every fault so far.
import type { FaultBody } from '@dome/contracts';
import { checkRead, faultBody } from '@dome/documents';
import type { DocumentRead } from '@dome/documents';

import { inTextOrder, openDocument, locateIn } from './source.ts';
import type { Fault, Locate } from './source.ts';
import { soundParts } from './sound-parts.ts';
import type { PartlyWritten, SoundParts } from './sound-parts.ts';

export interface WrittenSource<Name extends keyof PartlyWritten> {
  readonly faults: readonly FaultBody[];
  readonly left: number;
  /** What its members can be held against: undefined where too little is left. */
  readonly parts: SoundParts<Name> | undefined;
  readonly locate: Locate;
}

/** @throws DomeError PAYLOAD_TOO_LARGE */
export const openSource = <Name extends keyof PartlyWritten>(
  text: Uint8Array | string,
  name: Name,
  called: string,
): WrittenSource<Name> => sourceOf(openDocument(text, called), name, called);

export function sourceOf<Name extends keyof PartlyWritten>(
  opened: DocumentRead,
  name: Name,
  called: string,
): WrittenSource<Name> {
  const read = checkRead(opened, name);
  const { document } = read;
  const locate: Locate = document === undefined ? (fault) => unplaced(called, fault) : locateIn(document, called);
  if (read.ok) return { faults: [], left: 0, parts: { value: read.value, isReplaced: () => false }, locate };
  const faults = read.faults.map((fault) => faultBody(called, fault));
  const pointers = read.faults.map(({ pointer }) => pointer);
  const parts = document === undefined || read.left > 0 ? undefined : soundParts(name, document.value, pointers);
  return { faults, left: read.left, parts, locate };
}

const unplaced = (document: string, { pointer, message }: Fault): FaultBody => ({ document, pointer, message });

/** Those before, and those that a check finds in the parts that hold. */
export function withChecked<Name extends keyof PartlyWritten>(
  { faults, parts, locate }: WrittenSource<Name>,
  check: (value: PartlyWritten[Name]) => Iterable<Fault>,
): FaultBody[] {
  if (parts === undefined) return [...faults];
  const found = [...check(parts.value)].filter(({ pointer }) => !parts.isReplaced(pointer));
  return inTextOrder([...faults, ...found.map(locate)]);
}
