// Collects bytes that arrive in pieces, up to a limit. One buffer grows to hold them, so the cost depends on the bytes
// and not on the pieces: a million pieces of one byte cost the same as one piece of a million (L11). This module
// imports nothing, because a runner loads it while it starts.

/** A larger buffer is released once it has been read. */
const KEPT_CAPACITY = 65_536;
const FIRST_CAPACITY = 256;

export class GatheredBytes {
  readonly #bytesMax: number;
  #buffer = Buffer.alloc(0);
  #length = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get length(): number {
    return this.#length;
  }

  /** False if not all of it fits: then the beginning is kept. */
  append(bytes: Uint8Array): boolean {
    const room = this.#bytesMax - this.#length;
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#grow(this.#length + part.length);
    this.#buffer.set(part, this.#length);
    this.#length += part.length;
    return part.length === bytes.length;
  }

  /** The collected bytes; read them before the next `append`, after which they are gone. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    if (this.#buffer.length > KEPT_CAPACITY) this.#buffer = Buffer.alloc(0);
    return taken;
  }

  #grow(length: number): void {
    if (length <= this.#buffer.length) return;
    const capacity = Math.min(this.#bytesMax, Math.max(length, FIRST_CAPACITY, this.#buffer.length * 2));
    const grown = Buffer.alloc(capacity);
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}
