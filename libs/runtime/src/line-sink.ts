// Writes log lines to a descriptor, in order, many in one write, without blocking the process. A reader may be slow,
// stalled or gone: that may cost lines, never the process its time. When the process ends, a reader that is gone costs
// nothing more; one that is stalled is waited for, because a blocking descriptor leaves no choice.
//
// sonic-boom 4.2.1, which pino writes with by default, cannot take its place: its last flush repeats a write after every
// error, so a process whose reader is gone, or whose descriptor takes nothing, never ends. Two tests of this file show it.

import { write, writeSync } from 'node:fs';

export interface LineSink {
  write(line: string): void;
  /** Writes everything left, synchronously: for the end of the process. */
  flush(): void;
}

/** Characters that may wait for a stalled reader; anything beyond is dropped and counted. */
const WAITING_CHARS_MAX = 4 * 1_048_576;
const AGAIN_MS = 50;
const FLUSH_MS = 1_000;
const PAUSE_MS = 5;
const AGAIN_CODES: readonly unknown[] = ['EAGAIN', 'EBUSY', 'EINTR'];

/** @param droppedLine what is written in place of the lines dropped */
export function createLineSink(fd: number, droppedLine: (count: number) => string): LineSink {
  return new DescriptorSink(fd, droppedLine);
}

class DescriptorSink implements LineSink {
  readonly #fd: number;
  readonly #droppedLine: (count: number) => string;
  #waiting = '';
  #dropped = 0;
  /** Taken from the pending lines and not fully written yet. */
  #rest: Buffer | undefined;
  #isUnderWay = false;
  #isGone = false;

  constructor(fd: number, droppedLine: (count: number) => string) {
    this.#fd = fd;
    this.#droppedLine = droppedLine;
  }

  write(line: string): void {
    if (this.#isGone) return;
    if (this.#waiting.length + line.length > WAITING_CHARS_MAX) {
      this.#dropped++;
      return;
    }
    this.#waiting += line;
    this.#begin();
  }

  flush(): void {
    if (this.#isGone) return;
    // The write finishes in another thread; nothing may overtake it.
    if (this.#isUnderWay) pause(PAUSE_MS);
    else this.#waiting = `${this.#rest?.toString() ?? ''}${this.#waiting}`;
    let bytes = this.#take();
    const until = performance.now() + FLUSH_MS;
    while (bytes.length > 0) {
      try {
        bytes = bytes.subarray(writeSync(this.#fd, bytes));
      } catch (error) {
        if (!isAgain(error) || performance.now() > until) return;
        pause(PAUSE_MS);
      }
    }
  }

  #begin(): void {
    if (this.#rest !== undefined || this.#waiting === '') return;
    this.#rest = this.#take();
    this.#send(this.#rest);
  }

  #take(): Buffer {
    const dropped = this.#dropped === 0 ? '' : this.#droppedLine(this.#dropped);
    const bytes = Buffer.from(this.#waiting + dropped);
    this.#waiting = '';
    this.#dropped = 0;
    return bytes;
  }

  #send(bytes: Buffer): void {
    this.#isUnderWay = true;
    write(this.#fd, bytes, (error, written) => {
      this.#isUnderWay = false;
      if (error !== null && isAgain(error)) setTimeout(() => this.#send(bytes), AGAIN_MS);
      else if (error !== null) this.#giveUp();
      else this.#sent(bytes.subarray(written));
    });
  }

  #sent(rest: Buffer): void {
    this.#rest = rest.length === 0 ? undefined : rest;
    if (this.#rest === undefined) this.#begin();
    else this.#send(rest);
  }

  /** The reader is gone for good. */
  #giveUp(): void {
    this.#isGone = true;
    this.#waiting = '';
    this.#rest = undefined;
  }
}

function isAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && AGAIN_CODES.includes(error.code);
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
