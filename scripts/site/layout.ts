// The page around a text: navigation, contents of the page, search. No script and no style stands in it, so that its policy can
// forbid all but the files of the site.
import { escapeHtml } from './highlight.ts';
import { relativeLink } from './page.ts';
import type { PageGroup, SitePage } from './page.ts';
import type { PageSection, RenderedPage } from './render-markdown.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

export interface SiteFrame {
  readonly groups: readonly PageGroup[];
  readonly version: string;
}

export function layOut({ page, html, sections }: RenderedPage, frame: SiteFrame): string {
  const to = (path: string): string => escapeHtml(relativeLink(page.path, path));
  const title = page.path === 'index' ? 'Dome: gated skill execution' : `${page.title} · Dome`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>${page.says === undefined ? '' : `\n<meta name="description" content="${escapeHtml(page.says)}">`}
<link rel="icon" href="${to('assets/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('assets/site.css')}">
<link rel="alternate" type="text/markdown" href="${to(`${page.path}.md`)}">
<script src="${to('assets/theme.js')}"></script>
<script src="${to('assets/site.js')}" defer></script>
</head>
<body data-root="${to('index.html').replace(/index\.html$/, '')}">
<a class="skip" href="#content">Skip to the text</a>
<header class="top">
<button class="menu" popovertarget="navigation" aria-label="Pages">☰</button>
<a class="brand" href="${to('index.html')}">Dome</a><span class="version">${escapeHtml(frame.version)}</span>
<button class="search" type="button" hidden><span>Search</span><kbd>/</kbd></button>
<button class="theme" type="button" aria-label="Light or dark" hidden>◐</button>
</header>
<nav id="navigation" popover aria-label="Pages">
${frame.groups.map((group) => navigationGroup(page, group)).join('\n')}
</nav>
<main id="content" tabindex="-1">
<article>
${html}</article>
<footer>This page <a href="${to(`${page.path}.md`)}">as Markdown</a> · <a href="${to('llms.txt')}">llms.txt</a></footer>
</main>
${contentsOf(sections)}
<dialog class="finder" aria-label="Search">
<input type="search" placeholder="Search these pages" aria-label="Search these pages" autocomplete="off" spellcheck="false">
<ol class="found" aria-label="What was found"></ol>
<p class="found-says" role="status"></p>
</dialog>
</body>
</html>
`;
}

function navigationGroup(here: SitePage, { title, pages }: PageGroup): string {
  const rows = pages.map((page) => {
    const isHere = page.path === here.path;
    const isAbove = page.path.endsWith('/index') && here.path.startsWith(page.path.slice(0, -'index'.length));
    const current = isHere ? ' aria-current="page"' : isAbove ? ' aria-current="true"' : '';
    return `<li><a href="${escapeHtml(relativeLink(here.path, `${page.path}.html`))}"${current}>${escapeHtml(page.title)}</a></li>`;
  });
  return `<section><h2>${escapeHtml(title)}</h2><ul>${rows.join('')}</ul></section>`;
}

/** The sections of the page, two levels deep; of a page with hardly any, nothing. */
function contentsOf(sections: readonly PageSection[]): string {
  const listed = sections.filter(({ depth }) => depth === 2 || depth === 3);
  if (listed.length < 2) return '<aside class="contents"></aside>';
  const rows = listed.map(
    ({ depth, slug, text }) => `<li class="depth-${depth}"><a href="#${slug}">${escapeHtml(text)}</a></li>`,
  );
  return `<aside class="contents"><nav aria-label="On this page"><h2>On this page</h2><ul>${rows.join('')}</ul></nav></aside>`;
}
