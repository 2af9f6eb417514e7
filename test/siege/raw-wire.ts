// The NATS protocol as bytes: no client library would send what is sent to planes here. One connection of one user.
import { connect } from 'node:net';
import type { Socket } from 'node:net';

import type { Credentials } from '@dome/testkit';

export interface RawMessage {
  readonly subject: string;
  /** Empty: no answer is wanted. */
  readonly reply: string;
  /** The exact header block, its version line included; none if empty. */
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
}

export interface RawReply {
  readonly subject: string;
  readonly header: string;
  readonly payload: Uint8Array;
}

export interface RawWire extends Disposable {
  /** The prefix of reply subjects; a token is added to it. */
  readonly inbox: string;
  send(message: RawMessage): void;
  /** Bytes that the kernel has not taken yet. */
  readonly unsentBytes: number;
}

export interface RawOptions {
  readonly credentials: Credentials;
  readonly name: string;
  readonly onReply: (reply: RawReply) => void;
  readonly onClosed: (reason: string) => void;
}

const CRLF = Buffer.from('\r\n');

const TRIES = 5;

/** Resolves when the user is logged in; on a busy machine the broker may time out waiting for the first message. */
export async function openRawWire(options: RawOptions): Promise<RawWire> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await openOnce(options);
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

async function openOnce({ credentials, name, onReply, onClosed }: RawOptions): Promise<RawWire> {
  const { hostname, port } = new URL(credentials.servers);
  const socket = connect({ host: hostname, port: Number(port) });
  const ready = Promise.withResolvers<void>();
  const reader = new Reader({ onReply, onPing: () => void socket.write('PONG\r\n'), onPong: ready.resolve });
  let lastError = 'the broker closed the connection';
  socket.on('data', (bytes) => {
    const error = reader.take(bytes);
    if (error !== '') lastError = error;
  });
  let isEnded = false;
  let isOpen = false;
  socket.on('error', (error) => void (lastError = error.message));
  socket.on('close', () => {
    ready.reject(new Error(lastError));
    if (isOpen && !isEnded) onClosed(lastError);
  });
  const inbox = `${credentials.inboxPrefix}.${name}`;
  const { user, password: pass } = credentials;
  const options = { verbose: false, pedantic: false, headers: true, no_responders: true, user, pass, name };
  socket.write(`CONNECT ${JSON.stringify({ ...options, lang: 'raw', version: '1', protocol: 1 })}\r\n`);
  socket.write(`SUB ${inbox}.* 1\r\nPING\r\n`);
  await ready.promise;
  isOpen = true;
  return {
    inbox,
    send: (message) => write(socket, message),
    get unsentBytes() {
      return socket.writableLength;
    },
    [Symbol.dispose]: () => {
      isEnded = true;
      socket.destroy();
    },
  };
}

function write(socket: Socket, { subject, reply, header, payload }: RawMessage): void {
  const to = reply === '' ? subject : `${subject} ${reply}`;
  const [headerBytes, bytes] = [header.byteLength, header.byteLength + payload.byteLength];
  const words = headerBytes === 0 ? `PUB ${to} ${bytes}\r\n` : `HPUB ${to} ${headerBytes} ${bytes}\r\n`;
  socket.write(Buffer.concat([Buffer.from(words), header, payload, CRLF]));
}

interface Hearing {
  readonly onReply: (reply: RawReply) => void;
  readonly onPing: () => void;
  readonly onPong: () => void;
}

class Reader {
  readonly #hearing: Hearing;
  #rest: Buffer = Buffer.alloc(0);

  constructor(hearing: Hearing) {
    this.#hearing = hearing;
  }

  /** The last error from the broker in these bytes. */
  take(bytes: Buffer): string {
    this.#rest = this.#rest.byteLength === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let error = '';
    for (;;) {
      const end = this.#rest.indexOf(CRLF);
      if (end < 0) return error;
      const words = this.#rest.toString('latin1', 0, end).split(' ');
      const [kind = ''] = words;
      if (kind === 'MSG' || kind === 'HMSG') {
        if (!this.#takeMessage(words, end + 2)) return error;
        continue;
      }
      this.#rest = this.#rest.subarray(end + 2);
      if (kind === 'PING') this.#hearing.onPing();
      if (kind === 'PONG') this.#hearing.onPong();
      if (kind === '-ERR') error = words.join(' ');
    }
  }

  /** `MSG <subject> <sid> [reply] <bytes>`, `HMSG <subject> <sid> [reply] <header bytes> <bytes>` */
  #takeMessage(words: readonly string[], from: number): boolean {
    const bytes = Number(words.at(-1));
    if (this.#rest.byteLength < from + bytes + 2) return false;
    const headerBytes = words[0] === 'HMSG' ? Number(words.at(-2)) : 0;
    const body = this.#rest.subarray(from, from + bytes);
    this.#rest = this.#rest.subarray(from + bytes + 2);
    const header = body.toString('utf8', 0, headerBytes);
    this.#hearing.onReply({ subject: words[1] ?? '', header, payload: body.subarray(headerBytes) });
    return true;
  }
}
