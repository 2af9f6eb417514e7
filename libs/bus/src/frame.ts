// Messages of the client protocol written one after another into one piece of memory. The client makes five small ones
// for each message and copies them together before it writes; half of what a small message costs is that.

/** What a frame holds at most; a larger message goes alone. */
export const FRAME_BYTES_MAX = 262_144;

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
/** Of UTF-8, for one code unit of a string. */
const BYTES_PER_UNIT_MAX = 3;
/** Verb, lengths, spaces and line ends. */
const FIXED_BYTES_MAX = 64;

export interface Framed {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** Empty for none. */
  readonly reply: string;
  /** The whole block with its version line and its empty line; empty for none. */
  readonly header: string;
  readonly headerBytes: number;
}

/** Enough memory for the message, whatever letters it has. */
export function frameBytesOf({ subject, payload, reply, header }: Framed): number {
  return FIXED_BYTES_MAX + BYTES_PER_UNIT_MAX * (subject.length + reply.length + header.length) + payload.length;
}

export class Frame {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafe(bytes);
  }

  get isEmpty(): boolean {
    return this.#at === 0;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  hasRoom(bytes: number): boolean {
    return this.#at + bytes <= this.#buffer.length;
  }

  /** The caller has checked the subjects, and that there is room. */
  add({ subject, payload, reply, header, headerBytes }: Framed): void {
    const to = reply === '' ? subject : `${subject} ${reply}`;
    const text =
      header === ''
        ? `PUB ${to} ${payload.length}\r\n`
        : `HPUB ${to} ${headerBytes} ${headerBytes + payload.length}\r\n${header}`;
    const buffer = this.#buffer;
    const at = this.#at + buffer.write(text, this.#at);
    buffer.set(payload, at);
    const end = at + payload.length;
    buffer[end] = CARRIAGE_RETURN;
    buffer[end + 1] = LINE_FEED;
    this.#at = end + 2;
  }
}
