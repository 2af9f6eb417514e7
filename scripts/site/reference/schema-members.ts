// A schema as a table of its members: those of objects within it stand below it, by their whole path.
import type { BundledSchema } from './contract-bundle.ts';
import { codeOf, codesOf, markdownTable } from './markdown.ts';

/** @param schemas where the pages of schemas are, from the page that shows the table */
export function membersTable(schema: BundledSchema, schemas: string): string {
  const rows = memberRows(schema, '', schemas);
  return markdownTable(['member', 'type', '', 'what it is'], rows);
}

function memberRows(schema: BundledSchema, above: string, schemas: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = `${above}${name}`;
    const isRequired = schema.required?.includes(name) === true;
    const says = [member.description ?? '', rulesOf(member)].filter((part) => part !== '').join(' ');
    const row = [`\`${path}\``, typeText(member, schemas), isRequired ? 'required' : '', says];
    const [inner, suffix] = innerOf(member);
    return [row, ...(inner === undefined ? [] : memberRows(inner, `${path}${suffix}.`, schemas))];
  });
}

/** The object that is written out below: itself, or what a list or a map holds. */
function innerOf(schema: BundledSchema): [BundledSchema | undefined, string] {
  const { items, additionalProperties } = schema;
  if (schema.properties !== undefined) return [schema, ''];
  if (items?.properties !== undefined) return [items, '[]'];
  if (typeof additionalProperties === 'object' && additionalProperties.properties !== undefined)
    return [additionalProperties, '.<name>'];
  return [undefined, ''];
}

export function typeText(schema: BundledSchema, schemas: string): string {
  const { $ref, const: constant, enum: values, type, items, additionalProperties } = schema;
  if ($ref !== undefined) return schemaLink($ref, schemas);
  if (constant !== undefined) return codeOf(constant);
  if (values !== undefined) return values.map(codeOf).join(' or ');
  if (type === 'array') return `list of ${items === undefined ? 'anything' : typeText(items, schemas)}`;
  if (type === 'object' && typeof additionalProperties === 'object' && schema.properties === undefined)
    return `map of ${typeText(additionalProperties, schemas)}`;
  return type ?? 'anything';
}

/** A reference leads to the page of the schema, and there to the definition. */
export function schemaLink(ref: string, schemas: string): string {
  const [, name = '', inner = ''] = /^#\/components\/schemas\/(\w+)(?:\/(?:\$defs|properties)\/(\w+))?/.exec(ref) ?? [];
  const anchor = ref.includes('/$defs/') ? `#${inner.toLowerCase()}` : '';
  return `[${inner === '' ? name : inner}](${schemas}${name}.md${anchor})`;
}

/** What a value must hold beyond its type. */
function rulesOf(schema: BundledSchema): string {
  const { pattern, format, minLength, maxLength, minimum, maximum, minItems, maxItems, minProperties, maxProperties } =
    schema;
  const inner = schema.items === undefined ? '' : rulesOf(schema.items);
  const rules = [
    pattern === undefined ? '' : `matches ${codeOf(pattern)}`,
    format ?? '',
    rangeOf(minLength, maxLength, 'characters'),
    rangeOf(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    rangeOf(minItems, maxItems, 'entries'),
    rangeOf(minProperties, maxProperties, 'members'),
    inner === '' ? '' : `each: ${inner.replace(/^_|_$/g, '')}`,
  ].filter((rule) => rule !== '');
  return rules.length === 0 ? '' : `_${rules.join('; ')}_`;
}

function rangeOf(least: number | undefined, most: number | undefined, unit: string): string {
  const of = unit === '' ? '' : ` ${unit}`;
  const text = (value: number): string => value.toLocaleString('en');
  if (most === undefined) return least === undefined || least === 0 ? '' : `at least ${text(least)}${of}`;
  return least === undefined || least === 0 ? `at most ${text(most)}${of}` : `${text(least)} to ${text(most)}${of}`;
}

export const enumText = (values: readonly unknown[] | undefined): string =>
  values === undefined ? '' : codesOf(values);
