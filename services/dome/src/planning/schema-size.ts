// How much work a JSON Schema is: what is referred to counts wherever it is referred to, so that a few lines that refer to
// each other cannot stand for more checks than could ever be made (L11).

import { unescapeSegment, valueAt } from '@dome/contracts';

/** Nodes of the schema with every reference followed. @throws Error with one sentence where there is no such number. */
export function schemaSize(schema: Record<string, unknown>): number {
  return sizeOf(schema, { root: schema, known: new Map(), open: new Set() });
}

interface Sizing {
  readonly root: Record<string, unknown>;
  readonly known: Map<object, number>;
  /** What is being counted now. */
  readonly open: Set<object>;
}

function sizeOf(node: unknown, at: Sizing): number {
  if (typeof node !== 'object' || node === null) return 1;
  const known = at.known.get(node);
  if (known !== undefined) return known;
  if (at.open.has(node)) throw new Error('a schema that refers to itself has no bound');
  at.open.add(node);
  let size = 1;
  for (const [key, member] of Object.entries(node)) {
    const isReference = typeof member === 'string' && (key === '$ref' || key === '$dynamicRef');
    size += sizeOf(isReference ? target(member, at.root) : member, at);
  }
  at.open.delete(node);
  at.known.set(node, size);
  return size;
}

function target(reference: string, root: unknown): unknown {
  if (!reference.startsWith('#/') && reference !== '#') {
    throw new Error(`the reference ${reference} does not name a place in the schema, such as #/$defs/name`);
  }
  const segments = reference.split('/').slice(1);
  const node = valueAt(
    root,
    segments.map((segment) => unescapeSegment(decodeURIComponent(segment))),
  );
  if (node === undefined) throw new Error(`the reference ${reference} leads nowhere`);
  return node;
}
