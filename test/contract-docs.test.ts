// Docs that name a subject, a stream, a code or a file are checked here, so that they do not rot.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { CHANNELS, ERRORS, STREAMS } from '@dome/contracts';

const HOME = resolve(import.meta.dirname, '..');
const page = (path: string): string => readFileSync(join(HOME, path), 'utf8');
const contract = page('docs/contract.md');
/** Each row of its tables: the subject, and the other cells. */
const rows = [...contract.matchAll(/^\| `(dome\.[^`]+)` +\|(.*)\|$/gm)].map(([, subject = '', cells = '']) => ({
  subject,
  cells,
}));
const sorted = (subjects: readonly string[]): string[] => subjects.toSorted((a, b) => (a < b ? -1 : 1));

describe('docs/contract.md', () => {
  test('has a row for every channel, and no others', () => {
    const declared = Object.values(CHANNELS).map(({ address }) => address);
    expect(sorted(rows.map(({ subject }) => subject))).toEqual(sorted(declared));
  });

  test('names every stream', () => {
    for (const stream of Object.keys(STREAMS)) expect(contract).toContain(`\`${stream}\``);
  });

  test('agrees with the contract on who calls each service', () => {
    const yaml = page('asyncapi.yaml');
    for (const { subject, cells } of rows.filter(({ subject: name }) => name.startsWith('dome.svc.'))) {
      const channel = yaml.slice(yaml.indexOf(`address: ${subject}\n`)).split('readers:')[0] ?? '';
      const writers = [...channel.matchAll(/^ +- (dome|people|view)$/gm)].map(([, writer]) => writer);
      expect(cells.split('|')[0]?.trim(), subject).toBe(writers.join(', '));
    }
  });

  test('agrees with the contract on who reads each event', () => {
    const yaml = page('asyncapi.yaml');
    for (const { subject, cells } of rows.filter(({ subject: name }) => !name.startsWith('dome.svc.'))) {
      const channel =
        yaml
          .slice(yaml.indexOf(`address: ${subject}\n`))
          .split('readers:')[1]
          ?.split(/^ {2}\w/m)[0] ?? '';
      const readers = [...channel.matchAll(/^ +- (\w+)$/gm)].map(([, reader]) => reader);
      expect(cells.split('|')[2]?.trim(), subject).toBe(readers.join(', '));
    }
  });
});

test('docs/errors.md has every code in the order of the catalogue, with the same text', () => {
  const text = page('docs/errors.md').replaceAll(/\s+/g, ' ');
  const headings = [...page('docs/errors.md').matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
  expect(headings).toEqual(Object.keys(ERRORS));
  for (const [code, { title, hint, status, disposition }] of Object.entries(ERRORS))
    expect(text).toContain(`## ${code} ${title} ${hint} Status ${status} · ${disposition}:`);
});

const PAGES = [
  'docs/contract.md',
  'docs/glossary.md',
  'docs/errors.md',
  ...readdirSync(join(HOME, 'docs/decisions')).map((name) => `docs/decisions/${name}`),
];

describe.each(PAGES)('%s', (path) => {
  test('names files and pages that exist', () => {
    const text = page(path);
    const named = [...text.matchAll(/`((?:docs|libs|schemas|scripts|services|test|infra|examples)\/[\w./-]*)`/g)].map(
      ([, file]) => file ?? '',
    );
    const linked = [...text.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)].map(([, link]) => join(path, '..', link ?? ''));
    for (const file of [...named, ...linked]) expect(existsSync(join(HOME, file)), file).toBe(true);
  });
});
