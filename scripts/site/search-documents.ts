// What the search of the site looks through: every section with its words. The index over it is made by the reader's browser when
// it first searches, which is smaller than an index on the wire and needs no request but that for a script.
import type { RenderedPage } from './render-markdown.ts';

interface SearchDocument {
  readonly id: number;
  readonly page: string;
  readonly heading: string;
  readonly url: string;
  readonly body: string;
}

/** Enough to find a section by its words and to show where they stand. */
const BODY_CHARS_MAX = 1_500;

export function searchDocuments(pages: readonly RenderedPage[]): SearchDocument[] {
  const sections = pages
    .filter(({ page }) => page.isSource !== true)
    .flatMap(({ page, sections: own }) => own.map((section) => ({ page, section })));
  return sections.map(({ page, section: { depth, slug, text, body } }, id) => ({
    id,
    page: page.title,
    heading: depth === 1 ? '' : text,
    url: `${page.path}.html${depth === 1 ? '' : `#${slug}`}`,
    body: body.slice(0, BODY_CHARS_MAX),
  }));
}

/** A script and not JSON, so that the policy of the pages may forbid all requests but those for scripts and styles. */
export function searchScript(pages: readonly RenderedPage[]): string {
  return `globalThis.domeDocuments = ${JSON.stringify(searchDocuments(pages))};\n`;
}
