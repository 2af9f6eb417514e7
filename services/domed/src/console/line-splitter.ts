// Splits bytes into lines. A line ends at LF, CRLF or CR; bytes that are not UTF-8 become U+FFFD; a line longer than
// the limit is cut and marked. Memory is bounded by the limit, not by what the skill prints (L11).
import { LIMITS } from '@dome/contracts';

import { GatheredBytes } from './gathered-bytes.ts';

export interface SplitLine {
  readonly text: string;
  readonly isTruncated: boolean;
}

export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(chunk: Uint8Array): SplitLine[];
  /** The last line, if there are bytes after the last line end. */
  end(): SplitLine[];
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export function createLineSplitter(lineBytesMax: number = LIMITS.logLineBytes): LineSplitter {
  const kept = new GatheredBytes(lineBytesMax);
  let isCut = false;
  let isAfterReturn = false;

  const keep = (bytes: Uint8Array): void => {
    if (!kept.append(bytes)) isCut = true;
  };
  const take = (): SplitLine => {
    if (kept.length === 0) return EMPTY;
    const bytes = kept.take();
    const text = cutToBytes(bytes.toString('utf8', 0, isCut ? wholeCharacters(bytes) : bytes.length), lineBytesMax);
    const isTruncated = isCut || text.isTruncated;
    isCut = false;
    return { text: text.text, isTruncated };
  };

  return {
    push: (chunk) => {
      const lines: SplitLine[] = [];
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at];
        if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
          isAfterReturn = false;
          continue;
        }
        const isSecondHalf = byte === LINE_FEED && isAfterReturn && at === from;
        isAfterReturn = byte === CARRIAGE_RETURN;
        if (!isSecondHalf) {
          if (at > from) keep(chunk.subarray(from, at));
          lines.push(take());
        }
        from = at + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
      return lines;
    },
    end: () => (kept.length > 0 ? [take()] : []),
  };
}

const EMPTY: SplitLine = { text: '', isTruncated: false };

const encoder = new TextEncoder();

/** At most `bytesMax` bytes of UTF-8, cut between characters. */
export function cutToBytes(text: string, bytesMax: number): SplitLine {
  // A UTF-16 unit is at most three bytes of UTF-8, so most lines need no count.
  if (text.length * 3 <= bytesMax || Buffer.byteLength(text) <= bytesMax) return { text, isTruncated: false };
  const { read } = encoder.encodeInto(text, new Uint8Array(bytesMax));
  return { text: text.slice(0, read), isTruncated: true };
}

/** How many of the bytes form whole characters: a cut may fall in the middle of the last one. */
export function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > 0 && bytes.length - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length > bytes.length ? start : bytes.length;
}
