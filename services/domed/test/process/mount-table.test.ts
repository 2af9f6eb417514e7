import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { keptFlags, mountTable } from '../../src/process/mount-table.ts';

const mountinfo = [
  '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '30 22 0:40 / /work rw,nosuid,nodev,noatime - tmpfs tmpfs rw',
  '31 22 0:41 / /work\\040of\\040all rw,noexec - tmpfs tmpfs rw',
  '32 22 0:42 / /worker rw,nodev - tmpfs tmpfs rw',
  '33 30 0:43 / /work ro,nosuid - tmpfs tmpfs rw',
].join('\n');

test('a folder keeps what its own mount forbids, and of mounts over each other the last one', () => {
  expect(keptFlags('/home/ada', mountinfo)).toEqual(['relatime']);
  expect(keptFlags('/work/one', mountinfo)).toEqual(['nosuid']);
  expect(keptFlags('/work of all/one', mountinfo)).toEqual(['noexec']);
  expect(keptFlags('/worker', mountinfo)).toEqual(['nodev']);
  expect(keptFlags('/work', '')).toEqual([]);
});

test('the table escapes paths like mount tables, hides what must be hidden, and is rewritten when it is gone', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome a\\b#\t'));
  try {
    const creds = join(dir, 'domed.creds');
    await writeFile(creds, 'secret');
    const folder = join(dir, 'secrets');
    await mkdir(folder);
    // What a closed descriptor was may be a socket by now, which has no place in the file system.
    await using server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = readdirSync('/proc/self/fd').find((fd) => linkOf(fd).startsWith('socket:'));
    const table = mountTable({
      workDir: dir,
      readOnly: dir,
      alsoReadOnly: [join(dir, 'gone')],
      hidden: [creds, join(dir, 'missing'), `/dev/fd/${socket}`, folder],
    });
    const lines = readFileSync(table.path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ').length)).toEqual([4, 4, 4, 4, 4]);
    expect(lines[0]).toContain('dome\\040a\\134b\\043\\011');
    expect(lines[1]).toBe('. . none bind');
    expect(lines[2]).toMatch(/^\/dev\/null .*domed\.creds none bind$/);
    expect(lines[3]).toMatch(/^dome-none .*secrets tmpfs ro,/);
    expect(lines[4]).toMatch(/^dome-none .* remount,bind,ro/);
    await rm(table.path);
    table.keep();
    expect(existsSync(table.path)).toBe(true);
  } finally {
    await rm(dir, { recursive: true });
  }
});

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

test('a file that Kubernetes mounts is hidden with whatever it will be replaced by', async () => {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'dome-mounted-')));
  try {
    const secret = join(dir, 'nats');
    await mkdir(join(secret, '..2026_11_29'), { recursive: true });
    await writeFile(join(secret, '..2026_11_29', 'password'), 'secret');
    await symlink('..2026_11_29', join(secret, '..data'));
    await symlink(join('..data', 'password'), join(secret, 'password'));
    await mkdir(join(dir, 'work'));
    const folders = { workDir: join(dir, 'work'), readOnly: join(dir, 'work'), alsoReadOnly: [] };
    const { path } = mountTable({ ...folders, hidden: [join(secret, 'password'), join(secret, '..data', 'password')] });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.filter((line) => line.includes(secret))).toEqual([`dome-none ${secret} tmpfs ro,size=4k,mode=755`]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
