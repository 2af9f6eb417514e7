// Frames on the channel between the daemon and a runner: one JSON value per line. Bounded in bytes, and linear in the
// input, because untrusted code is behind a runner. Both ends load it, so it imports next to nothing.
import { GatheredBytes } from '../console/gathered-bytes.ts';

export interface FrameSplitter {
  /** The frames that these bytes complete; `undefined` stands for a frame over the limit, and is the last one. */
  push(chunk: Uint8Array): Generator<string | undefined, void>;
}

const LINE_FEED = 10;

export function createFrameSplitter(frameBytesMax: number): FrameSplitter {
  const gathered = new GatheredBytes(frameBytesMax);
  return {
    push: function* (chunk) {
      for (let from = 0; from < chunk.length;) {
        const end = chunk.indexOf(LINE_FEED, from);
        if (!gathered.append(chunk.subarray(from, end === -1 ? chunk.length : end))) return yield undefined;
        if (end === -1) return;
        yield gathered.take().toString('utf8');
        from = end + 1;
      }
    },
  };
}

/** JSON contains no bare line end, so the one after it ends the frame. */
export function frameOf(message: object): string {
  return `${JSON.stringify(message)}\n`;
}
