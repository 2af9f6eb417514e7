// The first error that a JSON Schema finds, in the same words wherever a value is checked: where it is and what is
// wrong. Values are untrusted, so they are quoted only as far as a sentence can hold.
import { cutText } from './cut-text.ts';
import { escapeSegment } from './json-pointer.ts';
import { patternMessage } from './pattern-texts.ts';

export interface SchemaFault {
  /** JSON pointer of the member, also when it is missing or must not be there. */
  readonly pointer: string;
  /** What comes after the subject of a sentence, such as `must be string`. */
  readonly says: string;
}

/** As Ajv reports it. */
interface Found {
  readonly instancePath: string;
  readonly schemaPath?: string | undefined;
  readonly message?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>>;
}

const CHARS_MAX = { pointer: 1_024, message: 512, allowed: 512 } as const;
/** Said of a member that a closed schema does not name. */
export const UNKNOWN_MEMBER = 'is no member that its schema has';

const STRANGERS = ['additionalProperty', 'unevaluatedProperty'] as const;
const MEMBERS = ['missingProperty', 'additionalProperty', 'unevaluatedProperty', 'propertyName'] as const;

export function schemaFault(found: Found | undefined): SchemaFault {
  const params = found?.params ?? {};
  const member = MEMBERS.map((name) => params[name]).find((value) => typeof value === 'string');
  const pointer = `${found?.instancePath ?? ''}${typeof member === 'string' ? `/${escapeSegment(member)}` : ''}`;
  const inWords = patternMessage(found?.schemaPath ?? '', params['pattern']);
  if (STRANGERS.some((name) => typeof params[name] === 'string'))
    return { pointer: cutText(pointer, CHARS_MAX.pointer), says: UNKNOWN_MEMBER };
  const message = cutText(inWords ?? found?.message ?? 'is not valid', CHARS_MAX.message);
  return { pointer: cutText(pointer, CHARS_MAX.pointer), says: allowedOf(params) ?? message };
}

function allowedOf(params: Readonly<Record<string, unknown>>): string | undefined {
  const allowed = params['allowedValues'];
  if (!Array.isArray(allowed)) return undefined;
  const words = allowed.slice(0, 64).map((value) => JSON.stringify(value) ?? 'null');
  return `must be one of ${cutText(words.join(', '), CHARS_MAX.allowed)}`;
}
