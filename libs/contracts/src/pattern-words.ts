// A pattern tells a program what a text must look like, and people nothing. So a text that a schema of the contract refuses
// is described in words, with an example that the pattern takes.

interface Words {
  /** Follows `must be`. */
  readonly says: string;
  readonly example: string;
}

/** By the name under which schemas/common.json declares it. */
export const COMMON_WORDS: Readonly<Record<string, Words>> = {
  name: { says: 'a name: small letters, digits and hyphens, at most 40 characters', example: 'unit-test' },
  runId: { says: 'the id of a run: letters, digits, - and _, at most 64 characters', example: 'run-7f3a' },
  jobId: { says: 'the id of a job: letters, digits, - and _, at most 64 characters', example: 'job-7f3a' },
  instance: { says: 'the id of a process: letters, digits, - and _, at most 64 characters', example: 'domed-1' },
  digest: { says: 'a digest: sha256: and 64 hexadecimal digits', example: `sha256:${'0f'.repeat(32)}` },
  semver: { says: 'a version of three numbers, as text', example: '1.2.0' },
  duration: { says: 'a duration: a whole number and one unit of ms, s, m, h, d', example: '90m' },
  timestamp: { says: 'a time in UTC', example: '2026-01-31T12:00:00Z' },
};

/** By the pattern itself, of members that are declared where they stand. */
export const PATTERN_WORDS: Readonly<Record<string, Words>> = {
  '^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$': { says: 'a skill and a range of its versions', example: 'lint@^1' },
  '^[A-Z][A-Z0-9_]{1,63}$': { says: 'a code in capitals, digits and _', example: 'TESTS_FAILED' },
  '^[^\\u0000]+$': { says: 'a word without a NUL', example: 'bash' },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$': {
    says: 'the name of a file: letters, digits, ., - and _, at most 100 characters',
    example: 'app.tgz',
  },
  '^/.+': { says: 'a JSON pointer', example: '/artifact/digest' },
  '^[^/\\s]+/[^/\\s]+$': { says: 'a media type', example: 'application/json' },
  '^[1-9][0-9]{0,5}(KiB|MiB|GiB)$': { says: 'a size: a whole number and KiB, MiB or GiB', example: '64MiB' },
  '^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$': {
    says: 'a path inside the folder, with forward slashes and without ..',
    example: 'data/in.json',
  },
};

const COMMON = /^common\.json#\/\$defs\/(\w+)\/(?:type|pattern)$/;

/** What a text must be that failed there; undefined where the schema is somebody else's, or says it in words itself. */
export function patternWords(schemaPath: string, pattern: unknown): string | undefined {
  const [, name = ''] = COMMON.exec(schemaPath) ?? [];
  const words =
    wordsIn(COMMON_WORDS, name) ?? (typeof pattern === 'string' ? wordsIn(PATTERN_WORDS, pattern) : undefined);
  return words === undefined ? undefined : `must be ${words.says}, such as ${words.example}`;
}

const wordsIn = (table: Readonly<Record<string, Words>>, key: string): Words | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
