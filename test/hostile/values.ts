// What outsiders send: bytes that are not JSON, JSON that is not a request, and good messages with one member spoiled.
// The text is written by hand and not by `JSON.stringify`, because many hostile texts are the form of no value.
import fc from 'fast-check';

/** JSON texts in the place of a value of another kind, or of a harmless one. */
const SPOILED = [
  'null',
  'true',
  '-1',
  '0',
  '1e400',
  '9007199254740993',
  '-0',
  '1.5',
  '[]',
  '{}',
  '""',
  '[[[]]]',
  '"*"',
  '">"',
  '"a.b"',
  '"../../etc/passwd"',
  '"a b"',
  '"\\u0000"',
  '"\\ud800"',
  '"é☃"',
  '"\\r\\nX: y"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1}',
  '{"a":1,"a":2}',
  '"$(touch /tmp/dome-hostile)"',
  '"${{ 1 }}"',
  '{"$ref":"#"}',
];

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const spoiledText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SPOILED) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 70 }).map(nested) },
  { weight: 1, arbitrary: fc.constantFrom(5_000, 200_000).map(nested) },
  { weight: 1, arbitrary: fc.constantFrom(65, 257, 1_025, 5_000, 300_000).map((size) => `"${'x'.repeat(size)}"`) },
  { weight: 1, arbitrary: fc.constantFrom(1_025, 100_000).map((size) => `"${'\\"\\\\'.repeat(size)}"`) },
  { weight: 1, arbitrary: fc.constantFrom(1_025, 100_000).map((size) => `{"${'k'.repeat(size)}":1}`) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** Text that is no JSON, or JSON that nobody asked for. */
const strangeBytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc
    .constantFrom('{', '[', '"', 'nul', '{"a":}', "{'a':1}", '\u0000', '\ufeff{}', '// no', 'undefined', '<xml/>')
    .map(bytesOf),
  fc.constantFrom(' '.repeat(1_000_000), '['.repeat(500_000), `"${'x'.repeat(1_000_000)}"`).map(bytesOf),
  spoiledText.map(bytesOf),
);

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

/** The text of the value, with other text in the place of one member (undefined: the member is left out). */
function spoil(value: unknown, path: Path, text: string | undefined): string {
  const [head, ...rest] = path;
  if (head === undefined) return text ?? '';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([key, member]): string[] => {
    if (key !== head)
      return [Array.isArray(value) ? JSON.stringify(member) : `${JSON.stringify(key)}:${JSON.stringify(member)}`];
    if (rest.length === 0 && text === undefined) return [];
    const inner = spoil(member, rest, text);
    return [Array.isArray(value) ? inner : `${JSON.stringify(key)}:${inner}`];
  });
  return Array.isArray(value) ? `[${members.join()}]` : `{${members.join()}}`;
}

function added(value: object, text: string): string {
  const whole = JSON.stringify(value);
  return whole === '{}' ? `{"__proto__":${text}}` : `${whole.slice(0, -1)},"__proto__":${text},"unheard":${text}}`;
}

/** One good message, spoiled in one place. */
export function spoiled(good: object): fc.Arbitrary<Uint8Array> {
  const paths = pathsOf(good).filter(({ length }) => length > 0);
  if (paths.length === 0) return spoiledText.map((text) => bytesOf(added(good, text)));
  const path = fc.constantFrom(...paths);
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(path, spoiledText).map(([at, text]) => bytesOf(spoil(good, at, text))) },
    { weight: 2, arbitrary: path.map((at) => bytesOf(spoil(good, at, undefined))) },
    { weight: 1, arbitrary: spoiledText.map((text) => bytesOf(added(good, text))) },
    { weight: 1, arbitrary: fc.nat({ max: 300 }).map((length) => bytesOf(JSON.stringify(good).slice(0, length))) },
  );
}

/** Anything that may arrive in place of the good message; never more than the broker accepts. */
export function hostile(good: object): fc.Arbitrary<Uint8Array> {
  return fc
    .oneof({ weight: 3, arbitrary: spoiled(good) }, { weight: 1, arbitrary: strangeBytes })
    .filter(({ byteLength }) => byteLength < 1_040_000);
}
