// A collector of spans for tests: an HTTP server in this process that takes what planes export and keeps it decoded.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

import { decodeSpans } from './otlp-decode.ts';
import type { ReceivedSpan } from './otlp-decode.ts';

export interface OtlpReceiver extends AsyncDisposable {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  /** In the order of their arrival; a span that was exported twice is here twice. */
  readonly spans: readonly ReceivedSpan[];
  /** Of each export. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** From now on exports are answered with this status; 200 at first. */
  answerWith(status: number): void;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      headers.push(request.headers);
      const isExport = request.method === 'POST' && request.url === '/v1/traces';
      if (isExport && status === 200) spans.push(...decodeSpans(body));
      response.writeHead(isExport ? status : 404, { 'Content-Type': 'application/x-protobuf' }).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver of spans has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    spans,
    headers,
    answerWith: (code) => {
      status = code;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const bytes = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}
