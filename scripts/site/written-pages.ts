// What people wrote: the documents of the repository, each a page.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { CONTENTS, DECISIONS, GUIDES, WHY } from './contents.ts';
import { leadOf, titleOf } from './page.ts';
import type { PlacedPage } from './contents.ts';
import type { PageGroup, SitePage } from './page.ts';

/** In the order of the navigation; the decisions come apart, because there are many. */
export function readWrittenPages(root: string): { groups: PageGroup[]; decisions: SitePage[] } {
  const placed = new Set(CONTENTS.flatMap(({ pages }) => pages.map(({ file }) => file)));
  const unplaced = markdownIn(root, 'docs')
    .filter((file) => !placed.has(file))
    .map((file) => ({ file, path: file.slice('docs/'.length, -'.md'.length) }));
  const decisions = markdownIn(root, DECISIONS).map((file) =>
    readPage(root, { file, path: file.slice('docs/'.length, -'.md'.length) }),
  );
  const groups = CONTENTS.map(({ title, pages }) => ({
    title,
    pages: [
      ...[...pages, ...(title === GUIDES ? unplaced : [])].map((page) => readPage(root, page)),
      ...(title === WHY ? [decisionsPage(decisions)] : []),
    ],
  }));
  return { groups, decisions };
}

function markdownIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => `${folder}/${name}`);
}

function readPage(root: string, { file, path, title }: PlacedPage): SitePage {
  const markdown = readFileSync(join(root, file), 'utf8');
  return { path, source: file, markdown, title: title ?? titleOf(markdown), says: leadOf(markdown) };
}

function decisionsPage(decisions: readonly SitePage[]): SitePage {
  const rows = decisions.map(({ path, title }) => `- [${title}](${path}.md)`);
  return {
    path: 'decisions/index',
    title: 'Decisions',
    says: 'Why things are as they are.',
    markdown:
      `# Decisions\n\nWhy things are as they are: each names what else was looked at, and what follows from it.\n\n${rows.join('\n')}\n`.replaceAll(
        '](decisions/',
        '](',
      ),
  };
}
