// A page of the site: Markdown with a place. What is written by hand and what is generated are alike from here on.
export interface SitePage {
  /** In the site, without its ending, such as `reference/errors`; the folder of a page never changes. */
  readonly path: string;
  readonly title: string;
  readonly markdown: string;
  /** The file in the repository whose links are relative to it; absent for what is generated, whose links are of the site. */
  readonly source?: string;
  /** One sentence for lists of pages. */
  readonly says?: string;
  /** A page that other pages link to, but no list shows: the source of a file. */
  readonly isSource?: boolean;
}

export interface PageGroup {
  readonly title: string;
  readonly pages: readonly SitePage[];
}

/** From one page to another, so that the site may stand in any folder. */
export function relativeLink(from: string, to: string): string {
  const below = from.split('/').slice(0, -1);
  const target = to.split('/');
  let shared = 0;
  while (shared < below.length && shared < target.length - 1 && below[shared] === target[shared]) shared += 1;
  return [...below.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
}

/** The first `# ` of a document, without its marks. */
export function titleOf(markdown: string): string {
  return (/^# (.+)$/m.exec(markdown)?.[1] ?? '').replaceAll('`', '');
}

/** The first sentence below the title, in whose place may stand a list, a table, a picture or code. */
export function leadOf(markdown: string): string {
  const [paragraph = ''] = (/^# .+\n+([^]*)/m.exec(markdown)?.[1] ?? '').split('\n\n');
  if (/^([#|>!]|- |```)/.test(paragraph)) return '';
  const plain = paragraph
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.+?[.:?](?= |$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}
