// The commands that the demo ends with name contexts that it wrote.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeContexts } from '@dome/cli';
import { expect, test } from 'vitest';

import { natsCommands } from '../src/epilogue.ts';

test('each command is typed with a context that is there, and none with that of a provisioner', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dome-epilogue-'));
  try {
    const reached = { prefix: 'dome', url: 'nats://127.0.0.1:4222', passwords: {}, people: ['ada', 'grace'] };
    await using contexts = await writeContexts({ XDG_CONFIG_HOME: folder }, reached);
    const named = natsCommands('release-abcdefgh').map(([, words]) => `dome-${words.split(' ')[0]}`);
    expect(named.filter((name) => !contexts.names.includes(name))).toEqual([]);
    expect(named.filter((name) => name.includes('PROVISIONER'))).toEqual([]);
    expect(named.length).toBeGreaterThan(4);
  } finally {
    await rm(folder, { recursive: true });
  }
});
