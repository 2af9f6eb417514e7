// A static file as an answer of the listener.
import { extname } from 'node:path';

import type { HttpAnswer } from './http-listener.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
};

/** Of every answer to a browser. */
export const PAGE_HEADERS = { 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' };

/** @param name of the file, whose ending says its type */
export function fileAnswer(name: string, text: Uint8Array, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return {
    status: 200,
    text,
    contentType: TYPES[extname(name)] ?? 'application/octet-stream',
    headers: { ...PAGE_HEADERS, ...headers },
  };
}
