// Text files are UTF-8. A decoder that replaces unknown bytes would turn another encoding into a document that is still
// valid and says something else, so the encoding is detected and named instead.
import { refused } from './fault.ts';
import type { DocumentRefused } from './fault.ts';

export type DecodedText = { readonly ok: true; readonly text: string } | DocumentRefused;

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const latin = new TextDecoder('windows-1252');

/** The text without a byte order mark, or the name of its encoding. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return refused({ message: `is ${wide}, not UTF-8`, hint: HINT });
  try {
    return { ok: true, text: strict.decode(bytes) };
  } catch (cause) {
    return refused({ ...firstForeign(bytes), hint: HINT, cause });
  }
}

const HINT = 'Save the file as UTF-8.';

/** By its byte order mark, or by the zeros that the first character has in a two-byte encoding. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  if (isLittle && third === 0 && fourth === 0) return 'UTF-32';
  if (isLittle || (first !== undefined && first !== 0 && second === 0)) return 'UTF-16 (little endian)';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) {
    return 'UTF-16 (big endian)';
  }
  return undefined;
}

const NEWLINE = 0x0a;

function firstForeign(bytes: Uint8Array): { message: string; line: number; column: number } {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    const row = bytes.subarray(start, end === -1 ? bytes.length : end);
    const found = foreignIn(row);
    if (found !== undefined) return { message: foreignWords(found.byte), line, column: found.column };
    start += row.length + 1;
  }
  // Text that ends in the middle of a character.
  return { message: 'is not UTF-8', line, column: 1 };
}

/** The first byte that is no part of a character: where the text, encoded again, differs from the bytes. */
function foreignIn(row: Uint8Array): { column: number; byte: number } | undefined {
  let at = 0;
  let column = 1;
  for (const char of lenient.decode(row)) {
    const written = Buffer.from(char);
    if (!written.equals(row.subarray(at, at + written.length))) return { column, byte: row[at] ?? 0 };
    at += written.length;
    column += char.length;
  }
  return undefined;
}

function foreignWords(byte: number): string {
  const hex = byte.toString(16).toUpperCase().padStart(2, '0');
  return `is not UTF-8: the byte 0x${hex} would be ${JSON.stringify(latin.decode(Uint8Array.of(byte)))} in Latin-1`;
}
