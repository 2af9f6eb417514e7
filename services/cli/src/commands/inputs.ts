// `-i key=value`, `-i key=@file`, `-i @file`, `-l key=value`: the typed text as values. The schema of the value says
// whether it is text. Where the schema leaves that open or is unknown, text that parses as JSON is JSON (7, true,
// ["a"]) if it can be written back as it was typed: nothing changes silently.

import { cutText, escapeSegment, isJsonObject, LIMITS } from '@dome/contracts';
import { readDocument } from '@dome/documents';
import { memberAccepts } from '@dome/skill-schema';

import { usageError } from '../errors.ts';
import type { WrittenFile } from '../faults/written-files.ts';
import { readText, valueIn } from '../files.ts';

type Values = Record<string, unknown>;
type Schema = Readonly<Record<string, unknown>>;

export interface GivenInputs {
  /** Some values may be text or JSON: the schema decides. */
  readonly isOpen: boolean;
  /** @throws DomeError INVALID_REQUEST when no exact form of a value fits the schema */
  valuesBy(schema: Schema | undefined): Values;
  /**
   * Where each was given, for faults of a document that is called so and has the inputs below this pointer: a place in a file,
   * or the words that were typed.
   */
  written(called: string, base: string): WrittenFile[];
}

/** @throws DomeError INVALID_REQUEST for a name given twice or a file that cannot be read */
export async function readInputs(given: readonly string[], cwd: string): Promise<GivenInputs> {
  const inFiles = new Map<string, { readonly value: unknown; readonly file: string }>();
  const named = new Map<string, unknown>();
  const texts = new Map<string, string>();
  const places: InputPlace[] = [];
  for (const item of given) {
    if (item.startsWith('@')) {
      const file = item.slice(1);
      const text = await readText(file, cwd);
      for (const [key, value] of membersIn(text, file)) {
        const before = inFiles.get(key)?.file;
        if (before !== undefined) throw twice(key, `${before} and ${file} both have it`);
        inFiles.set(key, { value, file });
        places.push({ key, path: file, text, above: pointerOf(key) });
      }
      continue;
    }
    const [key, value] = pairOf(item, '-i');
    if (named.has(key) || texts.has(key)) throw twice(key, 'it is given twice');
    // What is named wins over the same name in a file of inputs.
    if (value.startsWith('@')) {
      const file = value.slice(1);
      const text = await readText(file, cwd);
      named.set(key, fileValue(text, file));
      places.unshift({ key, path: file, text, above: '' });
    } else {
      texts.set(key, value);
      places.unshift({ key, path: cutText(`-i ${item}`, SHOWN_CHARS_MAX) });
    }
  }
  const fixed = [...[...inFiles].map(([key, { value }]) => [key, value] as const), ...named];
  return {
    isOpen: [...texts.values()].some((text) => readingOf(text) !== undefined),
    valuesBy: (schema) =>
      // A named input overrides the same name in a file of inputs.
      Object.fromEntries([...fixed, ...[...texts].map(([key, text]) => [key, typed(key, text, schema)] as const)]),
    written: (called, base) => places.map((place) => writtenAt(place, called, base)),
  };
}

/** Where an input was given. */
interface InputPlace {
  readonly key: string;
  readonly path: string;
  readonly text?: string;
  /** What the member has above it in the file. */
  readonly above?: string;
}

/** Of the words that were typed, as much as names the input. */
const SHOWN_CHARS_MAX = 60;

const pointerOf = (key: string): string => `/${escapeSegment(key)}`;

function writtenAt({ key, path, text, above = '' }: InputPlace, called: string, base: string): WrittenFile {
  const own = `${base}${pointerOf(key)}`;
  const pointerIn = (pointer: string): string | undefined =>
    pointer === own || pointer.startsWith(`${own}/`) ? `${above}${pointer.slice(own.length)}` : undefined;
  return { called, path, text, pointerIn };
}

/** @throws DomeError INVALID_REQUEST for a name given twice */
export function readLabels(given: readonly string[]): Record<string, string> {
  const labels = new Map<string, string>();
  for (const item of given) {
    const [key, value] = pairOf(item, '--label');
    if (labels.has(key)) throw usageError(`--label ${key}: it is given twice`, 'Give each label once.');
    labels.set(key, value);
  }
  return Object.fromEntries(labels);
}

function twice(key: string, why: string): Error {
  return usageError(`-i ${key}: ${why}`, 'Give each input once. One that is named wins over one of -i @file.');
}

function pairOf(item: string, flag: string): [string, string] {
  const at = item.indexOf('=');
  if (at > 0) return [item.slice(0, at), item.slice(at + 1)];
  const hint = flag === '-i' ? 'An input is key=value, key=@file, or @file.json for all inputs.' : undefined;
  throw usageError(`${flag} takes key=value, not ${JSON.stringify(item)}`, hint);
}

/** YAML or JSON if the file's name says so; any other text is the string itself. */
function fileValue(text: string, path: string): unknown {
  return /\.(json|ya?ml)$/.test(path) ? valueIn(text, path) : text;
}

function membersIn(text: string, path: string): [string, unknown][] {
  const value = valueIn(text, path);
  if (isJsonObject(value)) return Object.entries(value);
  throw usageError(`@${path} does not contain an object`);
}

function typed(key: string, text: string, schema: Schema | undefined): unknown {
  const reading = readingOf(text);
  if (reading === undefined) return text;
  const accepts = schema === undefined ? undefined : memberAccepts(schema, key);
  if (accepts === undefined) return reading.isExact ? reading.value : openText(key, text, reading);
  const allowsValue = reading.fault === undefined && accepts(reading.value);
  if (accepts(text) && (!allowsValue || !reading.isExact || typeof reading.value === 'string')) return text;
  if (allowsValue || reading.isExact) return reading.value;
  if (reading.fault !== undefined) throw usageError(`-i ${key}: ${reading.fault}`);
  return text;
}

/** A number in an unusual spelling is text; a structure that repeats a name is an error. */
function openText(key: string, text: string, { fault, isScalar }: Reading): string {
  if (fault === undefined || isScalar) return text;
  throw usageError(`-i ${key}: ${fault}`);
}

interface Reading {
  readonly value: unknown;
  readonly isScalar: boolean;
  /** Writing the value again gives the same text. */
  readonly isExact: boolean;
  /** Why parsing as JSON would change what was typed. */
  readonly fault?: string;
}

const BOUNDS = { bytesMax: LIMITS.inputBytes, depthMax: LIMITS.jsonDepth };

/** The text parsed as JSON, if it is JSON. */
function readingOf(text: string): Reading | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isScalar = typeof value !== 'object' || value === null;
  const read = readDocument(text, BOUNDS);
  if (!read.ok) return { value, isScalar, isExact: false, fault: read.fault.message };
  return { value, isScalar, isExact: !isScalar || typeof value === 'string' || String(value) === text };
}
