// The Markdown of summaries, read into blocks: headings, paragraphs, lists, tables, quotations and code. What it does not know
// stays text: there is no HTML in it, and an address is a link only if it leads to the web. Each pattern takes time that
// grows with the text and no faster, whatever a skill wrote. Pure.
export type MarkdownBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly MarkdownBlock[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'rule' };

interface ListItem {
  readonly text: string;
  /** Lists inside it. */
  readonly blocks: readonly MarkdownBlock[];
}

export type MarkdownSpan =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis' | 'struck'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const FENCE = /^\s{0,3}(```+|~~~+)/;
const HEADING = /^\s{0,3}(#{1,6})\s+(.*)$/;
const ITEM = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const RULE = /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const DIVIDER = /^\|?\s*:?-+:?(?:\s*\|\s*:?-+:?)*\s*\|?$/;
/** Quotations in quotations. */
const DEPTH_MAX = 8;

export function markdownBlocks(text: string, depth = 0): MarkdownBlock[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: MarkdownBlock[] = [];
  for (let at = 0; at < lines.length;) {
    const { block, next } = blockAt(lines, at, depth);
    if (block !== undefined) blocks.push(block);
    at = next;
  }
  return blocks;
}

interface Taken {
  readonly block?: MarkdownBlock;
  readonly next: number;
}

function blockAt(lines: readonly string[], at: number, depth: number): Taken {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { next: at + 1 };
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return codeAt(lines, at, fence);
  const [, marks = '', title] = HEADING.exec(line) ?? [];
  if (title !== undefined) return { block: { kind: 'heading', level: marks.length, text: title.trim() }, next: at + 1 };
  if (RULE.test(line)) return { block: { kind: 'rule' }, next: at + 1 };
  if (ITEM.test(line)) return listAt(lines, at);
  if (QUOTE.test(line) && depth < DEPTH_MAX) {
    const next = behind(lines, at, (one) => QUOTE.test(one));
    const inner = lines.slice(at, next).map((one) => QUOTE.exec(one)?.[1] ?? '');
    return { block: { kind: 'quote', blocks: markdownBlocks(inner.join('\n'), depth + 1) }, next };
  }
  if (line.includes('|') && DIVIDER.test((lines[at + 1] ?? '').trim())) return tableAt(lines, at);
  const next = Math.max(
    at + 1,
    behind(lines, at + 1, (one) => one.trim() !== '' && !beginsBlock(one)),
  );
  return { block: { kind: 'paragraph', text: lines.slice(at, next).join('\n').trim() }, next };
}

const beginsBlock = (line: string): boolean => [FENCE, HEADING, ITEM, QUOTE, RULE].some((one) => one.test(line));

/** The first line from there on for which the claim does not hold. */
function behind(lines: readonly string[], from: number, holds: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && holds(lines[at] ?? '')) at += 1;
  return at;
}

function codeAt(lines: readonly string[], at: number, fence: string): Taken {
  const end = behind(lines, at + 1, (line) => !line.trim().startsWith(fence));
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 };
}

function tableAt(lines: readonly string[], at: number): Taken {
  const next = behind(lines, at + 2, (line) => line.includes('|'));
  const [head = [], , ...rows] = lines.slice(at, next).map(cellsOf);
  return { block: { kind: 'table', head, rows: rows.map((row) => head.map((_, index) => row[index] ?? '')) }, next };
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

interface Bullet {
  readonly indent: number;
  readonly isOrdered: boolean;
  text: string;
}

function listAt(lines: readonly string[], at: number): Taken {
  const bullets: Bullet[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const [, indent = '', number, text] = RULE.test(line) ? [] : (ITEM.exec(line) ?? []);
    const last = bullets.at(-1);
    if (text !== undefined) bullets.push({ indent: indent.length, isOrdered: number !== undefined, text });
    else if (last !== undefined && /^\s+\S/.test(line)) last.text += `\n${line.trim()}`;
    else break;
  }
  return { block: listOf(bullets), next };
}

/** What is further in than the first belongs to the one before it. */
function listOf(bullets: readonly Bullet[]): MarkdownBlock {
  const [first] = bullets;
  const items: { text: string; inner: Bullet[] }[] = [];
  for (const bullet of bullets) {
    const last = items.at(-1);
    if (last !== undefined && bullet.indent > (first?.indent ?? 0) + 1) last.inner.push(bullet);
    else items.push({ text: bullet.text, inner: [] });
  }
  return {
    kind: 'list',
    isOrdered: first?.isOrdered ?? false,
    items: items.map(({ text, inner }) => ({ text, blocks: inner.length === 0 ? [] : [listOf(inner)] })),
  };
}

const SPAN =
  /`([^`]+)`|\*\*([^*\s](?:[^*]*[^*\s])?)\*\*|~~([^~]+)~~|(?<![\w*])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?![\w*])|!?\[([^\]]{0,500})\]\(([^)\s]{1,2000})\)|(https?:\/\/[^\s<>()]{1,2000}[^\s<>().,;:!?])/g;

/** What a line says, without its marks: for places that hold nothing but text. */
export const plainLine = (line: string): string =>
  markdownSpans(line.replace(/^(?:[-*+]|#{1,6}) /, ''))
    .map(({ text }) => text)
    .join('');

export function markdownSpans(text: string): MarkdownSpan[] {
  const spans: MarkdownSpan[] = [];
  let at = 0;
  const add = (span: MarkdownSpan): void => void (span.text !== '' && spans.push(span));
  for (const match of text.matchAll(SPAN)) {
    add({ kind: 'text', text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    add(spanOf(match));
  }
  add({ kind: 'text', text: text.slice(at) });
  return spans;
}

function spanOf([whole, code, strong, struck, emphasis, label, target, bare]: readonly (
  | string
  | undefined
)[]): MarkdownSpan {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (struck !== undefined) return { kind: 'struck', text: struck };
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  const href = target ?? bare ?? '';
  const says = label === undefined || label === '' ? href : label;
  if (/^https?:\/\//i.test(href)) return { kind: 'link', text: says, href };
  return { kind: 'text', text: whole ?? '' };
}
