// The keywords of JSON Schema 2020-12, by the kind of their value.

/** One schema. */
export const ONE: ReadonlySet<string> = new Set([
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** A list of schemas. */
export const LIST: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** Schemas by name. */
export const NAMED: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);

/** Schemas that apply to the same value as the schema around them. */
export const IN_PLACE: ReadonlySet<string> = new Set([
  '$ref',
  'allOf',
  'anyOf',
  'dependentSchemas',
  'else',
  'if',
  'not',
  'oneOf',
  'then',
]);

/** Constraints on a value that contain no schemas. */
export const ASSERTIONS: ReadonlySet<string> = new Set([
  'const',
  'dependentRequired',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'nullable',
  'pattern',
  'required',
  'type',
  'uniqueItems',
]);

/** Annotations for people: they check nothing, and are not compiled. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$comment',
  '$schema',
  '$vocabulary',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'deprecated',
  'description',
  // Of OpenAPI, and in many schemas that are none of it.
  'example',
  'examples',
  'readOnly',
  'title',
  'writeOnly',
]);

/** References that depend on how a schema was reached, or lead outside it. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  $anchor: 'Use $defs, and refer to #/$defs/name.',
  $dynamicAnchor: 'Use $defs and $ref.',
  $dynamicRef: 'Use $ref.',
  $recursiveAnchor: 'Use $defs and $ref.',
  $recursiveRef: 'Use $ref.',
  dependencies: 'Use dependentRequired or dependentSchemas.',
  id: 'Use $id, at the root of the schema only.',
};
