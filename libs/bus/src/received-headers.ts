// The headers of a message that came, read once and without checking each character of each name again: the server took
// them, and the client's own reader costs more than all the rest of receiving a message. It also throws at a name that it
// would not write, and whatever throws where a message is heard ends the hearing. So nothing here throws: a block is read
// as far as it can be, and what is wrong with it is told to whoever asks.

import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { Msg, MsgHdrs } from '@nats-io/transport-node';

import { isHeaderName } from './wire-headers.ts';

const VERSION = 'NATS/1.0';
const LINE_END = '\r\n';
const VERSION_LINE = `${VERSION}${LINE_END}`;
const DECIMAL = 10;

/** Undefined for a message without headers. Lines that are no headers are left out. */
export function headersOf(message: Msg): MsgHdrs | undefined {
  const block = blockOf(message);
  return block === undefined ? undefined : headersIn(block);
}

/** What a strict reader would not take, in words that end a sentence; undefined for headers that hold, or none. */
export function headerFault(message: Msg): string | undefined {
  const block = blockOf(message);
  if (block === undefined) return undefined;
  if (!block.startsWith(VERSION_LINE)) return `they begin with no ${VERSION} of their own`;
  for (const line of linesOf(block)) {
    const colon = line.indexOf(':');
    if (colon < 0) return 'a line has no colon';
    if (!isHeaderName(line.slice(0, colon))) return 'a name is empty, or holds a blank or a control character';
  }
  return undefined;
}

/** The last value of that name, which is the server's where it adds to what a publisher wrote; empty for none. */
export function lastHeader(headers: MsgHdrs | undefined, name: string): string {
  if (headers instanceof MsgHdrsImpl) return headers.headers.get(name)?.at(-1) ?? '';
  return headers?.last(name) ?? '';
}

/** The block stands before the payload in the same memory. */
function blockOf(message: Msg): string | undefined {
  const { data, subject, reply = '' } = message;
  // The client's own type does not show it.
  const size: unknown = 'size' in message && typeof message.size === 'function' ? message.size() : 0;
  const bytes = Number(size) - Buffer.byteLength(subject) - Buffer.byteLength(reply) - data.length;
  if (bytes <= 0 || bytes > data.byteOffset) return undefined;
  return Buffer.from(data.buffer, data.byteOffset - bytes, bytes).toString();
}

/** Of a block as it is stored. */
export function headersIn(block: string): MsgHdrs {
  const made = block.startsWith(VERSION_LINE) ? new MsgHdrsImpl() : statusIn(block);
  for (const line of linesOf(block)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    const others = made.headers.get(name);
    if (others === undefined) made.headers.set(name, [value]);
    else others.push(value);
  }
  return made;
}

/** `NATS/1.0 404 No Messages`: a word of the server about a request. */
function statusIn(block: string): MsgHdrsImpl {
  const end = block.indexOf(LINE_END);
  const first = (end < 0 ? block : block.slice(0, end)).trim();
  if (!first.startsWith(`${VERSION} `)) return new MsgHdrsImpl();
  const status = first.slice(VERSION.length).trim();
  const code = Number.parseInt(status, DECIMAL);
  if (!Number.isSafeInteger(code) || code < 1) return new MsgHdrsImpl();
  return new MsgHdrsImpl(code, status.slice(String(code).length).trim());
}

/** Those after the first, up to the empty one that ends the block. */
function* linesOf(block: string): Generator<string> {
  const first = block.indexOf(LINE_END);
  for (let at = first < 0 ? block.length : first + LINE_END.length; at < block.length;) {
    const end = block.indexOf(LINE_END, at);
    if (end < 0 || end === at) return;
    yield block.slice(at, end);
    at = end + LINE_END.length;
  }
}
