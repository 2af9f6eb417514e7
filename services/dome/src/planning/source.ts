// A document that people write, as a value and as the places its members stand at: an error about a member names its line
// and column (L12), so the text is kept beside the value.
import { DomeError, LIMITS, escapeSegment, segmentsOf } from '@dome/contracts';
import { Lexer, LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLParseError } from 'yaml';

import { VALUE_DEPTH_MAX } from '../value-bounds.ts';

export type DocumentKind = 'plan' | 'policy' | 'access file';

export interface Fault {
  /** JSON pointer of the member at fault. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface Source {
  readonly kind: DocumentKind;
  readonly value: unknown;
  /** The fault as an error of the catalogue, with the line and column of the nearest member that stands in the text. */
  readonly error: (fault: Fault, cause?: unknown) => DomeError;
}

const ALIASES_MAX = 64;

/**
 * YAML 1.2 or JSON text (JSON is YAML).
 * @throws DomeError PLAN_INVALID with line and column; PAYLOAD_TOO_LARGE.
 */
export function readSource(text: string, kind: DocumentKind): Source {
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMITS.planBytes) {
    throw new DomeError('PAYLOAD_TOO_LARGE', { detail: `the ${kind} has ${bytes} bytes, at most ${LIMITS.planBytes}` });
  }
  requireFewTokens(text, kind);
  const lines = new LineCounter();
  const document = guarded(kind, () => parseDocument(text, { ...OPTIONS, lineCounter: lines }));
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [first] = document.errors;
  if (first !== undefined) throw placed(kind, { pointer: '', message: worded(first, kind) }, at(first.pos[0]));
  const twice = keyTwice(document);
  if (twice !== undefined) throw placed(kind, { pointer: '', message: twice.message }, at(twice.offset));
  const value: unknown = guarded(kind, () => document.toJS({ maxAliasCount: ALIASES_MAX }));
  const error: Source['error'] = (fault, cause) =>
    placed(kind, fault, { ...at(nearestStart(document, fault.pointer)), cause });
  const deep = tooDeep(value);
  if (deep !== undefined) throw error({ pointer: deep, message: `is nested more than ${VALUE_DEPTH_MAX} deep` });
  return { kind, value, error };
}

/** The parser takes microseconds and hundreds of bytes for each; counting them is little beside it, and ends at the limit. */
function requireFewTokens(text: string, kind: DocumentKind): void {
  let tokens = 0;
  for (const _token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens <= LIMITS.planTokens) continue;
    const detail = `the ${kind} has more than ${LIMITS.planTokens} words and signs: say it in fewer`;
    throw new DomeError('PAYLOAD_TOO_LARGE', { detail });
  }
}

/** What the parser would do for each pair of keys, or for each fault, is done here once. */
const OPTIONS = { stringKeys: true, version: '1.2', uniqueKeys: false, prettyErrors: false } as const;

/** The parser speaks to whoever calls it; these words are for whoever wrote the text. */
function worded({ code, message }: YAMLParseError, kind: DocumentKind): string {
  if (code === 'MULTIPLE_DOCS') return `there is more than one document; the ${kind} is one`;
  if (message.includes('call stack')) return 'nested too deeply';
  return message.split('\n')[0] ?? '';
}

function keyTwice(document: Document.Parsed): { message: string; offset: number } | undefined {
  let found: { message: string; offset: number } | undefined;
  visit(document, {
    Map(_, map) {
      const keys = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (keys.has(name)) {
          found = { message: `the key ${name} stands here twice`, offset: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        keys.add(name);
      }
      return undefined;
    },
  });
  return found;
}

/** The pointer of a member that stands deeper than any value may; an alias to what is around it is one. */
function tooDeep(value: unknown, pointer = '', depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= VALUE_DEPTH_MAX) return pointer;
  for (const [key, member] of Object.entries(value)) {
    const below = `${pointer}/${escapeSegment(key)}`;
    const deep = tooDeep(member, below, depth + 1);
    // The place where it begins is of more use than the one where it is too much.
    if (deep !== undefined) return depth < POINTER_DEPTH ? deep : pointer;
  }
  return undefined;
}

const POINTER_DEPTH = 6;

interface Place {
  readonly line: number;
  readonly column: number;
  readonly cause?: unknown;
}

function placed(kind: DocumentKind, fault: Fault, place: Place): DomeError {
  const { line, column, cause } = place;
  const where = fault.pointer === '' ? '' : `${fault.pointer} `;
  const detail = `${kind} ${line}:${column}: ${where}${fault.message}`;
  const hint = fault.hint === undefined ? {} : { hint: fault.hint };
  return new DomeError('PLAN_INVALID', { detail, pointer: fault.pointer, line, column, ...hint }, { cause });
}

/** Where the deepest member of the pointer that stands in the text begins: at its key, where it has one. */
function nearestStart(document: Document.Parsed, pointer: string): number {
  let node: Node | null | undefined = document.contents;
  let start = node?.range?.[0] ?? 0;
  for (const key of segmentsOf(pointer)) {
    if (isAlias(node)) node = node.resolve(document);
    const step = stepInto(node, key);
    if (step === undefined) return start;
    start = step.start ?? start;
    node = step.node;
  }
  return start;
}

function stepInto(
  node: Node | null | undefined,
  key: string,
): { start: number | undefined; node: Node | null } | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair === undefined) return undefined;
    return { start: pair.key.range?.[0], node: pair.value };
  }
  if (isSeq<Node>(node)) {
    const item = node.items[Number(key)];
    if (item === undefined) return undefined;
    return { start: item.range?.[0], node: item };
  }
  return undefined;
}

/** The parser recurses and counts aliases: what is nested too deeply or expands too far is the document's fault. */
function guarded<T>(kind: DocumentKind, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const message = cause instanceof RangeError ? 'nested too deeply' : cause instanceof Error ? cause.message : '';
    throw placed(kind, { pointer: '', message }, { line: 1, column: 1, cause });
  }
}
