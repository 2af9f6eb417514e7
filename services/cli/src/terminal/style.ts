import { stripVTControlCharacters, styleText } from 'node:util';

import stringWidth from 'string-width';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta' | 'gray';
export type Paint = (style: Style, text: string) => string;
export type ColorMode = 'auto' | 'always' | 'never';

export const plain: Paint = (_, text) => text;

/** `auto` obeys NO_COLOR, FORCE_COLOR, TERM and whether the stream is a terminal, as Node does. */
export function paintFor(stream: NodeJS.WritableStream, mode: ColorMode): Paint {
  if (mode === 'never') return plain;
  const options = mode === 'always' ? { validateStream: false } : { stream };
  return (style, text) => (text === '' ? '' : styleText(style, text, options));
}

/** Columns that the text takes on a terminal; colours take none. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

const characters = new Intl.Segmenter();

/** Cut to a number of columns, with an ellipsis; a text with colours loses them where it is cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let columns = 0;
  // Cuts between graphemes: half of a flag or of a family would be another picture.
  for (const { segment } of characters.segment(stripVTControlCharacters(text))) {
    columns += widthOf(segment);
    if (columns > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Control characters would move the cursor or ring the bell: text from others is shown, never obeyed. */
export function harmless(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the very characters that must go
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/g, '');
}

/** The same in one line: a line end in a title of others would begin a line that looks like one of ours. */
export const oneLine = (text: string): string => harmless(text).replaceAll(/\s+/g, ' ').trim();
