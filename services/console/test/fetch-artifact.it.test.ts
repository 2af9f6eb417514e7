import { connectBus } from '@dome/bus';
import { ARTIFACT_HEADERS, sha256Digest, subjects } from '@dome/contracts';
import { startTestServer } from '@dome/testkit';
import { headers } from '@nats-io/nats-core';
import { expect, test } from 'vitest';

import { fetchArtifact } from '../src/state/fetch-artifact.ts';

const CONTENT = 'all is well\n'.repeat(20_000);

/** A service that serves the text under whatever digest is asked for. */
async function openStore(text: string) {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startTestServer());
  const nc = await connectBus({ servers: server.url, name: 'store' });
  stack.defer(() => nc.close());
  const bytes = new TextEncoder().encode(text);
  nc.subscribe(subjects.runtimeArtifactGet(), {
    callback: (_, message) => {
      const { offset, length } = message.json<{ offset: number; length: number }>();
      const size = headers();
      size.set(ARTIFACT_HEADERS.size, String(bytes.byteLength));
      message.respond(bytes.subarray(offset, offset + length), { headers: size });
    },
  });
  const owned = stack.move();
  return { nc, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a file is put together of its parts, and handed out if its digest is the one that was asked for', async () => {
  await using store = await openStore(CONTENT);
  const seen: number[] = [];
  const bytes = await fetchArtifact(store, sha256Digest(CONTENT), (done) => seen.push(done));
  expect(new TextDecoder().decode(bytes)).toBe(CONTENT);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.at(-1)).toBe(bytes.byteLength);
});

test('other bytes are refused, and so are none', async () => {
  await using store = await openStore(CONTENT);
  const other = fetchArtifact(store, sha256Digest('something else'), () => undefined);
  await expect(other).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  await using empty = await openStore('');
  const none = fetchArtifact(empty, sha256Digest('something else'), () => undefined);
  await expect(none).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});
