// A document that people write is YAML 1.2, of which JSON is a part, read without surprises: anything that would change its
// meaning silently (an unknown tag, a merge key, a number that JavaScript rounds, a repeated key) is refused with its
// place. The text is kept beside the value, because an error about a member names its line and column (L12).
import { LIMITS, escapeSegment } from '@dome/contracts';
import { Lexer, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';

import { decodeText } from './decode.ts';
import { inOrder, onePerPlace, refused } from './fault.ts';
import type { DocumentFault, DocumentRefused } from './fault.ts';
import { parseFaults } from './parse-words.ts';
import { plainTextAt, scalarSpan, startOf } from './positions.ts';
import { surprisesIn } from './surprises.ts';
import type { Surprise } from './surprises.ts';

export interface DocumentLimits {
  /** The size of the text in UTF-8. */
  readonly bytesMax: number;
  /** How deep values may be nested. */
  readonly depthMax: number;
}

/** Of any document that a person wrote: plans are the largest. */
export const DOCUMENT_BOUNDS: DocumentLimits = { bytesMax: LIMITS.planBytes, depthMax: LIMITS.jsonDepth };

export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

export interface WrittenDocument {
  readonly value: unknown;
  /** Where the member of the JSON pointer begins, or the nearest existing one around it. */
  readonly positionOf: (pointer: string) => SourcePosition;
  /** What stands there without quotes, as it is written: `1.10` of the number 1.1; undefined for anything else. */
  readonly plainTextAt: (pointer: string) => string | undefined;
  /** Whether the place lies in this member, and its value is a single one. */
  readonly isWithin: (place: SourcePosition, pointer: string) => boolean;
}

export type DocumentRead =
  | { readonly ok: true; readonly document: WrittenDocument }
  /** With the document, if the rest of it can be looked at all the same. */
  | (DocumentRefused & { readonly document?: WrittenDocument | undefined });

/** The one document in the bytes of a file, or in a text that was decoded before; it never throws. */
export function readDocument(source: Uint8Array | string, limits: DocumentLimits): DocumentRead {
  if (typeof source === 'string') return readText(source, limits);
  const decoded = decodeText(source);
  return decoded.ok ? readText(decoded.text, limits) : decoded;
}

function readText(text: string, limits: DocumentLimits): DocumentRead {
  const size = tooLarge(text, limits);
  if (size !== undefined) return refused({ message: size, isTooLarge: true });
  try {
    return parsed(text, limits);
  } catch (cause) {
    return refused({ message: thrownWords(cause), cause });
  }
}

/**
 * The parser takes microseconds and hundreds of bytes for each token; counting them costs little beside that, and ends at
 * the limit.
 */
function tooLarge(text: string, { bytesMax }: DocumentLimits): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > bytesMax) return `has ${bytes} bytes, at most ${bytesMax}`;
  let tokens = 0;
  for (const _token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > LIMITS.documentTokens) {
      return `has more than ${LIMITS.documentTokens} words and signs: say it in fewer`;
    }
  }
  return undefined;
}

/** What the parser would do for each pair of keys, or for each error, `surprises.ts` does once. */
const OPTIONS = {
  stringKeys: true,
  version: '1.2',
  uniqueKeys: false,
  prettyErrors: false,
  // Tags of YAML 1.1 make values that JSON does not have: bytes, dates, sets.
  resolveKnownTags: false,
} as const;

function parsed(text: string, { depthMax }: DocumentLimits): DocumentRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const faultOf = ({ offset, ...words }: Surprise): DocumentFault => ({
    pointer: '',
    isTooLarge: false,
    ...words,
    ...at(offset),
  });
  const [unread, ...more] = inOrder(onePerPlace(parseFaults(document, text).map(faultOf)));
  if (unread !== undefined) return { ok: false, fault: unread, faults: [unread, ...more] };
  const faults = inOrder(onePerPlace(surprisesIn(document).map(faultOf)));
  const [first] = faults;
  try {
    const whole = wholeOf(document, at, depthMax);
    if (first === undefined) return whole;
    return { ok: false, fault: first, faults, document: whole.ok ? whole.document : undefined };
  } catch (cause) {
    if (first === undefined) throw cause;
    return { ok: false, fault: first, faults };
  }
}

function wholeOf(document: Document.Parsed, at: (offset: number) => SourcePosition, depthMax: number): DocumentRead {
  const value: unknown = document.toJS({ maxAliasCount: LIMITS.documentAliases });
  const positionOf = (pointer: string): SourcePosition => at(startOf(document, pointer));
  const deep = tooDeep(value, { pointer: '', depth: 0, depthMax });
  if (deep !== undefined) {
    return refused({ pointer: deep, message: `is nested more than ${depthMax} deep`, ...positionOf(deep) });
  }
  const isWithin = (place: SourcePosition, pointer: string): boolean => {
    const span = scalarSpan(document, pointer);
    return span !== undefined && !isBefore(place, at(span[0])) && !isBefore(at(span[1]), place);
  };
  const written = { value, positionOf, isWithin, plainTextAt: (pointer: string) => plainTextAt(document, pointer) };
  return { ok: true, document: written };
}

const isBefore = (a: SourcePosition, b: SourcePosition): boolean =>
  a.line < b.line || (a.line === b.line && a.column < b.column);

interface At {
  readonly pointer: string;
  readonly depth: number;
  readonly depthMax: number;
}

/** The pointer of a member nested deeper than values may be; an alias to what encloses it is one. */
function tooDeep(value: unknown, { pointer, depth, depthMax }: At): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= depthMax) return pointer;
  for (const [key, member] of Object.entries(value)) {
    const below = `${pointer}/${escapeSegment(key)}`;
    const deep = tooDeep(member, { pointer: below, depth: depth + 1, depthMax });
    // The place where the value begins is more useful than the one where it becomes too much.
    if (deep !== undefined) return depth < POINTER_DEPTH ? deep : pointer;
  }
  return undefined;
}

const POINTER_DEPTH = 6;

/** The parser recurses, and counts what aliases stand for. */
function thrownWords(cause: unknown): string {
  if (cause instanceof RangeError) return 'nested too deeply';
  if (cause instanceof ReferenceError && cause.message.startsWith('Excessive alias count')) {
    return `its aliases repeat one value more than ${LIMITS.documentAliases} times`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}
