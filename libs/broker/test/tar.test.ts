import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, onTestFinished, test } from 'vitest';

import { readTarGzEntry } from '../src/tar.ts';

const LIMIT = 1024 * 1024;
const isServer = (name: string): boolean => name.endsWith('/nats-server');

function archiveBySystemTar(): Buffer {
  const room = mkdtempSync(join(tmpdir(), 'dome-tar-'));
  onTestFinished(() => rmSync(room, { recursive: true }));
  mkdirSync(join(room, 'release'));
  writeFileSync(join(room, 'release', 'LICENSE'), 'words'.repeat(200));
  writeFileSync(join(room, 'release', 'nats-server'), 'server'.repeat(300));
  return execFileSync('tar', ['-czf', '-', '-C', room, 'release']);
}

test("a file comes out of an archive that the system's tar wrote", () => {
  const found = readTarGzEntry(archiveBySystemTar(), isServer, LIMIT);
  expect(found.toString()).toBe('server'.repeat(300));
});

test('what is missing, damaged or too large is ARCHIVE_INVALID', () => {
  const invalid = expect.objectContaining({ code: 'ARCHIVE_INVALID' });
  expect(() => readTarGzEntry(archiveBySystemTar(), () => false, LIMIT)).toThrow(invalid);
  expect(() => readTarGzEntry(Buffer.from('no gzip'), isServer, LIMIT)).toThrow(invalid);
  expect(() => readTarGzEntry(archiveBySystemTar(), isServer, 100)).toThrow(invalid);
  const cut = gzipSync(Buffer.concat([header('x/nats-server', 5000), Buffer.alloc(512)]));
  expect(() => readTarGzEntry(cut, isServer, LIMIT)).toThrow(/ends before/);
});

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('0', 156);
  return block;
}
