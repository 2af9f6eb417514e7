// Places for the writes in flight. A place has one reply subject, used again when its one answer has come: the memory of a
// busy publisher does not grow and move with every write, and the broker meets subjects that it knows.
//
// The law: an answer counts only for the write that it was asked for. A place that was left with an answer outstanding gets
// another reply subject, so that the late answer finds nobody.

import type { Flight } from './flight.ts';

export class Window {
  readonly #prefix: string;
  readonly #max: number;
  readonly #places: (Flight | undefined)[] = [];
  readonly #replies: string[] = [];
  /** The last one left is the first taken: recently used ones stay in the caches of both sides. */
  readonly #free: number[] = [];
  #taken = 0;
  #renamed = 0;

  /** @param prefix what the reply subjects begin with; one token follows */
  constructor(prefix: string, max: number) {
    this.#prefix = prefix;
    this.#max = max;
  }

  get size(): number {
    return this.#taken;
  }

  get isFull(): boolean {
    return this.#taken >= this.#max;
  }

  /** The caller has seen that it is not full. */
  take(flight: Flight): void {
    const place = this.#free.pop() ?? this.#open();
    flight.place = place;
    flight.reply = this.#replies[place] ?? this.#rename(place);
    this.#places[place] = flight;
    this.#taken += 1;
  }

  /** The write that waits for an answer on that subject. */
  waitingOn(reply: string): Flight | undefined {
    // Digits up to the dash, if there is one.
    const flight = this.#places[Number.parseInt(reply.slice(this.#prefix.length), 10)];
    return flight?.reply === reply ? flight : undefined;
  }

  leave(flight: Flight): void {
    const { place } = flight;
    this.#places[place] = undefined;
    this.#free.push(place);
    this.#taken -= 1;
    if (flight.answers !== flight.sends) this.#rename(place);
  }

  /** A copy, in the order in which they were first sent. */
  inOrder(): Flight[] {
    return this.#places.filter((flight) => flight !== undefined).toSorted((a, b) => a.number - b.number);
  }

  #open(): number {
    this.#replies.push(`${this.#prefix}${this.#places.length}`);
    return this.#places.push(undefined) - 1;
  }

  #rename(place: number): string {
    this.#renamed += 1;
    return (this.#replies[place] = `${this.#prefix}${place}-${this.#renamed}`);
  }
}
