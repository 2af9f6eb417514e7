// What programs read: each page as Markdown beside it, and `llms.txt` as the list of them.
import type { SiteLinks } from './links.ts';
import type { PageGroup, SitePage } from './page.ts';
import { hrefTo } from './render-markdown.ts';

/** Code that looks like a link is none. */
const CODE_OR_LINK = /``.+?``|`[^`]*`|\]\(([^)\s]+)\)/g;

/** The document with links to other twins. */
export function twinOf(page: SitePage, links: SiteLinks): string {
  let fence = '';
  const lines = page.markdown.split('\n').map((line) => {
    const [, marks = ''] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
    const wasFenced = fence !== '';
    if (!wasFenced) fence = marks;
    else if (marks.startsWith(fence)) fence = '';
    if (wasFenced || fence !== '') return line;
    return line.replaceAll(CODE_OR_LINK, (whole, href: string | undefined) =>
      href === undefined ? whole : `](${hrefTo(page, links.resolve(page, href), 'md')})`,
    );
  });
  return lines.join('\n');
}

/** As https://llmstxt.org has it. */
export function llmsText(groups: readonly PageGroup[], says: string): string {
  const lists = groups.map(({ title, pages }) => {
    const rows = pages.map(
      (page) => `- [${page.title}](${page.path}.md)${page.says === undefined ? '' : `: ${page.says}`}`,
    );
    return `## ${title}\n\n${rows.join('\n')}\n`;
  });
  return `# Dome\n\n> ${says}\n\n${lists.join('\n')}`;
}
