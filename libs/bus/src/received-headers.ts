// The headers of a message that came. The server takes any bytes for them, so reading them never throws: what the client's
// own reader throws, out of a getter and inside a callback, closes the reader of the whole connection, and a stored message
// does it again after every restart. So this one stands in its place, wherever the client reads a block of headers: also
// where it looks for the answer to a request, which no code of ours comes before.

import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { Msg, MsgHdrs } from '@nats-io/transport-node';

import { isHeaderName } from './wire-headers.ts';

const VERSION = 'NATS/1.0';
const LINE_END = '\r\n';
const VERSION_LINE = `${VERSION}${LINE_END}`;
/** Three digits, and a description behind a blank. */
const STATUS = /^[1-9]\d\d(?= |$)/;
const LINE_BREAK = /[\r\n]/;

/** What can be read of a block; the rest of it is left out. */
class ReceivedHeaders extends MsgHdrsImpl {
  readonly #isWhole: boolean;

  constructor(text: string) {
    const status = statusIn(text);
    super(status.code, status.description);
    this.#isWhole = readLines(text, this.headers) && status.isSound;
  }

  /** Looked for only where somebody asks: it costs more than the reading. */
  get isMalformed(): boolean {
    if (!this.#isWhole) return true;
    for (const [name, values] of this.headers) {
      if (!isHeaderName(name) || values.some((value) => LINE_BREAK.test(value))) return true;
    }
    return false;
  }
}

MsgHdrsImpl.decode = (block) =>
  new ReceivedHeaders(Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString());

/** Undefined for a message without headers. */
export function headersOf(message: Msg): MsgHdrs | undefined {
  return message.headers;
}

/** Of a block that stands somewhere else than in a message. */
export function headersIn(block: string): MsgHdrs {
  return new ReceivedHeaders(block);
}

/** Whether the block breaks the grammar of headers anywhere; what is sound of it can be read all the same. */
export function isMalformed(headers: MsgHdrs | undefined): boolean {
  return headers instanceof ReceivedHeaders && headers.isMalformed;
}

/** The last value of that name, which is the server's where it adds to what a publisher wrote; empty for none. */
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
 * Behind an end that stands too early as well: there the server wrote what it says of a stored message.
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
