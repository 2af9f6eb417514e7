// Markdown into HTML: with anchors as GitHub makes them, coloured code, and tables that scroll by themselves. HTML in Markdown
// is shown as text, so that no document can bring a script or an image of others along.
import GithubSlugger from 'github-slugger';
import { Marked } from 'marked';
import type { Token, Tokens } from 'marked';

import { escapeHtml, highlight } from './highlight.ts';
import type { SiteLinks, SiteTarget } from './links.ts';
import { relativeLink } from './page.ts';
import type { SitePage } from './page.ts';

export interface PageHeading {
  readonly depth: number;
  readonly text: string;
  readonly slug: string;
}

/** What stands between one heading and the next, as plain text for the search. */
export interface PageSection extends PageHeading {
  readonly body: string;
}

export interface RenderedPage {
  readonly page: SitePage;
  readonly html: string;
  readonly sections: readonly PageSection[];
  readonly targets: readonly SiteTarget[];
}

const OF_CONSOLE = /-(1440|390)-light\.webp$/;
const IS_DARK = '(prefers-color-scheme: dark)';
const IS_NARROW = '(max-width: 700px)';

/** A picture of the console as whoever reads has their screen; the first that fits is shown. */
function twinsOf(href: string): (readonly [media: string, href: string])[] {
  const width = OF_CONSOLE.exec(href)?.[1];
  const as = (end: string): string => href.replace(OF_CONSOLE, `-${end}.webp`);
  if (width === undefined) return [];
  if (width === '390') return [[IS_DARK, as('390-dark')]];
  return [
    [`${IS_NARROW} and ${IS_DARK}`, as('390-dark')],
    [IS_NARROW, as('390-light')],
    [IS_DARK, as('1440-dark')],
  ];
}

export function renderMarkdown(page: SitePage, links: SiteLinks): RenderedPage {
  const slugger = new GithubSlugger();
  const headings: PageHeading[] = [];
  const targets: SiteTarget[] = [];
  const hrefOf = (href: string): string => {
    const target = links.resolve(page, href);
    targets.push(target);
    return hrefTo(page, target);
  };
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const text = plainText(tokens);
        const slug = slugger.slug(text);
        headings.push({ depth, text, slug });
        const anchor = `<a class="anchor" href="#${slug}" aria-label="Link to this section">#</a>`;
        return `<h${depth} id="${slug}">${this.parser.parseInline(tokens)}${depth === 1 ? '' : anchor}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const target = escapeHtml(hrefOf(href));
        const outside = /^[a-z]+:/.test(target) ? ' class="outside" rel="noreferrer"' : '';
        return `<a href="${target}"${outside}>${this.parser.parseInline(tokens)}</a>`;
      },
      image: ({ href, text }) => {
        const shown = `<img src="${escapeHtml(hrefOf(href))}" alt="${escapeHtml(text)}">`;
        const twins = twinsOf(href).map(
          ([media, twin]) => `<source media="${media}" srcset="${escapeHtml(hrefOf(twin))}">`,
        );
        // Text of a page this wide is read in the picture itself.
        if (twins.length > 0)
          return `<a href="${escapeHtml(hrefOf(href))}"><picture>${twins.join('')}${shown}</picture></a>`;
        return shown;
      },
      code: ({ text, lang = '' }) =>
        `<div class="code"><pre tabindex="0"><code>${highlight(text, lang.split(/\s/)[0] ?? '')}</code></pre></div>\n`,
      codespan: ({ text }) => `<code>${breakable(text)}</code>`,
      html: ({ text }) => (text.startsWith('<!--') ? '' : escapeHtml(text)),
      table({ header, rows }) {
        const cells = (row: readonly Tokens.TableCell[], tag: string): string =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
        const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        // Of a table whose headings are empty, they would only be a gap.
        const head = header.every(({ text }) => text === '') ? '' : `<thead><tr>${cells(header, 'th')}</tr></thead>`;
        return `<div class="table" tabindex="0"><table>${head}<tbody>\n${body}\n</tbody></table></div>\n`;
      },
    },
  });
  const tokens = marked.lexer(page.markdown);
  const html = marked.parser(tokens);
  return { page, html, sections: sectionsOf(tokens, headings), targets };
}

/** Long words of code may break behind their parts, so that the column of a table is not as wide as its longest subject. */
function breakable(code: string): string {
  const parts = code.replaceAll(/\S{16,}/g, (word) =>
    word.replaceAll(word.includes('.') ? /[./]+(?=\w)/g : /[_/]+(?=\w)/g, '$&\n'),
  );
  return parts.split('\n').map(escapeHtml).join('<wbr>');
}

export function hrefTo(page: SitePage, target: SiteTarget, ending = 'html'): string {
  if (target.kind === 'outside') return target.href;
  if (target.kind === 'file') return relativeLink(page.path, target.path);
  const fragment = target.fragment === '' ? '' : `#${target.fragment}`;
  const isSame = target.path === page.path && fragment !== '';
  return isSame ? fragment : `${relativeLink(page.path, `${target.path}.${ending}`)}${fragment}`;
}

/** Each heading comes with what follows it; headings are met in the order in which they were rendered. */
function sectionsOf(tokens: readonly Token[], headings: readonly PageHeading[]): PageSection[] {
  const sections: (PageHeading & { body: string })[] = [];
  for (const token of tokens) {
    const last = sections.at(-1);
    const heading = headings[sections.length];
    if (token.type === 'heading' && heading !== undefined) sections.push({ ...heading, body: '' });
    else if (last !== undefined) last.body = `${last.body} ${plainText([token])}`.trim();
  }
  return sections;
}

/** @returns the words without any mark */
function plainText(tokens: readonly Token[]): string {
  return tokens.map(textOfToken).join('').replaceAll(/\s+/g, ' ').trim();
}

function textOfToken(token: Token): string {
  switch (token.type) {
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((row) => row.map((cell) => plainText(cell.tokens)).join(' ')).join(' ');
    }
    case 'list':
      return (token as Tokens.List).items.map((item) => `${plainText(item.tokens)} `).join('');
    case 'html':
    case 'space':
    case 'hr':
      return ' ';
    default: {
      const inner = 'tokens' in token ? token.tokens : undefined;
      if (inner !== undefined) return `${inner.map(textOfToken).join('')}${token.type === 'paragraph' ? ' ' : ''}`;
      return 'text' in token && typeof token.text === 'string' ? token.text : '';
    }
  }
}
