// What a schema found wrong in a document, in sentences for its author: what must stand there, what stands there, and
// what was probably meant.
import { booleanHint } from './boolean-hint.ts';
import { cutText } from './cut-text.ts';
import { isJsonObject } from './json-object.ts';
import { escapeSegment } from './json-pointer.ts';
import { nearestName } from './nearest-name.ts';
import { COMMON_TEXTS, exampleOf, patternMessage } from './pattern-texts.ts';

export interface WrittenFinding {
  /** JSON pointer to the member, or to the object that lacks one. */
  readonly pointer: string;
  /** Follows the pointer in a sentence. */
  readonly message: string;
  readonly hint?: string | undefined;
  /** Where text is wanted and another value stands: whether this text would do. */
  readonly acceptsText?: ((text: string) => boolean) | undefined;
}

/** As Ajv reports it when it is verbose. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string | undefined;
  readonly parentSchema?: Readonly<Record<string, unknown>> | undefined;
  readonly data?: unknown;
}

/** How much of a value a sentence repeats. */
const VALUE_CHARS_MAX = 40;
/** How many names a hint lists. */
const NAMES_MAX = 24;

/** Members that must not be there, or must and are not. A misspelt name is both, and is reported once. */
export function membersAtFault(errors: readonly SchemaError[]): WrittenFinding[] {
  const meant = new Set<string>();
  const strangers = errors.filter(({ keyword }) => keyword === 'additionalProperties').map((error) => stranger(error));
  for (const { at, near } of strangers) if (near !== undefined) meant.add(`${at}/${escapeSegment(near)}`);
  const missing = errors.filter(({ keyword }) => keyword === 'required').flatMap((error) => absent(error, meant));
  return [...missing, ...strangers.map(({ finding }) => finding)];
}

function stranger({ instancePath, params, parentSchema, data }: SchemaError) {
  const name = String(params['additionalProperty']);
  const known = namesIn(parentSchema?.['properties']);
  const there = namesIn(data);
  const free = known.filter((one) => !there.includes(one));
  const near = nearestName(name, free) ?? nearestName(name, known);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  const pointer = `${instancePath}/${escapeSegment(name)}`;
  const hint = near === undefined && known.length > 0 ? `The fields here are ${listed(known)}.` : undefined;
  return { at: instancePath, near, finding: { pointer, message: `is not a field here${guess}`, hint } };
}

function absent({ instancePath, params, parentSchema }: SchemaError, meant: ReadonlySet<string>): WrittenFinding[] {
  const name = String(params['missingProperty']);
  if (meant.has(`${instancePath}/${escapeSegment(name)}`)) return [];
  const properties = parentSchema?.['properties'];
  const example = isJsonObject(properties) ? exampleOf(properties[name]) : undefined;
  const isOwn = example !== COMMON_TEXTS['name']?.example || OWN_NAMES.includes(name);
  const hint = example === undefined || !isOwn ? undefined : `Add it, such as ${name}: ${example}`;
  return [{ pointer: instancePath, message: `${name} is missing`, hint }];
}

/** Members that name what they stand in; any other name is that of something else. */
const OWN_NAMES: readonly string[] = ['name', 'id'];

/** Any other error, at the value itself. */
export function wordsFor(error: SchemaError): WrittenFinding {
  const { instancePath: pointer, keyword, params, data } = error;
  switch (keyword) {
    case 'type':
      return wrongType(error);
    case 'const':
      return { pointer, message: `must be ${shown(params['allowedValue'])}; it is ${described(data)}` };
    case 'enum':
      return { pointer, ...outOf(params['allowedValues'], data) };
    default:
      return { pointer, message: limitWords(error) ?? cutText(error.message ?? 'is not valid', 512) };
  }
}

function wrongType(error: SchemaError): WrittenFinding {
  const { instancePath: pointer, schemaPath, params, parentSchema = {}, data } = error;
  const types = [params['type']].flat().map(String);
  const wanted =
    patternMessage(schemaPath, parentSchema['pattern']) ??
    `must be ${types.map((type) => TYPES[type] ?? type).join(' or ')}`;
  const message = `${wanted}; it is ${described(data)}`;
  if (types.includes('string')) return { pointer, message, acceptsText: (text) => fits(text, parentSchema) };
  return { pointer, message, hint: typeHint(types, data) };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function typeHint(types: readonly string[], data: unknown): string | undefined {
  if (typeof data === 'string') {
    const word = data.toLowerCase();
    const once = types.includes('boolean') ? booleanHint(data) : undefined;
    if (once !== undefined) return once;
    const isJson =
      types.some((type) => ['boolean', 'integer', 'number'].includes(type)) && /^(true|false|-?\d+)$/.test(word);
    if (isJson) return `Leave out the quotes: ${word}.`;
  }
  const isScalar = typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean';
  return types.includes('array') && isScalar
    ? `Write a list: [${cutText(
        String(data)
          .trim()
          .split(/[\s,]+/)
          .join(', '),
        VALUE_CHARS_MAX,
      )}].`
    : undefined;
}

/** By the keywords that the schemas of documents give a text. */
function fits(
  text: string,
  { pattern, maxLength, minLength, enum: allowed }: Readonly<Record<string, unknown>>,
): boolean {
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text)) return false;
  if (typeof maxLength === 'number' && text.length > maxLength) return false;
  if (typeof minLength === 'number' && text.length < minLength) return false;
  return !Array.isArray(allowed) || allowed.includes(text);
}

function outOf(allowed: unknown, data: unknown): Pick<WrittenFinding, 'message'> {
  const values: unknown[] = Array.isArray(allowed) ? allowed : [];
  const near = typeof data === 'string' ? nearestName(data, values.map(String)) : undefined;
  const rest = near === undefined ? `; it is ${described(data)}` : `; did you mean ${near}?`;
  return { message: `must be one of ${listed(values.map(String))}${rest}` };
}

function limitWords({ keyword, params, data, schemaPath, parentSchema }: SchemaError): string | undefined {
  const limit = Number(params['limit']);
  switch (keyword) {
    case 'pattern':
      return patternMessage(schemaPath, parentSchema?.['pattern']);
    case 'maximum':
      return `must be at most ${limit}; it is ${String(data)}`;
    case 'minimum':
      return `must be at least ${limit}; it is ${String(data)}`;
    case 'maxLength':
      return `has ${String(data).length} characters; at most ${limit}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `has ${String(data).length} characters; at least ${limit}`;
    case 'maxItems':
      return `has ${sizeOf(data)} items; at most ${limit}`;
    case 'minItems':
      return limit === 1
        ? 'is an empty list: it needs at least one item'
        : `has ${sizeOf(data)} items; at least ${limit}`;
    case 'maxProperties':
      return `has ${sizeOf(data)} members; at most ${limit}`;
    case 'minProperties':
      return limit === 1 ? 'is empty: it needs at least one member' : `has ${sizeOf(data)} members; at least ${limit}`;
    default:
      return undefined;
  }
}

function described(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value === '' ? 'an empty text' : `the text ${shown(value)}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    default:
      return value === null || value === undefined ? 'empty' : Array.isArray(value) ? 'a list' : 'an object';
  }
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cutText(/^[\w@^.~/-]+$/.test(text) ? text : JSON.stringify(text), VALUE_CHARS_MAX);
};

const namesIn = (value: unknown): string[] => (isJsonObject(value) ? Object.keys(value) : []);
const sizeOf = (value: unknown): number => (Array.isArray(value) ? value.length : namesIn(value).length);

function listed(names: readonly string[]): string {
  const rest = names.length - NAMES_MAX;
  return `${names.slice(0, NAMES_MAX).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
