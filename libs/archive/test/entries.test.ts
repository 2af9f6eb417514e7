import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { archiveEntries, packDirectory } from '../src/index.ts';

test('an archive says what it holds: contents, who may execute, and where links lead', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-entries-'));
  try {
    await mkdir(join(dir, 'bin'));
    await writeFile(join(dir, 'bin', 'run.sh'), 'true\n', { mode: 0o755 });
    await writeFile(join(dir, 'empty'), '');
    await writeFile(join(dir, 'large'), Buffer.alloc(200_000, 'a'));
    await symlink('bin/run.sh', join(dir, 'run'));
    const entries = await archiveEntries((await packDirectory(dir, { include: 'all' })).bytes);
    expect([...entries.keys()]).toEqual(['bin/run.sh', 'empty', 'large', 'run']);
    expect(entries.get('bin/run.sh')).toMatchObject({ kind: 'file', isExecutable: true });
    expect(entries.get('empty')).toMatchObject({ kind: 'file', isExecutable: false });
    const large = entries.get('large');
    expect(large?.kind === 'file' && large.content.length).toBe(200_000);
    expect(entries.get('run')).toEqual({ kind: 'link', target: 'bin/run.sh' });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('what is no archive is refused', async () => {
  await expect(archiveEntries(Buffer.alloc(512, 'x'))).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
});
