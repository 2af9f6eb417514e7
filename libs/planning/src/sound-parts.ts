// The members of a document do not all stand or fall together. A part that breaks the schema is replaced by one that says
// nothing, so that the others can be checked, too; what is found in a replaced part, or follows from it, is not reported.
import { isJsonObject, segmentsOf, valueAt } from '@dome/contracts';
import { checkWritten } from '@dome/contracts/written';
import type { WrittenDocuments } from '@dome/contracts/written';

/** The documents that consist of such parts. */
export type PartlyWritten = Pick<WrittenDocuments, 'Plan' | 'Policy' | 'Environment' | 'Access'>;

export interface SoundParts<Name extends keyof PartlyWritten> {
  readonly value: PartlyWritten[Name];
  readonly isReplaced: (pointer: string) => boolean;
}

/** What stands for an entry. */
type Stand = (part: unknown) => unknown;

/** Maps and lists whose entries stand or fall alone, and what stands for an entry of them. */
const ENTRIES: Readonly<Record<keyof PartlyWritten, Readonly<Record<string, Stand>>>> = {
  Plan: { tasks: taskStand, gates: () => ({}) },
  Policy: { gates: () => ({ rules: [] }) },
  Environment: {
    windows: () => ({ days: ['mon'], from: '00:00', to: '24:00', timeZone: 'UTC' }),
    freezes: () => ({ from: '2000-01-01T00:00', to: '2000-01-01T00:01', timeZone: 'UTC' }),
  },
  Access: {},
};

/** What a document must have, where its own is at fault or missing. */
const HEADS: Readonly<Record<string, unknown>> = { apiVersion: 'dome/v1', name: 'unread', version: '0.0.0' };
const STANDS: Readonly<Record<keyof PartlyWritten, Readonly<Record<string, unknown>>>> = {
  Plan: { ...HEADS, inputs: { type: 'object' } },
  Policy: HEADS,
  Environment: {
    ...HEADS,
    promotesFrom: ['unread'],
    policy: 'unread@*',
    gates: ['unread'],
    plans: ['unread@*'],
    skills: ['unread@*'],
    submitters: ['unread'],
  },
  Access: HEADS,
};

/** @param pointers of what breaks the schema. @returns undefined where too much does */
export function soundParts<Name extends keyof PartlyWritten>(
  name: Name,
  value: unknown,
  pointers: readonly string[],
): SoundParts<Name> | undefined {
  if (!isJsonObject(value)) return undefined;
  const made: Record<string, unknown> = { ...HEADS, kind: name, ...structuredClone(value) };
  const replaced = new Set<string>();
  /** Objects that lack what was left out: that they lack it follows from its fault. */
  const poorer = new Set<string>();
  for (const pointer of pointers) {
    if (isInside(name, pointer) && leaveOut(made, pointer)) poorer.add(pointer.slice(0, pointer.lastIndexOf('/')));
    else replaced.add(standIn(name, made, pointer));
  }
  let checked = checkWritten(name, made);
  if (!checked.ok) {
    // A part that cannot do without what was left out says nothing at all.
    for (const { pointer } of checked.findings) replaced.add(standIn(name, made, pointer));
    checked = checkWritten(name, made);
  }
  if (!checked.ok) return undefined;
  const isReplaced = (pointer: string): boolean =>
    poorer.has(pointer) || [...replaced].some((part) => pointer === part || pointer.startsWith(`${part}/`));
  return { value: checked.value, isReplaced };
}

/** A member of an entry, which may do without it; who needs whom is said by no other member. */
function isInside(name: keyof PartlyWritten, pointer: string): boolean {
  const [member = '', , inside] = segmentsOf(pointer);
  return Object.hasOwn(ENTRIES[name], member) && inside !== undefined && inside !== 'needs';
}

/** @returns whether the member could be left out: without an item of a list, the others would stand elsewhere */
function leaveOut(made: Record<string, unknown>, pointer: string): boolean {
  const segments = segmentsOf(pointer);
  const last = segments.pop() ?? '';
  const parent = valueAt(made, segments);
  return isJsonObject(parent) && Reflect.deleteProperty(parent, last);
}

/** Puts what says nothing in the place of a part. @returns the pointer of the part */
function standIn(name: keyof PartlyWritten, made: Record<string, unknown>, pointer: string): string {
  const [member, entry] = segmentsOf(pointer);
  if (member === undefined) return '/apiVersion';
  const stand = Object.hasOwn(ENTRIES[name], member) ? ENTRIES[name][member] : undefined;
  const entries = made[member];
  if (stand !== undefined && entry !== undefined && (isJsonObject(entries) || Array.isArray(entries))) {
    Reflect.set(entries, entry, stand(Reflect.get(entries, entry)));
    return pointer.split('/').slice(0, 3).join('/');
  }
  if (Object.hasOwn(STANDS[name], member)) made[member] = STANDS[name][member];
  else delete made[member];
  return `/${pointer.split('/')[1]}`;
}

/** It keeps its place among the others: who needs whom is no fault of theirs. */
function taskStand(part: unknown): unknown {
  const needs = isJsonObject(part) ? part['needs'] : undefined;
  return { uses: 'unread@*', ...(needs === undefined ? {} : { needs }) };
}
