// The newest messages, bounded in number and in bytes. Each has a place that it keeps, however many are dropped before it. Pure.
import type { StoredMessage } from '@dome/bus/portable';

export interface RingBounds {
  readonly messages: number;
  readonly bytes: number;
}

export class MessageRing {
  readonly #bounds: RingBounds;
  readonly #kept: (StoredMessage | undefined)[];
  #first = 0;
  #end = 0;
  #bytes = 0;
  readonly #onDrop: (message: StoredMessage, place: number) => void;

  /** @param onDrop called with each message that makes room for a newer one */
  constructor(bounds: RingBounds, onDrop: (message: StoredMessage, place: number) => void = () => undefined) {
    this.#bounds = bounds;
    this.#onDrop = onDrop;
    this.#kept = Array.from({ length: bounds.messages });
  }

  /** The place of the oldest one. */
  get first(): number {
    return this.#first;
  }

  /** The place behind the newest one. */
  get end(): number {
    return this.#end;
  }

  get bytes(): number {
    return this.#bytes;
  }

  at(place: number): StoredMessage | undefined {
    return place < this.#first || place >= this.#end ? undefined : this.#kept[place % this.#bounds.messages];
  }

  push(message: StoredMessage): void {
    if (this.#end - this.#first === this.#bounds.messages) this.#drop();
    this.#kept[this.#end % this.#bounds.messages] = message;
    this.#end += 1;
    this.#bytes += message.payload.byteLength;
    // The newest one is kept, however large it is.
    while (this.#bytes > this.#bounds.bytes && this.#end - this.#first > 1) this.#drop();
  }

  #drop(): void {
    const at = this.#first % this.#bounds.messages;
    const dropped = this.#kept[at];
    this.#bytes -= dropped?.payload.byteLength ?? 0;
    this.#kept[at] = undefined;
    if (dropped !== undefined) this.#onDrop(dropped, this.#first);
    this.#first += 1;
  }
}
