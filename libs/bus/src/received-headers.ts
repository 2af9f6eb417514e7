// The headers of a received message. The server accepts any bytes for them, so reading them never throws: an exception of
// the client's own reader, from a getter inside a callback, ends the reader of the whole connection, and a stored message
// does it again after every restart. So this reader replaces it wherever the client parses headers, even where the client
// looks for the answer to a request before any code of ours runs.

import { MsgHdrsImpl } from '@nats-io/nats-core';
import type { Msg, MsgHdrs } from '@nats-io/nats-core';

import { isHeaderName, LINE_BREAK, LINE_END, VERSION, VERSION_LINE } from './wire-headers.ts';

/** Three digits, and a description after a blank. */
const STATUS = /^[1-9]\d\d(?= |$)/;

/** What can be read of a block; the rest is left out. */
class ReceivedHeaders extends MsgHdrsImpl {
  readonly #isWhole: boolean;

  constructor(text: string) {
    const status = statusIn(text);
    super(status.code, status.description);
    this.#isWhole = readLines(text, this.headers) && status.isSound;
  }

  /** Checked only on demand: it costs more than the reading. */
  get isMalformed(): boolean {
    if (!this.#isWhole) return true;
    for (const [name, values] of this.headers) {
      if (!isHeaderName(name) || values.some((value) => LINE_BREAK.test(value))) return true;
    }
    return false;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

MsgHdrsImpl.decode = (block) => new ReceivedHeaders(decoder.decode(block));

/** Undefined for a message without headers. */
export function headersOf(message: Msg): MsgHdrs | undefined {
  return message.headers;
}

/** From a block that is not in a message. */
export function headersIn(block: string): MsgHdrs {
  return new ReceivedHeaders(block);
}

/** Whether the block breaks the grammar of headers anywhere; its valid part can be read all the same. */
export function isMalformed(headers: MsgHdrs | undefined): boolean {
  return headers instanceof ReceivedHeaders && headers.isMalformed;
}

/** The first value of that name in any case: other languages write header names as they like. */
export function headerOf(headers: MsgHdrs | undefined, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = headers?.keys().find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : headers?.get(found);
}

/** The last value of that name, which is the server's if it adds to what a publisher wrote; empty if there is none. */
export function lastHeader(headers: MsgHdrs | undefined, name: string): string {
  if (headers instanceof MsgHdrsImpl) return headers.headers.get(name)?.at(-1) ?? '';
  return headers?.last(name) ?? '';
}

interface StatusLine {
  readonly code: number;
  readonly description: string;
  readonly isSound: boolean;
}

const NO_STATUS: StatusLine = { code: 0, description: '', isSound: true };
const UNSOUND: StatusLine = { ...NO_STATUS, isSound: false };

function statusIn(text: string): StatusLine {
  if (text.startsWith(VERSION_LINE)) return NO_STATUS;
  if (!text.startsWith(VERSION)) return UNSOUND;
  const end = text.indexOf(LINE_END);
  const words = text.slice(VERSION.length, end < 0 ? text.length : end).trim();
  if (words === '') return NO_STATUS;
  const [code] = STATUS.exec(words) ?? [];
  if (code === undefined) return UNSOUND;
  return { code: Number(code), description: words.slice(code.length).trim(), isSound: true };
}

/**
 * Reads past an end that comes too early as well: the server writes there what it adds to a stored message.
 * @returns whether each line had a name and the block an end
 */
function readLines(text: string, into: Map<string, string[]>): boolean {
  let isWhole = true;
  const first = text.indexOf(LINE_END);
  for (let at = first < 0 ? text.length : first + LINE_END.length; at < text.length;) {
    const end = text.indexOf(LINE_END, at);
    if (end < 0) return false;
    if (end === at && end + LINE_END.length === text.length) return isWhole;
    const line = text.slice(at, end);
    const colon = line.indexOf(':');
    if (colon < 1) isWhole = false;
    else {
      const name = line.slice(0, colon);
      const value = line.slice(colon + 1).trim();
      const others = into.get(name);
      if (others === undefined) into.set(name, [value]);
      else others.push(value);
    }
    at = end + LINE_END.length;
  }
  return false;
}
