/**
 * Whether a value has a member that no part of its schema declares, where the schema declares some: a writer of ours would
 * not write it.
 */
export function undeclared(root: unknown, value: unknown): boolean {
  return members(root, [root], value);
}

type Node = Readonly<Record<string, unknown>>;

function members(root: unknown, schemas: readonly unknown[], value: unknown): boolean {
  const nodes = schemas.flatMap((schema) => flat(root, schema));
  if (Array.isArray(value)) {
    const items = nodes.flatMap((node) => (node['items'] === undefined ? [] : [node['items']]));
    return value.some((item) => members(root, items, item));
  }
  if (typeof value !== 'object' || value === null) return false;
  const declares = nodes.some((node) => 'properties' in node);
  const isOpen = nodes.some((node) => 'additionalProperties' in node);
  return Object.entries(value).some(([name, member]) => {
    const own = nodes.flatMap((node) => {
      const properties = (node['properties'] ?? {}) as Node;
      if (Object.hasOwn(properties, name)) return [properties[name]];
      return 'additionalProperties' in node ? [node['additionalProperties']] : [];
    });
    const isDeclared = nodes.some((node) => Object.hasOwn(node['properties'] ?? {}, name));
    return (declares && !isOpen && !isDeclared) || members(root, own, member);
  });
}

/** Every part of a schema, alternatives included: what any of them declares is declared. */
function flat(root: unknown, schema: unknown): Node[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Node;
  const parts = [node['allOf'], node['oneOf']].flatMap((list) => (Array.isArray(list) ? list : []));
  const shared = typeof node['$ref'] === 'string' ? [((root as Node)['$defs'] as Node)['shared']] : [];
  return [node, ...[...parts, ...shared].flatMap((part) => flat(root, part))];
}
