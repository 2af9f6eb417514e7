import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
    const { port } = taken.address() as AddressInfo;
    const refused = async (message: string, ...flags: string[]) =>
      expect(await dev(dir, ...flags)).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining(message) });

    await refused('nowhere is not a folder: there are no skills', '--skills', 'nowhere');
    await refused('file is not a folder', '--skills', 'file');
    await refused(`The port ${port} is taken`, '--skills', '.', '--port', String(port));
    await refused('nowhere is not a folder', '--skills', '.', '--secrets', 'nowhere');
    await refused('nowhere cannot be read', '--skills', '.', '--law', 'nowhere');
    const law = async (text: string, encoding?: BufferEncoding) => {
      await mkdir(join(dir, 'law'), { recursive: true });
      await writeFile(join(dir, 'law', 'access.yaml'), text, encoding);
    };
    await mkdir(join(dir, 'empty'));
    await refused('empty has no documents', '--skills', '.', '--law', 'empty');
    await law('users: {\n');
    await refused('access.yaml:2:1  an object that begins with {', '--skills', '.', '--law', 'law');
    await law('users: !people {}\n');
    await refused('access.yaml:1:8  the tag !people', '--skills', '.');
    await law('kind: Access\n');
    await refused('access.yaml:1:1  apiVersion is missing', '--skills', '.');
    await law('users: {}\n', 'utf16le');
    await refused('access.yaml:1:1: is UTF-16', '--skills', '.', '--law', 'law');
    await refused('lower-case letters, digits and hyphens', '--skills', '.', '--pool', 'A b');
  } finally {
    taken.close();
    await rm(dir, { recursive: true, force: true });
  }
});
