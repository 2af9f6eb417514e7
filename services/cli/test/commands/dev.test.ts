import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

async function dev(cwd: string, ...flags: string[]) {
  const io = memoryIo({ cwd });
  const exitCode = await runCli(['dev', ...flags], { version: '1.2.3', ioFor: () => io });
  return { exitCode, ...io.written };
}

test('a stack that cannot start is refused before any process is started', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-dev-test-'));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  try {
    await writeFile(join(dir, 'file'), '');
    await writeFile(join(dir, 'broken.yaml'), 'users: {\n');
    const { port } = taken.address() as AddressInfo;
    const refused = async (message: string, ...flags: string[]) =>
      expect(await dev(dir, ...flags)).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining(message) });

    await refused('Neither skills nor examples/skills is a folder here');
    await refused('file is not a folder', '--skills', 'file');
    await refused('nobody.yaml cannot be read', '--skills', '.', '--access', 'nobody.yaml');
    await refused('broken.yaml:2:1: Flow map', '--skills', '.', '--access', 'broken.yaml');
    await writeFile(join(dir, 'tag.yaml'), 'users: !people {}\n');
    await refused('tag.yaml:1:8: the tag !people', '--skills', '.', '--access', 'tag.yaml');
    await writeFile(join(dir, 'wide.yaml'), 'users: {}\n', 'utf16le');
    await refused('wide.yaml:1:1: is UTF-16', '--skills', '.', '--access', 'wide.yaml');
    await refused(`The port ${port} is taken`, '--skills', '.', '--port', String(port));
    await refused('lower-case letters, digits and hyphens', '--skills', '.', '--pool', 'A b');
  } finally {
    taken.close();
    await rm(dir, { recursive: true, force: true });
  }
});
