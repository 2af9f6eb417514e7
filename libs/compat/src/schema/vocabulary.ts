// What a schema of the contract may say: the part of JSON Schema 2020-12 that every tool reads alike, and that the judge
// can compare. A keyword enters the contract only when the judge knows what a change of it means.

/** They change nothing of what is valid. */
const ANNOTATIONS = ['$schema', '$id', '$defs', 'title', 'description'] as const;

/** Readers accept values that the enum does not list, and writers send only those that it lists. */
export const OPEN_ENUM = 'x-dome-open';

const ASSERTIONS = [
  ...(['$ref', 'type', 'enum', 'const', OPEN_ENUM, 'allOf', 'oneOf'] as const),
  ...(['required', 'properties', 'additionalProperties', 'minProperties', 'maxProperties'] as const),
  ...(['items', 'minItems', 'maxItems'] as const),
  ...(['pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum'] as const),
];

export const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([...ANNOTATIONS, ...ASSERTIONS]);

export const isAnnotation = (keyword: string): boolean => ANNOTATIONS.some((name) => name === keyword);
