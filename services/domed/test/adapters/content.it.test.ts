import { execFileSync } from 'node:child_process';
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPublisher } from '@dome/bus';
import { sha256Digest } from '@dome/contracts';
import { startPlanesServer } from '@dome/testkit';
import { expect, it } from 'vitest';

import { createContentStore } from '../../src/adapters/content.ts';

const noLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

it('stores the file that was measured, and none that replaced it', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const content = createContentStore(nc, { publisher, logger: noLog });
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'dome-content-')));
  try {
    const measured = { digest: sha256Digest('measured'), size: 8 };
    await writeFile(join(dir, 'other'), 'measured');
    await symlink('other', join(dir, 'link'));
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    await writeFile(join(dir, 'changed'), 'modified');
    for (const name of ['link', 'pipe', 'changed', 'missing'])
      await expect(content.putFile(join(dir, name), measured), name).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    expect(await content.sizeOf(measured.digest)).toBeUndefined();
    await content.putFile(join(dir, 'other'), measured);
    expect(await content.sizeOf(measured.digest)).toBe(8);
  } finally {
    await rm(dir, { recursive: true });
  }
});
