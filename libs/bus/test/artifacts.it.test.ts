import { randomBytes } from 'node:crypto';

import { jetstream } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { expect, test } from 'vitest';

import { createArtifactStore, createPublisher } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';
import { LIMITS, sha256Digest } from '@dome/contracts';
import { eventually } from '@dome/testkit';

import type { ArtifactStore } from '../src/artifacts.ts';
import { startTestBus } from './broker.ts';
import type { TestBus } from './broker.ts';

interface Store {
  readonly bus: TestBus;
  readonly artifacts: ArtifactStore;
}

async function store(bus: TestBus): Promise<Store> {
  await applyTopology(bus.nc, { objectStores: [{ name: 'artifacts', maxBytes: 50_000_000 }] });
  const publisher = bus.keep(createPublisher(bus.nc));
  return { bus, artifacts: createArtifactStore(bus.nc, { bucket: 'artifacts', publisher }) };
}

async function* pieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}

async function readAll(artifacts: ArtifactStore, digest: `sha256:${string}`, fromByte = 0): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of artifacts.get(digest, fromByte)) parts.push(part);
  return Buffer.concat(parts);
}

async function chunkCount({ bus }: Store): Promise<number> {
  const info = await bus.jsm.streams.info('OBJ_artifacts', { subjects_filter: '$O.artifacts.C.>' });
  return Object.values(info.state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
}

test('bytes are read back as they were put, whole and from any position', async () => {
  await using bus = await startTestBus();
  const { artifacts } = await store(bus);
  const content = randomBytes(1_000_001);
  const digest = sha256Digest(content);
  expect(await artifacts.size(digest)).toBeUndefined();
  const put = { digest, bytes: pieces(content, 70_000) };
  expect(await artifacts.put(put)).toEqual({ status: 'stored', size: content.length });
  expect(await artifacts.size(digest)).toBe(content.length);
  expect((await readAll(artifacts, digest)).equals(content)).toBe(true);
  for (const from of [1, 131_071, 131_072, 500_000, 1_000_000, 1_000_001, 2_000_000]) {
    expect((await readAll(artifacts, digest, from)).equals(content.subarray(from))).toBe(true);
  }
});

test('a name does not exist until its bytes are verified, and nothing is left of other bytes', async () => {
  await using bus = await startTestBus();
  const world = await store(bus);
  const content = randomBytes(300_000);
  const digest = sha256Digest('something else');
  const put = world.artifacts.put({ digest, bytes: [content] });
  await expect(put).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  expect(await world.artifacts.size(digest)).toBeUndefined();
  expect(await chunkCount(world)).toBe(0);
  await expect(readAll(world.artifacts, digest)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the same bytes put at once by many are stored under one name, without leftovers', async () => {
  await using bus = await startTestBus();
  const world = await store(bus);
  const content = randomBytes(400_000);
  const digest = sha256Digest(content);
  const puts = Array.from({ length: 6 }, () => world.artifacts.put({ digest, bytes: [content] }));
  const results = await Promise.all(puts);
  expect(results.filter(({ status }) => status === 'stored')).toHaveLength(1);
  expect(await chunkCount(world)).toBe(4);
  expect((await readAll(world.artifacts, digest)).equals(content)).toBe(true);
});

test('interleaved uploads and empty ones read back', async () => {
  await using bus = await startTestBus();
  const { artifacts } = await store(bus);
  const contents = [randomBytes(600_000), randomBytes(600_001), new Uint8Array()];
  await Promise.all(
    contents.map((content) => artifacts.put({ digest: sha256Digest(content), bytes: pieces(content, 10_000) })),
  );
  for (const content of contents) {
    const digest = sha256Digest(content);
    expect((await readAll(artifacts, digest)).equals(content)).toBe(true);
    expect((await readAll(artifacts, digest, 400_000)).equals(content.subarray(400_000))).toBe(true);
  }
});

test('a stock client lists and reads the artifacts', async () => {
  await using bus = await startTestBus();
  const { artifacts } = await store(bus);
  const content = randomBytes(200_000);
  const digest = sha256Digest(content);
  await artifacts.put({ digest, bytes: [content], mediaType: 'application/x-tar' });
  const stock = await new Objm(jetstream(bus.nc)).open('artifacts');
  const info = await stock.info(digest);
  expect(info).toMatchObject({ name: digest, size: 200_000, chunks: 2 });
  expect(Buffer.from((await stock.getBlob(digest)) ?? '').equals(content)).toBe(true);
});

test('damaged bytes are noticed', async () => {
  await using bus = await startTestBus();
  const { artifacts } = await store(bus);
  const content = randomBytes(300_000);
  const digest = sha256Digest(content);
  await artifacts.put({ digest, bytes: [content] });
  await bus.jsm.streams.deleteMessage('OBJ_artifacts', 2);
  await expect(readAll(artifacts, digest)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

test('a name that may have been stored keeps its bytes', async () => {
  await using bus = await startTestBus();
  await store(bus);
  const publisher = bus.keep(createPublisher(bus.nc, { deadlineMs: 1_000 }));
  const artifacts = createArtifactStore(bus.nc, { bucket: 'artifacts', publisher });
  // Whole chunks, so that only the name is left to write when the server stops answering.
  const content = randomBytes(2 * LIMITS.artifactChunkBytes);
  const digest = sha256Digest(content);
  const untilSilent = async function* (): AsyncGenerator<Uint8Array> {
    yield content;
    await eventually(() => publisher.pending === 0);
    await bus.server.pause();
  };
  await expect(artifacts.put({ digest, bytes: untilSilent() })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    fields: { ambiguous: true },
  });
  bus.server.resume();
  // A read may overtake the write that was waiting in the server.
  expect(await eventually(async () => (await artifacts.size(digest)) ?? false)).toBe(content.length);
  expect((await readAll(artifacts, digest)).equals(content)).toBe(true);
  expect(await artifacts.put({ digest, bytes: [content] })).toEqual({ status: 'exists', size: content.length });
});
