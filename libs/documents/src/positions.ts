import { segmentsOf } from '@dome/contracts';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node } from 'yaml';

/** Where the deepest member of the pointer that exists in the text begins: at its key, if it has one. */
export const startOf = (document: Document.Parsed, pointer: string): number => memberAt(document, pointer).start;

/** The text of a value that stands there without quotes, as it is written. */
export function plainTextAt(document: Document.Parsed, pointer: string): string | undefined {
  const { node, isWhole } = memberAt(document, pointer);
  return isWhole && isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
}

/** From the key of a member to the end of its value, if that is a single one. */
export function scalarSpan(document: Document.Parsed, pointer: string): readonly [number, number] | undefined {
  const { start, node, isWhole } = memberAt(document, pointer);
  return isWhole && isScalar(node) ? [start, node.range?.[1] ?? start] : undefined;
}

interface MemberAt {
  readonly start: number;
  readonly node: Node | null | undefined;
  /** The last member of the pointer was found. */
  readonly isWhole: boolean;
}

function memberAt(document: Document.Parsed, pointer: string): MemberAt {
  let node: Node | null | undefined = document.contents;
  let start = node?.range?.[0] ?? 0;
  for (const key of segmentsOf(pointer)) {
    if (isAlias(node)) node = node.resolve(document);
    const step = stepInto(node, key);
    if (step === undefined) return { start, node, isWhole: false };
    start = step.start ?? start;
    node = step.node;
  }
  return { start, node, isWhole: true };
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
