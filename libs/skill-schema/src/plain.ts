// Most schemas describe each member of a value once. Such a schema visits no value twice, so the cost of a check is
// bounded by the value alone, and only patterns and formats, which count themselves, need counting.
import { canonicalText, isJsonObject } from '@dome/contracts';

const PLAIN: ReadonlySet<string> = new Set([
  '$comment',
  '$defs',
  '$id',
  '$schema',
  'additionalProperties',
  'const',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'default',
  'definitions',
  'deprecated',
  'description',
  'enum',
  'example',
  'examples',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'items',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'nullable',
  'pattern',
  'prefixItems',
  'properties',
  'readOnly',
  'required',
  'title',
  'type',
  'writeOnly',
]);
/** Compared or searched for at each visit. */
const FEW = { values: 32, chars: 1_024, members: 32 } as const;

/** For one part; its own parts are checked separately. Repetition must not turn a small value into a large one. */
export function isPlain(part: Readonly<Record<string, unknown>>, isRepeated: boolean): boolean {
  const { enum: values = [], const: value = '', properties = {} } = part;
  if (Object.keys(part).some((keyword) => !PLAIN.has(keyword))) return false;
  if (!Array.isArray(values) || values.length > FEW.values || textLength([values, value]) > FEW.chars) return false;
  if (!isRepeated || !isJsonObject(properties)) return true;
  return Object.keys(properties).length <= FEW.members && !Object.hasOwn(part, 'default');
}

const textLength = (value: unknown): number => canonicalText(value).length;
