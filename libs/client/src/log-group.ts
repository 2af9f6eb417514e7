// Groups of a log, as programs print them: a line opens one, and a line or the next group closes it.
export type GroupMark = { readonly kind: 'opens'; readonly title: string } | { readonly kind: 'closes' };

const OPENED = /^::group::(.*)$/;
const CLOSED = /^::endgroup::\s*$/;

/** Undefined for any other line. */
export function groupMarkOf(line: string): GroupMark | undefined {
  if (!line.startsWith('::')) return undefined;
  const [, title] = OPENED.exec(line) ?? [];
  if (title !== undefined) return { kind: 'opens', title: title.trim() };
  return CLOSED.test(line) ? { kind: 'closes' } : undefined;
}
