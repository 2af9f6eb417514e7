import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CLOCKS, DomeError, LIMITS, sha256Digest } from '@dome/contracts';
import { createManualClock, eventually } from '@dome/testkit';
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
  putFile: async (path, { digest }) => {
    await putting;
    stored.set(digest, await readFile(path, 'utf8'));
  },
  sizeOf: async () => undefined,
};
let drawn = 0;
let putting: Promise<void> = Promise.resolve();
let shortage: DomeError | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-uploads-'));
  shortage = undefined;
  uploads = createUploads({
    dir,
    instance: 'domed-1',
    content,
    clock,
    nonce: () => `upload-${(drawn += 1)}`,
    shortage: () => shortage,
  });
});
afterEach(async () => {
  await uploads[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('says that another daemon may accept an upload that it has no folder for, and counts no share for it', async () => {
  await rm(dir, { recursive: true });
  for (let tries = 0; tries <= LIMITS.uploadsOpenEach; tries += 1)
    await expect(uploads.open({}, 'ada')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await mkdir(dir);
  await expect(uploads.open({}, 'ada')).resolves.toMatchObject({ instance: 'domed-1' });
});

it('refuses at once what the store would refuse at the end', async () => {
  shortage = new DomeError('OUT_OF_SPACE', { detail: 'domed_artifacts is 97 % full.' });
  await expect(uploads.open({}, 'ada')).rejects.toMatchObject({
    code: 'OUT_OF_SPACE',
    message: 'domed_artifacts is 97 % full.',
  });
});

it('stores what arrived in numbered chunks, each of which may be repeated', async () => {
  const { upload } = await uploads.open({}, 'ada');
  await uploads.chunk(upload, 0, bytes('one '));
  await uploads.chunk(upload, 0, bytes('one '));
  expect(await uploads.chunk(upload, 1, bytes('two'))).toMatchObject({ received: 7 });
  const named = { digest: sha256Digest('one two'), size: 7 };
  expect(await uploads.commit(upload, named)).toEqual(named);
  expect(await uploads.commit(upload, named)).toEqual(named);
  expect(stored.get(named.digest)).toBe('one two');
});

it('refuses a chunk out of turn, a wrong digest, and an upload of somebody else', async () => {
  const { upload } = await uploads.open({}, 'ada');
  await expect(uploads.chunk(upload, 1, bytes('x'))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  await uploads.chunk(upload, 0, bytes('x'));
  await expect(uploads.commit(upload, { digest: sha256Digest('y'), size: 1 })).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
  });
  expect(stored.has(sha256Digest('y'))).toBe(false);
  await expect(async () => uploads.chunk('nobodys', 0, bytes('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('blames nobody for what its own disk lost after everything had arrived', async () => {
  const lost = new DomeError('DIGEST_MISMATCH', { detail: 'it is no plain file' });
  putting = Promise.reject(lost);
  putting.catch(() => undefined);
  const { upload } = await uploads.open({}, 'ada');
  await uploads.chunk(upload, 0, bytes('whole'));
  const committed = uploads.commit(upload, { digest: sha256Digest('whole'), size: 5 });
  await expect(committed).rejects.toMatchObject({ code: 'UNAVAILABLE', disposition: 'retry' });
  putting = Promise.resolve();
});

it('keeps neither the file nor the place of a stored upload', async () => {
  for (let n = 0; n < 70; n += 1) {
    const { upload } = await uploads.open({}, 'ada');
    await uploads.chunk(upload, 0, bytes(`tree ${n}`));
    const named = { digest: sha256Digest(`tree ${n}`), size: Buffer.byteLength(`tree ${n}`) };
    const [one, other] = await Promise.all([uploads.commit(upload, named), uploads.commit(upload, named)]);
    expect([one, other, await uploads.commit(upload, named)]).toEqual([named, named, named]);
  }
  expect(await readdir(dir)).toEqual([]);
});

it('gives each person her share of open uploads, even when all are opened at once, and leaves the others theirs', async () => {
  const { uploadsOpenEach } = LIMITS;
  const opened = await Promise.allSettled(Array.from({ length: 300 }, () => uploads.open({}, 'mallory')));
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(uploadsOpenEach);
  expect(opened.at(-1)).toMatchObject({ reason: { code: 'QUEUE_FULL', message: expect.stringContaining('mallory') } });
  await uploads.open({}, 'ada');
});

it('counts the bytes of a person by what she announces, or by what arrives if that is more', async () => {
  const size = LIMITS.artifactBytes;
  const fit = Math.floor(LIMITS.uploadBytesEach / size);
  const opened: string[] = [];
  for (let n = 0; n < fit; n += 1) opened.push((await uploads.open({ size }, 'mallory')).upload);
  await expect(uploads.open({ size: 1 }, 'mallory')).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  const { upload } = await uploads.open({}, 'mallory');
  await expect(uploads.chunk(upload, 0, bytes('x'))).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  const [first = ''] = opened;
  await uploads.chunk(first, 0, bytes('x'));
  await uploads.commit(first, { digest: sha256Digest('x'), size: 1 });
  await uploads.chunk(upload, 0, bytes('x'));
});

it('ends an abandoned upload and frees its place, even if nobody asks', async () => {
  const { upload } = await uploads.open({}, 'ada');
  clock.advance(CLOCKS.uploadIdleMs);
  await eventually(async () => expect(await readdir(dir)).toEqual([]));
  await expect(async () => uploads.chunk(upload, 0, bytes('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('leaves an upload alone while it is committed, however long that takes', async () => {
  const { upload } = await uploads.open({}, 'ada');
  await uploads.chunk(upload, 0, bytes('slow'));
  const isStored = Promise.withResolvers<void>();
  putting = isStored.promise;
  const committed = uploads.commit(upload, { digest: sha256Digest('slow'), size: 4 });
  clock.advance(CLOCKS.uploadMs);
  expect(await readdir(dir)).toHaveLength(1);
  isStored.resolve();
  await committed;
});

it('ends an upload that is kept open with tiny chunks', async () => {
  const { upload } = await uploads.open({}, 'ada');
  let chunk = 0;
  const drip = async (): Promise<void> => {
    clock.advance(CLOCKS.uploadIdleMs - 1);
    await uploads.chunk(upload, chunk, bytes('x'));
    chunk += 1;
  };
  await expect(async () => {
    while (chunk <= CLOCKS.uploadMs / (CLOCKS.uploadIdleMs - 1) + 1) await drip();
  }).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
