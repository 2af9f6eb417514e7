// skill.yaml from text to a checked manifest. A fault is reported where it stands, as file:line:column, because the
// person who reads it has the file open (L12).
import { DomeError, checkDocument, segmentsOf, toDomeError } from '@dome/contracts';
import type { SkillManifest } from '@dome/contracts';
import { LineCounter, isMap, isNode, isPair, parseDocument } from 'yaml';
import type { Document } from 'yaml';

const manifestBytesMax = 262_144;
const aliasesMax = 100;

export interface ManifestFile {
  readonly manifest: SkillManifest;
  /** A fault at the place of the member that the pointer names. */
  readonly fault: (pointer: string, what: string, options?: Omit<FaultOptions, 'pointer' | 'at'>) => DomeError;
}

/**
 * A manifest that the schema allows and whose `runs` fits its kind.
 * @throws DomeError MANIFEST_INVALID whose detail begins with file:line:column.
 */
export function parseManifest(text: string, file: string): ManifestFile {
  if (Buffer.byteLength(text) > manifestBytesMax)
    throw faultAt(file, `a manifest has at most ${manifestBytesMax} bytes`);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, version: '1.2' });
  const [syntax] = document.errors;
  if (syntax !== undefined)
    throw faultAt(file, firstLine(syntax.message), { at: counter.linePos(syntax.pos[0]), cause: syntax });

  const fault: ManifestFile['fault'] = (pointer, what, options = {}) =>
    faultAt(file, what, { at: counter.linePos(rangeStart(document, pointer)), pointer, ...options });
  try {
    const value: unknown = document.toJS({ maxAliasCount: aliasesMax });
    const manifest = checkDocument('SkillManifest', value);
    assertRuns(manifest);
    return { manifest, fault };
  } catch (thrown) {
    const error = toDomeError(thrown);
    throw fault(error.fields.pointer ?? '', error.message, { hint: error.fields.hint, cause: error });
  }
}

/** The schema lists the members of both kinds; which of them belong together is said here, in words. */
function assertRuns({ runs, needs, materials = [] }: SkillManifest): void {
  const refuse = (pointer: string, detail: string): never => {
    throw new DomeError('MANIFEST_INVALID', { detail, pointer });
  };
  if (runs.using === 'process') {
    if (runs.command === undefined) refuse('/runs', 'runs.command is missing: using: process starts a command');
    if (runs.main !== undefined) refuse('/runs/main', 'runs.main belongs to using: node');
    if (runs.isolation !== undefined) refuse('/runs/isolation', 'runs.isolation belongs to using: node');
  } else {
    if (runs.main === undefined) refuse('/runs', 'runs.main is missing: using: node imports a module');
    if (runs.command !== undefined) refuse('/runs/command', 'runs.command belongs to using: process');
    const needsFolder = (needs?.workspace ?? 'none') !== 'none' || materials.length > 0;
    if (runs.isolation === 'none' && needsFolder)
      refuse('/runs/isolation', 'a skill inside the daemon gets no workspace and no materials: use isolation: runner');
  }
}

/** Where the member at the pointer stands, or the nearest one above it that is written down. */
function rangeStart(document: Document, pointer: string): number {
  const path = segmentsOf(pointer);
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1).map(indexOrKey), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === key);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    const node: unknown = document.getIn(path.slice(0, length).map(indexOrKey), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

const indexOrKey = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

interface FaultOptions {
  readonly at?: { readonly line: number; readonly col: number };
  readonly pointer?: string;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

export function faultAt(file: string, what: string, { at, pointer, hint, cause }: FaultOptions = {}): DomeError {
  const place = at === undefined ? file : `${file}:${at.line}:${at.col}`;
  const fields = {
    detail: `${place}: ${what}`,
    file,
    ...(at === undefined ? {} : { line: at.line, column: at.col }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new DomeError('MANIFEST_INVALID', fields, { cause });
}
