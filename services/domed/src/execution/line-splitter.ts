// Bytes become lines. A line ends at LF, CRLF or CR; bytes that are not UTF-8 become U+FFFD; a line longer than the
// limit is cut and says so, and what it costs in memory is bounded by the limit, not by what the skill prints (L11).
import { LIMITS } from '@dome/contracts';

export interface SplitLine {
  readonly text: string;
  readonly isTruncated: boolean;
}

export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(chunk: Uint8Array): SplitLine[];
  /** The last line, if bytes stand after the last line end. */
  end(): SplitLine[];
}

const lineFeed = 10;
const carriageReturn = 13;

export function createLineSplitter(lineBytesMax: number = LIMITS.logLineBytes): LineSplitter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let isCut = false;
  let isAfterReturn = false;

  const keep = (bytes: Uint8Array): void => {
    const room = lineBytesMax - keptBytes;
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (part.length < bytes.length) isCut = true;
    if (part.length === 0) return;
    kept.push(part);
    keptBytes += part.length;
  };
  const take = (): SplitLine => {
    const bytes = kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept);
    const whole = isCut ? bytes.subarray(0, wholeCharacters(bytes)) : bytes;
    const text = cutToBytes(decoder.decode(whole), lineBytesMax);
    const line = { text: text.text, isTruncated: isCut || text.isTruncated };
    kept = [];
    keptBytes = 0;
    isCut = false;
    return line;
  };

  return {
    push: (chunk) => {
      const lines: SplitLine[] = [];
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at];
        if (byte !== lineFeed && byte !== carriageReturn) {
          isAfterReturn = false;
          continue;
        }
        const isSecondHalf = byte === lineFeed && isAfterReturn && at === from;
        isAfterReturn = byte === carriageReturn;
        if (!isSecondHalf) {
          keep(chunk.subarray(from, at));
          lines.push(take());
        }
        from = at + 1;
      }
      // The chunk belongs to the stream that read it, which may fill it again.
      if (from < chunk.length) keep(Uint8Array.prototype.slice.call(chunk, from));
      return lines;
    },
    end: () => (keptBytes > 0 || isCut ? [take()] : []),
  };
}

const encoder = new TextEncoder();

/** At most `bytesMax` bytes of UTF-8, cut between characters. */
export function cutToBytes(text: string, bytesMax: number): SplitLine {
  // A UTF-16 unit is at most three bytes of UTF-8, so most lines need no count.
  if (text.length * 3 <= bytesMax || Buffer.byteLength(text) <= bytesMax) return { text, isTruncated: false };
  const { read } = encoder.encodeInto(text, new Uint8Array(bytesMax));
  return { text: text.slice(0, read), isTruncated: true };
}

/** How many of the bytes are whole characters: a cut may stand in the middle of the last one. */
function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > 0 && bytes.length - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length > bytes.length ? start : bytes.length;
}
