// The JSON Schema of an object as people read an interface: one row for each member.

type Schema = Readonly<Record<string, unknown>>;

/** Name, type, what is worth knowing. */
export function schemaRows(schema: Schema): [string, string, string][] {
  const properties = schemaOf(schema['properties']);
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).map(([name, member]) => {
    const of = schemaOf(member);
    const isOptional = !required.includes(name);
    const byDefault = 'default' in of ? ` =${JSON.stringify(of['default'])}` : '';
    const mark = isOptional && byDefault === '' ? '?' : '';
    const description = typeof of['description'] === 'string' ? of['description'] : '';
    return [name, `${typeOf(of)}${mark}${byDefault}`, description];
  });
}

function typeOf(schema: Schema): string {
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema['const']);
  const { type } = schema;
  if (type === 'array') {
    const inner = typeOf(schemaOf(schema['items']));
    return inner.includes(' ') ? `(${inner})[]` : `${inner}[]`;
  }
  if (type === 'object') {
    const names = Object.keys(schemaOf(schema['properties']));
    return names.length === 0 ? 'object' : `{${names.join(', ')}}`;
  }
  if (typeof type === 'string') return type;
  return Array.isArray(type) ? type.join(' | ') : 'any';
}

function schemaOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
