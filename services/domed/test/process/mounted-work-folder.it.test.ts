// In a container the work folder may be a file system of its own, and so may be what is hidden from jobs. The kernel lets
// nobody take the flags of such a mount away who made a namespace of users. Real namespaces, because only the kernel knows.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { findProgram } from '@dome/skills';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../fixtures/guard-of-a-mount.ts', import.meta.url));
const unshare = findProgram('unshare', '/usr/bin:/bin') ?? 'unshare';

/** In a namespace of mounts, after the shell's commands on the work folder and on the one with secrets. */
function guardOf(namespace: readonly string[], prepare: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'dome-mounted-work-'));
  try {
    const script = `cd "$0" && mkdir work hidden && ${prepare} && echo secret >hidden/key && exec "$@" "$0/work" "$0/hidden"`;
    const words = [...namespace, '--mount', '/bin/sh', '-c', script, folder, process.execPath, program];
    const { status, stdout, stderr } = spawnSync(unshare, words, { encoding: 'utf8', timeout: 30_000 });
    return status === 0 ? JSON.parse(stdout) : stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  ['the machine', process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']],
  ['a namespace of users', ['--user', '--map-root-user']],
])(
  'jobs of a daemon in %s are confined where the work folder is a mount, which forbids what it forbade, and see no secret',
  (_, namespace) => {
    const plain = guardOf(namespace, 'true');
    // A machine without such namespaces confines nobody; other tests check what applies there instead.
    if (!JSON.stringify(plain).includes('"guard":"mount-namespace"')) return;
    const tmpfs = (name: string): string => `mount -t tmpfs -o nosuid,nodev,noatime none ${name}`;
    expect(guardOf(namespace, `${tmpfs('work')} && ${tmpfs('hidden')}`)).toEqual({
      guard: 'mount-namespace',
      flags: expect.arrayContaining(['ro', 'nosuid', 'nodev', 'noatime']),
      seen: [],
    });
  },
);
