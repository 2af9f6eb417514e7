import { stripVTControlCharacters, styleText } from 'node:util';

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

/** Columns that the text takes; colours take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of stripVTControlCharacters(text)) width += isWide(char.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Cut to a number of columns, with an ellipsis; a text with colours loses them where it is cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const char of stripVTControlCharacters(text)) {
    if (widthOf(kept + char) > width - 1) break;
    kept += char;
  }
  return `${kept}…`;
}

/** Control characters would move the cursor or ring the bell: what others wrote is shown, never obeyed. */
export function harmless(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the very characters that must go
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/g, '');
}

function isWide(code: number): boolean {
  return (
    (code >= 0x11_00 && code <= 0x11_5f) ||
    (code >= 0x2e_80 && code <= 0xa4_cf) ||
    (code >= 0xac_00 && code <= 0xd7_a3) ||
    (code >= 0xf9_00 && code <= 0xfa_ff) ||
    (code >= 0xfe_30 && code <= 0xfe_6f) ||
    (code >= 0xff_00 && code <= 0xff_60) ||
    (code >= 0x1_f3_00 && code <= 0x1_fa_ff)
  );
}
