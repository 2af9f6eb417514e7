// Every command that a guide has its reader type is run by a test, or there is a reason why not.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { expect, test } from 'vitest';

import { COMMAND_BLOCKS } from './pages/command-blocks.ts';
import { blocksOf } from './pages/page-blocks.ts';

const HOME = join(import.meta.dirname, '..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'infra/k8s/README.md',
  'infra/helm/dome/README.md',
  ...readdirSync(join(HOME, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const SHELLS = new Set(['sh', 'bash', 'console']);
/** What a line begins with that somebody types, in a block without a language. */
const TYPED = /^(\$ )?(npx|npm|dome|domed|docker|kubectl|helm|node|nats|nats-server|pip|python3|quicktype|export)\b/;

/** The first line of each block of commands, without what the page says of it. */
function firstLines(text: string): string[] {
  return blocksOf(text)
    .filter(({ language, block }) => SHELLS.has(language) || (language === '' && TYPED.test(block)))
    .map(({ block }) => (block.split('\n')[0] ?? '').replace(/ {2,}#.*$/, '').replaceAll(/ +/g, ' '));
}

test.for(PAGES)('%s: each block of commands has its test, or a reason', (page) => {
  const known = COMMAND_BLOCKS[page] ?? {};
  const found = firstLines(readFileSync(join(HOME, page), 'utf8'));
  expect(found.filter((line) => known[line] === undefined)).toEqual([]);
  expect(Object.keys(known).filter((line) => !found.includes(line))).toEqual([]);
  // Two that begin alike would hide behind one entry.
  expect(found.toSorted()).toEqual([...new Set(found)].toSorted());
});

test('each test is there, and names the page', () => {
  for (const [page, blocks] of Object.entries(COMMAND_BLOCKS)) {
    expect(PAGES).toContain(page);
    for (const [line, fate] of Object.entries(blocks)) {
      const named = 'by' in fate ? [fate.by] : [...fate.because.matchAll(/\b(?:test|services)\/[\w/.-]+\w/g)].flat();
      expect([line, named.filter((path) => !existsSync(join(HOME, path)))]).toEqual([line, []]);
      if ('by' in fate) expect(readFileSync(join(HOME, fate.by), 'utf8'), fate.by).toContain(basename(page));
      else expect(fate.because.length, line).toBeGreaterThan(20);
    }
  }
});

test('what reasons say of other files is so', () => {
  const read = (path: string): string => readFileSync(join(HOME, path), 'utf8');
  expect(read('.ci/run')).toContain('npm run --silent demo');
  const [whole = ''] = blocksOf(read('README.md')).flatMap(({ block }) =>
    block.includes('docker compose up') ? [block] : [],
  );
  for (const { block } of blocksOf(read('docs/containers.md')))
    for (const line of /^(npm ci|npx dome run)/.test(block) ? block.trim().split('\n') : [])
      expect(whole).toContain(line);
});

test('a block that nobody has placed is found, and text that is none is not', () => {
  const text =
    '```sh\ndome new    # thing\n```\n\n```\nnpx dome x\n```\n\n```\nsome output\n```\n\n```yaml\na: b\n```\n';
  expect(firstLines(text)).toEqual(['dome new', 'npx dome x']);
});
