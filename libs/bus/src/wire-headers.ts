// Headers that are encoded once and sent as they are: filling and encoding the client's own map of arrays costs more than
// the rest of a publish.

import { DomeError } from '@dome/contracts/portable';
import { MsgHdrsImpl } from '@nats-io/nats-core';

const NAME_PATTERN = /^[!-9;-~]+$/;
export const LINE_BREAK = /[\r\n]/;
export const VERSION = 'NATS/1.0';
export const LINE_END = '\r\n';
export const VERSION_LINE = `${VERSION}${LINE_END}`;

export function isHeaderName(name: string): boolean {
  return NAME_PATTERN.test(name);
}

/** @throws INVALID_REQUEST for a name or value that would start another line */
export function headerLine(name: string, value: string): string {
  if (!isHeaderName(name)) throw cannotBeSent(name);
  return ownHeaderLine(name, value);
}

/**
 * For a name in our own table.
 * @throws INVALID_REQUEST for a value that would start another line
 */
export function ownHeaderLine(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw cannotBeSent(name);
  return `${name}: ${value}${LINE_END}`;
}

function cannotBeSent(name: string): DomeError {
  return new DomeError('INVALID_REQUEST', {
    detail: `The header ${JSON.stringify(name)} cannot be sent: a name has no space or colon, a value no line break.`,
  });
}

/** A whole block of lines. */
export function headerBlock(lines: string): string {
  return `${VERSION_LINE}${lines}${LINE_END}`;
}

/** A block that is written already, as the client takes headers. */
export class ReadyHeaders extends MsgHdrsImpl {
  readonly #bytes: Uint8Array;

  constructor(block: string) {
    super();
    this.#bytes = Buffer.from(block);
  }

  get byteLength(): number {
    return this.#bytes.length;
  }

  override encode(): Uint8Array {
    return this.#bytes;
  }
}

/** @throws INVALID_REQUEST */
export function readyHeaders(pairs: readonly (readonly [name: string, value: string])[]): ReadyHeaders {
  return new ReadyHeaders(headerBlock(pairs.map(([name, value]) => headerLine(name, value)).join('')));
}
