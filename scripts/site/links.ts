// Where a link of a page leads in the site. A document of the repository becomes its page, an image a copy, and any other file or
// folder that a document names a page with its text, so that no link leaves the site unless it says so.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, posix } from 'node:path';

import type { SitePage } from './page.ts';

export type SiteTarget =
  | { readonly kind: 'outside'; readonly href: string }
  | { readonly kind: 'page'; readonly path: string; readonly fragment: string }
  | { readonly kind: 'file'; readonly path: string };

export interface SiteLinks {
  /** @throws Error if nothing is there */
  resolve(page: SitePage, href: string): SiteTarget;
  /** Pages of sources that were linked to since the last call. */
  takeLinked(): SitePage[];
  /** Files to copy, by their path in the repository; in the site they stand under `files/`. */
  readonly files: ReadonlySet<string>;
}

const IMAGES = new Set(['.svg', '.png', '.jpg', '.webp']);
const NOT_LISTED = new Set(['node_modules', 'dist', '.git']);

export function createLinks(root: string, pages: readonly SitePage[]): SiteLinks {
  const bySource = new Map(
    pages.flatMap(({ source, path }) => (source === undefined ? [] : [[source, path] as const])),
  );
  // The folder of the decisions has a page of its own.
  bySource.set('docs/decisions', 'decisions/index');
  const byPath = new Set(pages.map(({ path }) => path));
  const linked = new Map<string, SitePage>();
  const taken = new Set<string>();
  const files = new Set<string>();

  const resolveSource = (file: string, fragment: string): SiteTarget => {
    const known = bySource.get(file);
    if (known !== undefined) return { kind: 'page', path: known, fragment };
    if (IMAGES.has(extname(file))) {
      files.add(file);
      return { kind: 'file', path: `files/${file}` };
    }
    const page = linked.get(file) ?? sourcePage(root, file);
    linked.set(file, page);
    return { kind: 'page', path: page.path, fragment };
  };

  return {
    files,
    resolve: (page, href) => {
      if (/^[a-z]+:/.test(href)) return { kind: 'outside', href };
      const [target = '', fragment = ''] = href.split('#');
      if (target === '') return { kind: 'page', path: page.path, fragment };
      if (page.source !== undefined)
        return resolveSource(posix.join(posix.dirname(page.source), target).replace(/\/$/, ''), fragment);
      const path = posix.join(posix.dirname(page.path), target);
      const named = path.replace(/\.md$/, '');
      if (byPath.has(named)) return { kind: 'page', path: named, fragment };
      if (path.startsWith('repository/')) return resolveSource(path.slice('repository/'.length), fragment);
      throw new Error(`${page.path} links to ${href}, which is not in the site`);
    },
    takeLinked: () => {
      const fresh = [...linked].filter(([file]) => !taken.has(file));
      for (const [file] of fresh) taken.add(file);
      return fresh.map(([, page]) => page);
    },
  };
}

function sourcePage(root: string, file: string): SitePage {
  const place = join(root, file);
  const shared = { path: `source/${file}`, title: file, source: `${file}/`, isSource: true };
  if (statSync(place).isDirectory()) {
    const names = readdirSync(place, { withFileTypes: true })
      .filter(({ name }) => !NOT_LISTED.has(name))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .toSorted();
    const rows = names.map((name) => `- [${name}](${name})`);
    // Links of a folder are relative to what is in it.
    return { ...shared, source: `${file}/index.md`, markdown: `# ${file}\n\n${rows.join('\n')}\n` };
  }
  const text = readFileSync(place, 'utf8');
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length + 1)));
  const markdown = `# ${file}\n\n${fence}${extname(file).slice(1)}\n${text.replace(/\n?$/, '\n')}${fence}\n`;
  return { ...shared, source: file, markdown };
}
