// The links of a site as a browser sees them, from its files alone: what the program that makes them thinks of them is not asked.
import { posix } from 'node:path';

/** @param files of the site by path; @returns `page → link` for each that leads nowhere */
export function linkFaults(files: ReadonlyMap<string, string>): string[] {
  const anchors = new Map<string, ReadonlySet<string>>();
  for (const [path, text] of files)
    if (path.endsWith('.html'))
      anchors.set(path, new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)));
  const isThere = (from: string, href: string): boolean => {
    const [target = '', fragment = ''] = href.split('#');
    const path = target === '' ? from : posix.join(posix.dirname(from), target);
    return files.has(path) && (fragment === '' || !path.endsWith('.html') || anchors.get(path)?.has(fragment) === true);
  };
  return [...files].flatMap(([path, text]) =>
    linksIn(path, text)
      .filter((href) => !/^[a-z]+:/.test(href) && !isThere(path, href))
      .map((href) => `${path} → ${href}`),
  );
}

function linksIn(path: string, text: string): string[] {
  if (path.endsWith('.html')) return [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, href = '']) => href);
  if (!/\.(md|txt)$/.test(path)) return [];
  const prose = text.replaceAll(/^\s*(`{3,}|~{3,})[^]*?^\s*\1/gm, '').replaceAll(/``.+?``|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = '']) => href);
}
