// Parses JetStream's answer to a publish. Pure.

import { isJsonObject } from '@dome/contracts';
import { parseObject } from './json-object.ts';

export interface PublishAnswer {
  readonly stream: string;
  readonly sequence: number;
  readonly duplicate: boolean;
  readonly error: { readonly code: number; readonly errorCode: number; readonly description: string } | undefined;
}

/** There is no other member after the sequence, such as `duplicate`. */
const PLAIN = /^(\{"stream":"[^"\\]+",[^{}]*"seq":)\d+\}$/;
const CLOSING_BRACE = 125;
const ZERO = 48;
/** Of an integer that a double holds exactly. */
const SAFE_DIGITS = 15;

/**
 * Parses one answer after another. Those of one stream begin with the same bytes and differ only in the sequence: at a
 * hundred thousand answers a second, only that is parsed.
 */
export class AnswerReader {
  #stream = '';
  /** The bytes before the sequence in the last answer that said only that the write is stored. */
  #beginning: Uint8Array = new Uint8Array(0);

  /** Undefined for bytes that are no answer to a publish. */
  read(bytes: Uint8Array): PublishAnswer | undefined {
    const sequence = this.#sequenceOf(bytes);
    if (sequence > 0) return { stream: this.#stream, sequence, duplicate: false, error: undefined };
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    const answer = parsePublishAnswer(text);
    const beginning = PLAIN.exec(text)?.[1];
    if (answer !== undefined && beginning !== undefined) {
      this.#stream = answer.stream;
      this.#beginning = Buffer.from(beginning);
    }
    return answer;
  }

  /** 0 unless the bytes are the known prefix followed by a number. */
  #sequenceOf(bytes: Uint8Array): number {
    const beginning = this.#beginning;
    const end = bytes.length - 1;
    if (beginning.length === 0 || end <= beginning.length || end > beginning.length + SAFE_DIGITS) return 0;
    if (bytes[end] !== CLOSING_BRACE) return 0;
    for (let at = 0; at < beginning.length; at += 1) if (bytes[at] !== beginning[at]) return 0;
    let sequence = 0;
    for (let at = beginning.length; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return 0;
      sequence = sequence * 10 + digit;
    }
    return sequence;
  }
}

/** Undefined for a text that is no answer to a publish. */
export function parsePublishAnswer(text: string): PublishAnswer | undefined {
  const body = parseObject(text);
  if (body === undefined) return undefined;
  const stream = typeof body['stream'] === 'string' ? body['stream'] : '';
  const error = body['error'];
  if (isJsonObject(error)) {
    return {
      stream,
      sequence: 0,
      duplicate: false,
      error: {
        code: Number(error['code'] ?? 0),
        errorCode: Number(error['err_code'] ?? 0),
        description: typeof error['description'] === 'string' ? error['description'] : 'no reason given',
      },
    };
  }
  const sequence = body['seq'];
  if (typeof sequence !== 'number') return undefined;
  return { stream, sequence, duplicate: body['duplicate'] === true, error: undefined };
}
