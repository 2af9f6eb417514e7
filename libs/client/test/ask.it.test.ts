import { expect, test } from 'vitest';

import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import { DomeError, sha256Digest } from '@dome/contracts';
import { startTestServer } from '@dome/testkit';

import { answer, startBench } from './scripted-runtime.ts';

test('a problem of a service becomes the error it names, hint and pointer included', async () => {
  await using bench = await startBench();
  answer(bench.far, 'runtimeJobGet', {
    subject: 'dome.svc.domed.job.get',
    answer: () => {
      throw new DomeError('NOT_FOUND', { detail: 'No such job.', pointer: '/jobId', hint: 'Look again.' });
    },
  });

  const error = await bench.client.jobs.get({ jobId: 'x' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'No such job.', fields: { pointer: '/jobId' } });
  expect(error instanceof DomeError && error.hint).toBe('Look again.');
});

test('a reply that breaks the contract is an error of this side of the wire', async () => {
  await using bench = await startBench();
  answer(bench.far, 'runtimeJobGet', {
    subject: 'dome.svc.domed.job.get',
    answer: () => ({ jobId: 'x', state: 'nonsense', chain: [] }) as never,
  });

  await expect(bench.client.jobs.get({ jobId: 'x' })).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('a request that is too large for the broker is refused before it is sent', async () => {
  await using bench = await startBench();
  const plan = 'x'.repeat(2_000_000);
  await expect(createControlClient(bench.near).plan.validate({ plan, resolve: false })).rejects.toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    message: expect.stringContaining('2000'),
  });
});

test('a user who may not send the request is told so at once', async () => {
  const config = `authorization: { users: [{ user: mute, password: x, permissions: { publish: { deny: "dome.svc.>" } } }] }`;
  await using server = await startTestServer({ config });
  const nc = await connectBus({ servers: server.url, name: 'mute', user: 'mute', password: 'x' });
  await expect(createControlClient(nc).runs.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await nc.close();
});

test('a service that comes back in time answers the same request', async () => {
  await using bench = await startBench();
  const control = createControlClient(bench.near, { ask: { patienceMs: 5_000 } });
  await expect(createControlClient(bench.near, { ask: { patienceMs: 100 } }).runs.list()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });

  const asked = control.runs.list();
  answer(bench.far, 'controlRunList', { subject: 'dome.svc.dome.run.list', answer: () => ({ runs: [] }) });
  await bench.far.flush();
  expect(await asked).toEqual({ runs: [] });
});

test('a request without an answer is sent a second time before its timeout', async () => {
  await using bench = await startBench();
  const asked: string[] = [];
  bench.far.subscribe('dome.svc.dome.run.*', {
    callback: (_error, message) => {
      asked.push(message.subject);
      // The first request is lost, as when a service is killed.
      if (asked.length === 2) message.respond(JSON.stringify({ runs: [] }));
    },
  });
  await bench.far.flush();
  const control = createControlClient(bench.near, { ask: { timeoutMs: 500 } });
  expect(await control.runs.list()).toEqual({ runs: [] });
  await expect(control.runs.cancel({ runId: 'r', reason: 'x' })).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(asked.map((subject) => subject.split('.').at(-1))).toEqual(['list', 'list', 'cancel', 'cancel']);
});

test('an artifact is uploaded in numbered chunks and downloaded whole, checked by its digest', async () => {
  await using bench = await startBench();
  const content = new Uint8Array(300_000).map((_, index) => index % 251);
  const chunks: Uint8Array[] = [];
  const where = { upload: 'u1', instance: 'domed-1', chunkBytesMax: 131_072 };
  answer(bench.far, 'runtimeArtifactPut', { subject: 'dome.svc.domed.artifact.put', answer: () => where });
  answer(bench.far, 'runtimeArtifactChunk', {
    subject: 'dome.svc.domed.artifact.chunk.domed-1.u1',
    answer: (bytes, message) => {
      const chunk = Number(message.headers?.get('Dome-Chunk'));
      chunks[chunk] = bytes;
      return { upload: 'u1', chunk, received: bytes.byteLength };
    },
  });
  answer(bench.far, 'runtimeArtifactCommit', {
    subject: 'dome.svc.domed.artifact.commit.domed-1.u1',
    answer: ({ digest, size }) => ({ digest, size }),
  });
  answer(bench.far, 'runtimeArtifactGet', {
    subject: 'dome.svc.domed.artifact.get',
    headers: { 'Dome-Size': String(content.byteLength) },
    answer: ({ offset = 0, length = 0 }) => new Uint8Array(Buffer.concat(chunks).subarray(offset, offset + length)),
  });

  const { digest, size } = await bench.client.artifacts.put(content);
  expect({ digest, size, chunks: chunks.length }).toEqual({ digest: sha256Digest(content), size: 300_000, chunks: 3 });
  expect(Buffer.compare(await bench.client.artifacts.get(digest), content)).toBe(0);
  const [first] = chunks;
  first?.fill(0);
  await expect(bench.client.artifacts.get(digest)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});
