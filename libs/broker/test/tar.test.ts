import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

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

test("a file is read from an archive that the system's tar wrote", async () => {
  const found = await readTarGzEntry(archiveBySystemTar(), isServer, LIMIT);
  expect(found.toString()).toBe('server'.repeat(300));
});

test('a missing, damaged or too large file is ARCHIVE_INVALID', async () => {
  const invalid = expect.objectContaining({ code: 'ARCHIVE_INVALID' });
  await expect(readTarGzEntry(archiveBySystemTar(), () => false, LIMIT)).rejects.toEqual(invalid);
  await expect(readTarGzEntry(Buffer.from('no gzip'), isServer, LIMIT)).rejects.toEqual(invalid);
  await expect(readTarGzEntry(archiveBySystemTar(), isServer, 100)).rejects.toEqual(invalid);
  const whole = gunzipSync(archiveBySystemTar());
  const entryAt = whole.indexOf('release/nats-server');
  const cut = gzipSync(whole.subarray(0, entryAt + 1_024));
  await expect(readTarGzEntry(cut, isServer, LIMIT)).rejects.toThrow(/^the tar is damaged: Unexpected end of data$/);
  const broken = Buffer.from(whole);
  broken.writeUInt8(0xff, entryAt + 130);
  await expect(readTarGzEntry(gzipSync(broken), isServer, LIMIT)).rejects.toEqual(invalid);
});
