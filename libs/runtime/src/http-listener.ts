/**
 * The only HTTP socket of a service, for probes, metrics and static files, and only where it is configured (L1). It answers
 * GET and HEAD of the paths it was given and reads no body, so a request can change nothing. Nobody is asked who they are:
 * whoever reaches the address may read, and what a plane answers holds no secret and no name of a person.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { CLOCKS, DomeError, LIMITS, toDomeError } from '@dome/contracts';

import { listenAddressText } from './listen-address.ts';
import type { ListenAddress } from './listen-address.ts';
import type { Logger } from './logger.ts';

export interface HttpAnswer {
  readonly status: number;
  /** In UTF-8, or bytes as they are. */
  readonly text: string | Uint8Array;
  /** Plain text if absent. */
  readonly contentType?: string;
  /** Besides those of every answer, by their names in lower case; one of the same name counts. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpQuestion {
  /** As it was asked for, without the query. */
  readonly path: string;
  /** What follows the `?` of the request. */
  readonly query: URLSearchParams;
  /** The header `accept`, empty if there is none. */
  readonly accept: string;
  /** The header `authorization`. */
  readonly authorization?: string | undefined;
}

export type HttpRoute = (question: HttpQuestion) => HttpAnswer | Promise<HttpAnswer>;

export interface HttpListenerOptions {
  readonly address: ListenAddress;
  /** The variable that names the address, for the error. */
  readonly variable: string;
  /** By path; one that ends with `/*` has all paths below it that no other has. */
  readonly routes: Readonly<Record<string, HttpRoute>>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

export interface HttpListener extends AsyncDisposable {
  /** As it was bound: where port 0 was asked for, the port that it got. */
  readonly address: string;
}

/** What the log says once it listens, with the `address`. */
export const HTTP_ANSWERED = 'probes and metrics are answered over HTTP';

const PLAIN = 'text/plain; charset=utf-8';
/** How often Node looks for requests that take too long. */
const CHECKED_EVERY_MS = 1_000;

/** @throws DomeError CONFIG_INVALID, which names the variable, for an address that cannot be had */
export async function listenHttp(options: HttpListenerOptions): Promise<HttpListener> {
  const { address, variable, routes, logger } = options;
  const server = createServer({
    maxHeaderSize: LIMITS.httpHeaderBytes,
    headersTimeout: CLOCKS.httpRequestMs,
    requestTimeout: CLOCKS.httpRequestMs,
    keepAliveTimeout: CLOCKS.httpIdleMs,
    connectionsCheckingInterval: CHECKED_EVERY_MS,
  });
  server.maxConnections = LIMITS.httpConnections;
  server.setTimeout(CLOCKS.httpIdleMs);
  server.on('request', (request, response) => void answer(request, response, options));
  await bound(server, address).catch((cause: unknown) => {
    throw new DomeError('CONFIG_INVALID', { detail: `${variable}: ${reasonOf(cause, address)}` }, { cause });
  });
  // Node says so of a connection that it could not take; without a listener that would end the service.
  server.on('error', (err) => logger.error({ err, address: listenAddressText(address) }, 'a connection was not taken'));
  const taken = server.address();
  const port = typeof taken === 'object' && taken !== null ? taken.port : address.port;
  const text = listenAddressText({ ...address, port });
  logger.info({ address: text, paths: Object.keys(routes) }, HTTP_ANSWERED);
  return { address: text, [Symbol.asyncDispose]: () => closed(server) };
}

function bound(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function reasonOf(cause: unknown, address: ListenAddress): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const text = listenAddressText(address);
  switch (code) {
    case 'EADDRINUSE':
      return `another process listens on ${text} already`;
    case 'EACCES':
      return `the user of this process may not listen on ${text}: take a port from 1024 on`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${text} is no address of this machine`;
    default:
      return `nothing can listen on ${text}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/** Whoever is being answered gets the answer; connections that are merely open are closed. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), CHECKED_EVERY_MS).unref();
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, logger }: HttpListenerOptions,
): Promise<void> {
  try {
    send(request, response, await answerOf(request, routes));
  } catch (thrown) {
    logger.error({ err: toDomeError(thrown), path: request.url }, 'a request over HTTP was not answered');
    send(request, response, { status: 500, text: 'The answer could not be made; the log says why.\n' });
  }
}

async function answerOf(request: IncomingMessage, routes: HttpListenerOptions['routes']): Promise<HttpAnswer> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  const route = url === null ? undefined : routeOf(url.pathname, routes);
  if (url === null || route === undefined)
    return { status: 404, text: `There is nothing here. The paths are ${Object.keys(routes).join(', ')}.\n` };
  if (!isRead(request)) return { status: 405, text: 'Only GET and HEAD are answered.\n' };
  if (hasBody(request)) return { status: 400, text: 'A request has no body here.\n' };
  return await route({
    path: url.pathname,
    query: url.searchParams,
    accept: request.headers.accept ?? '',
    authorization: request.headers.authorization,
  });
}

function routeOf(path: string, routes: HttpListenerOptions['routes']): HttpRoute | undefined {
  if (Object.hasOwn(routes, path)) return routes[path];
  return Object.entries(routes).find(([key]) => key.endsWith('/*') && path.startsWith(key.slice(0, -1)))?.[1];
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/** A body that was sent all the same is not read: its connection ends with the answer. */
function send(request: IncomingMessage, response: ServerResponse, answered: HttpAnswer): void {
  const { status, text, contentType, headers } = answered;
  const isUnread = hasBody(request);
  response.writeHead(status, {
    'content-type': contentType ?? PLAIN,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    ...(isUnread ? { connection: 'close' } : {}),
  });
  response.end(text, () => {
    if (isUnread) request.destroy();
  });
}
