// A pattern tells a program what a text must look like, but means nothing to people. So a text that a schema of the
// contract refuses is described in words, with an example that matches.
import { isJsonObject } from './json-object.ts';

interface PatternText {
  /** Follows `must be`. */
  readonly mustBe: string;
  readonly example: string;
}

/** By the name under which schemas/common.json declares it. */
export const COMMON_TEXTS: Readonly<Record<string, PatternText>> = {
  name: { mustBe: 'a name: small letters, digits and hyphens, at most 40 characters', example: 'unit-test' },
  runId: { mustBe: 'the id of a run: letters, digits, - and _, at most 64 characters', example: 'run-7f3a' },
  jobId: { mustBe: 'the id of a job: letters, digits, - and _, at most 64 characters', example: 'job-7f3a' },
  instance: { mustBe: 'the id of a process: letters, digits, - and _, at most 64 characters', example: 'domed-1' },
  cursor: { mustBe: 'a cursor: a stream and a sequence in it', example: 'JOB_EVENTS:42' },
  digest: { mustBe: 'a digest: sha256: and 64 hexadecimal digits', example: `sha256:${'0f'.repeat(32)}` },
  semver: { mustBe: 'a version of three numbers, as text', example: '1.2.0' },
  duration: { mustBe: 'a duration: a whole number and one unit of ms, s, m, h, d', example: '90m' },
  timestamp: { mustBe: 'a time in UTC', example: '2026-01-31T12:00:00Z' },
};

/** By the pattern itself, for members that are declared in place. */
export const PATTERN_TEXTS: Readonly<Record<string, PatternText>> = {
  '^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$': { mustBe: 'a name and a range of versions', example: 'lint@^1' },
  '^[A-Z][A-Z0-9_]{1,63}$': { mustBe: 'a code in capitals, digits and _', example: 'TESTS_FAILED' },
  '^[^\\u0000]+$': { mustBe: 'a word without a NUL', example: 'bash' },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$': {
    mustBe: 'the name of a file: letters, digits, ., - and _, at most 100 characters',
    example: 'app.tgz',
  },
  '^[A-Za-z_][A-Za-z0-9_]{0,127}$': {
    mustBe: 'the name of a variable: letters, digits and _, at most 128 characters',
    example: 'REGISTRY_TOKEN',
  },
  '^[A-Za-z0-9][A-Za-z0-9._-]*$': {
    mustBe: 'the name of a context: letters, digits, ., - and _',
    example: 'prod.eu',
  },
  '^[0-9]+(ms|s|m|h)$': { mustBe: 'a duration: a whole number and one unit of ms, s, m, h', example: '30s' },
  '^([01][0-9]|2[0-3]):[0-5][0-9]$': { mustBe: 'a time of day, as text', example: '09:30' },
  '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$': { mustBe: 'a time of day up to 24:00, as text', example: '18:00' },
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$': {
    mustBe: 'a date and a time, without a zone',
    example: '2026-12-20T09:30',
  },
  '^/.+': { mustBe: 'a JSON pointer', example: '/artifact/digest' },
  '^[^/\\s]+/[^/\\s]+$': { mustBe: 'a media type', example: 'application/json' },
  '^[1-9][0-9]{0,5}(KiB|MiB|GiB)$': { mustBe: 'a size: a whole number and KiB, MiB or GiB', example: '64MiB' },
  '^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$': {
    mustBe: 'a path inside the folder, with forward slashes and without ..',
    example: 'data/in.json',
  },
};

const COMMON = /^common\.json#\/\$defs\/(\w+)\/(?:type|pattern)$/;

/** What the failed text must be; undefined if the schema is somebody else's, or describes it itself. */
export function patternMessage(schemaPath: string, pattern: unknown): string | undefined {
  const [, name = ''] = COMMON.exec(schemaPath) ?? [];
  const words =
    textIn(COMMON_TEXTS, name) ?? (typeof pattern === 'string' ? textIn(PATTERN_TEXTS, pattern) : undefined);
  return words === undefined ? undefined : `must be ${words.mustBe}, such as ${words.example}`;
}

/** A value that the schema of a member would accept, as it is written; undefined where nobody could say. */
export function exampleOf(schema: unknown): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  const { const: only, enum: allowed, $ref: reference, pattern } = schema;
  if (typeof only === 'string') return only;
  if (Array.isArray(allowed)) return String(allowed[0]);
  const [, name = ''] = /^common\.json#\/\$defs\/(\w+)$/.exec(String(reference)) ?? [];
  return (textIn(COMMON_TEXTS, name) ?? textIn(PATTERN_TEXTS, String(pattern)))?.example;
}

const textIn = (table: Readonly<Record<string, PatternText>>, key: string): PatternText | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
