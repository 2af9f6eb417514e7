// The figures in docs/limits.md match the limits, in the units that people use for bytes and time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CLOCKS, LANES, LIMITS } from '@dome/contracts';
import { expect, test } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'limits.md'), 'utf8');
const rows = [...page.matchAll(/^\|[^|]+\| ([^|]+?) +\| `([\w.]+)`/gm)].map(([, figure = '', name = '']) => ({
  figure,
  name,
}));

const UNITS = [
  ['GiB', 1_073_741_824],
  ['MiB', 1_048_576],
  ['KiB', 1_024],
] as const;

function inWords(name: string, value: number): string {
  if (name.endsWith('Ms')) return `${value / 1_000} s`;
  const [unit, bytes] = UNITS.find(([, size]) => /Bytes/.test(name) && value >= size) ?? ['', 1];
  return unit === '' ? value.toLocaleString('en') : `${value / bytes} ${unit}`;
}

function valueOf(name: string): number | undefined {
  const path = name.startsWith('LANES.') ? name.split('.').slice(1) : [name];
  let found: unknown = name.startsWith('LANES.') ? LANES : { ...LIMITS, ...CLOCKS };
  for (const key of path) found = Object.entries(Object(found)).find(([own]) => own === key)?.[1];
  return typeof found === 'number' ? found : undefined;
}

test('every row names a limit and its value', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(inWords('logBytes', 65_536)).toBe('64 KiB');
  expect(valueOf('nothing')).toBeUndefined();
  for (const { figure, name } of rows) {
    const value = valueOf(name);
    expect(value, name).toBeDefined();
    expect(figure, name).toBe(inWords(name, value ?? 0));
  }
});
