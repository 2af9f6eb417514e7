// The line of a document that a fault is about, with a caret under the place.
import { harmless, widthOf } from '../terminal/style.ts';

export interface TextPlace {
  /** Both from 1; the column in UTF-16 code units, as editors count. */
  readonly line: number;
  readonly column: number;
}

/** Columns for text where the terminal leaves more, or nobody says how wide it is. */
const WIDTH_MAX = 120;
const GUTTER = 9;
/** Of a line that is cut, what stands before the place. */
const BEFORE_SHARE = 1 / 3;

/** The line before it, the line itself and the caret; nothing where the text has no such line, or an empty one. */
export function excerptLines(text: string, { line, column }: TextPlace, width: number): string[] {
  const lines = text.split(/\r?\n/);
  const own = lines[line - 1];
  if (own === undefined || own.trim() === '') return [];
  const room = Math.max(GUTTER, Math.min(width - GUTTER, WIDTH_MAX));
  const before = lines[line - 2];
  const { shown, caret } = windowOf(own, column - 1, room);
  return [
    ...(before === undefined || before.trim() === '' ? [] : [rowOf(line - 1, windowOf(before, 0, room).shown)]),
    rowOf(line, shown),
    `${' '.repeat(GUTTER - 2)}│ ${' '.repeat(caret)}^`,
  ];
}

const rowOf = (line: number, content: string): string => `${String(line).padStart(GUTTER - 3)} │ ${content}`.trimEnd();

/** As much of a line as fits around the offset, and the column on the screen that the offset has in it. */
function windowOf(content: string, offset: number, room: number): { shown: string; caret: number } {
  const start = content.length <= room ? 0 : Math.max(0, offset - Math.floor(room * BEFORE_SHARE));
  const head = screenText(content.slice(start, offset).toWellFormed());
  const before = start === 0 ? head : `…${head}`;
  const tail = screenText(content.slice(offset, offset + room).toWellFormed());
  const after = cutAfter(tail, room - widthOf(before), offset + room < content.length);
  return { shown: `${before}${after}`, caret: widthOf(before) };
}

/** A tab would stand as wide as the terminal likes. */
const screenText = (text: string): string => harmless(text.replaceAll('\t', '  '));

const characters = new Intl.Segmenter();

function cutAfter(text: string, width: number, isCut: boolean): string {
  if (!isCut && widthOf(text) <= width) return text;
  let kept = '';
  let columns = 0;
  for (const { segment } of characters.segment(text)) {
    columns += widthOf(segment);
    if (columns > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
