import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sha256Digest } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { ContentStore } from '../../src/ports.ts';
import { createUploads } from '../../src/services/uploads.ts';
import type { Uploads } from '../../src/services/uploads.ts';

let dir: string;
let uploads: Uploads;
const clock = createManualClock();
const stored = new Map<string, string>();
const content: ContentStore = {
  open: async function* () {},
  putFile: async (path, { digest }) => void stored.set(digest, await readFile(path, 'utf8')),
  sizeOf: async () => undefined,
};
let drawn = 0;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-uploads-'));
  uploads = createUploads({ dir, instance: 'domed-1', content, clock, nonce: () => `upload-${(drawn += 1)}` });
});
afterEach(async () => {
  await uploads[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('stores what arrived in numbered chunks, each of which may come again', async () => {
  const { upload } = await uploads.open({});
  await uploads.chunk(upload, 0, bytes('one '));
  await uploads.chunk(upload, 0, bytes('one '));
  expect(await uploads.chunk(upload, 1, bytes('two'))).toMatchObject({ received: 7 });
  const named = { digest: sha256Digest('one two'), size: 7 };
  expect(await uploads.commit(upload, named)).toEqual(named);
  expect(await uploads.commit(upload, named)).toEqual(named);
  expect(stored.get(named.digest)).toBe('one two');
});

it('refuses a chunk out of turn, a digest that does not hold, and an upload of somebody else', async () => {
  const { upload } = await uploads.open({});
  await expect(uploads.chunk(upload, 1, bytes('x'))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  await uploads.chunk(upload, 0, bytes('x'));
  await expect(uploads.commit(upload, { digest: sha256Digest('y'), size: 1 })).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
  });
  expect(stored.has(sha256Digest('y'))).toBe(false);
  await expect(async () => uploads.chunk('nobodys', 0, bytes('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('keeps nothing of what is stored: neither its file nor its place', async () => {
  for (let n = 0; n < 70; n += 1) {
    const { upload } = await uploads.open({});
    await uploads.chunk(upload, 0, bytes(`tree ${n}`));
    const named = { digest: sha256Digest(`tree ${n}`), size: Buffer.byteLength(`tree ${n}`) };
    const [one, other] = await Promise.all([uploads.commit(upload, named), uploads.commit(upload, named)]);
    expect([one, other, await uploads.commit(upload, named)]).toEqual([named, named, named]);
  }
  expect(await readdir(dir)).toEqual([]);
});

it('holds to its number of open uploads, also when all are opened at once', async () => {
  const opened = await Promise.allSettled(Array.from({ length: 80 }, () => uploads.open({})));
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(64);
  expect(opened.at(-1)).toMatchObject({ reason: { code: 'QUEUE_FULL' } });
});

it('forgets an upload that nobody goes on with', async () => {
  await uploads.open({});
  clock.advance(121_000);
  await uploads.open({});
  expect(await readdir(dir)).toHaveLength(1);
});
