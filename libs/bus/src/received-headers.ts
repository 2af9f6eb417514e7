// The headers of a message that came, read once and without checking each character of each name again: the server took
// them, and the client's own reader costs more than all the rest of receiving a message.

import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { Msg, MsgHdrs } from '@nats-io/transport-node';

const VERSION_LINE = 'NATS/1.0\r\n';
const LINE_END = '\r\n';

/** Undefined for a message without headers. */
export function headersOf(message: Msg): MsgHdrs | undefined {
  const text = headerText(message);
  return text === null ? message.headers : parse(text);
}

/** The last value of that name, which is the server's where it adds to what a publisher wrote; empty for none. */
export function lastHeader(headers: MsgHdrs | undefined, name: string): string {
  if (headers instanceof MsgHdrsImpl) return headers.headers.get(name)?.at(-1) ?? '';
  return headers?.last(name) ?? '';
}

/** They stand before the payload in the same memory. Null for none, and for a status, which the client reads. */
function headerText(message: Msg): string | null {
  const { data, subject, reply } = message;
  // The client's own type does not show it; where it should be gone, the client's reader is left.
  const size: unknown = 'size' in message && typeof message.size === 'function' ? message.size() : 0;
  const bytes = Number(size) - subject.length - (reply?.length ?? 0) - data.length;
  if (bytes < VERSION_LINE.length || bytes > data.byteOffset) return null;
  const text = Buffer.from(data.buffer, data.byteOffset - bytes, bytes).toString();
  return text.startsWith(VERSION_LINE) ? text : null;
}

function parse(text: string): MsgHdrs {
  const made = new MsgHdrsImpl();
  for (let at = VERSION_LINE.length; at < text.length;) {
    const end = text.indexOf(LINE_END, at);
    if (end <= at) break;
    const colon = text.indexOf(':', at);
    if (colon > at && colon < end) {
      const name = text.slice(at, colon);
      const value = text.slice(colon + 1, end).trim();
      const others = made.headers.get(name);
      if (others === undefined) made.headers.set(name, [value]);
      else others.push(value);
    }
    at = end + LINE_END.length;
  }
  return made;
}
