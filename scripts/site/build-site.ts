// All pages, rendered and checked: a link or an anchor that leads nowhere ends the build.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { REFERENCE } from './contents.ts';
import { layOut } from './layout.ts';
import { createLinks } from './links.ts';
import type { SiteLinks } from './links.ts';
import type { PageGroup, SitePage } from './page.ts';
import { referencePages } from './reference/reference-pages.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { RenderedPage } from './render-markdown.ts';
import { searchScript } from './search-documents.ts';
import { llmsText, twinOf } from './twins.ts';
import { readWrittenPages } from './written-pages.ts';

export interface Site {
  /** By their path in the site. */
  readonly files: ReadonlyMap<string, string | Buffer>;
  readonly pages: readonly RenderedPage[];
}

const ASSETS = ['site.css', 'site.js', 'theme.js', 'icon.svg'];

/** @throws Error naming every link that leads nowhere */
export function buildSite(root: string): Site {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const { groups: written, decisions } = readWrittenPages(root);
  const reference = referencePages(root, version);
  const groups = written.map(({ title, pages }) => ({
    title,
    pages: title === REFERENCE ? [...pages, ...reference.listed] : pages,
  }));
  const listed = groups.flatMap(({ pages }) => pages);
  const all = [...listed, ...reference.others, ...decisions];
  const links = createLinks(root, all);
  const pages = renderAll(all, links);
  requireAnchors(pages);
  const files = new Map<string, string | Buffer>();
  for (const rendered of pages) {
    files.set(`${rendered.page.path}.html`, layOut(rendered, { groups, version }));
    files.set(`${rendered.page.path}.md`, twinOf(rendered.page, links));
  }
  for (const file of links.files) files.set(`files/${file}`, readFileSync(join(root, file)));
  for (const name of ASSETS) files.set(`assets/${name}`, readFileSync(join(import.meta.dirname, 'assets', name)));
  files.set('assets/minisearch.js', readFileSync(searchLibrary()));
  files.set('assets/search-documents.js', searchScript(pages));
  files.set('llms.txt', llmsText(inFull(groups, decisions, reference.others), listed[0]?.says ?? ''));
  return { files, pages };
}

/** Pages bring pages along, of the sources that they link to. */
function renderAll(pages: readonly SitePage[], links: SiteLinks): RenderedPage[] {
  const rendered = pages.map((page) => renderMarkdown(page, links));
  const more = links.takeLinked();
  return more.length === 0 ? rendered : [...rendered, ...renderAll(more, links)];
}

function requireAnchors(pages: readonly RenderedPage[]): void {
  const anchors = new Map(pages.map(({ page, sections }) => [page.path, new Set(sections.map(({ slug }) => slug))]));
  const faults = pages.flatMap(({ page, targets }) =>
    targets.flatMap((target) => {
      if (target.kind !== 'page' || target.fragment === '') return [];
      if (anchors.get(target.path)?.has(target.fragment) === true) return [];
      return [`${page.source ?? page.path} links to ${target.path}#${target.fragment}, which is not there`];
    }),
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function inFull(
  groups: readonly PageGroup[],
  decisions: readonly SitePage[],
  others: readonly SitePage[],
): PageGroup[] {
  return [...groups, { title: 'Each channel and schema', pages: others }, { title: 'Decisions', pages: decisions }];
}

/** As one classic script, which pages load when somebody first searches. */
function searchLibrary(): string {
  return join(createRequire(import.meta.url).resolve('minisearch'), '..', '..', 'umd', 'index.js');
}
