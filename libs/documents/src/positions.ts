import { segmentsOf } from '@dome/contracts';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node } from 'yaml';

/** Where the deepest member of the pointer that exists in the text begins: at its key, if it has one. */
export function startOf(document: Document.Parsed, pointer: string): number {
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
