import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-written-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function dome(...words: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const io = memoryIo({ cwd: home, env: { HOME: home, NATS_URL: 'nats://127.0.0.1:1' } });
  const exitCode = await runCli(words, { version: '0.0.0', ioFor: () => io });
  return { exitCode, ...io.written };
}

test('the skills that init writes are skills, and its plans hold against them and against its law', async () => {
  await writeFile(join(home, 'Makefile'), 'lint test build:\n\ttrue\n');
  expect(spawnSync('git', ['init', '--quiet', home]).status).toBe(0);
  expect(await dome('init')).toMatchObject({ exitCode: 0 });
  const skills = await dome('skill', 'validate');
  expect(skills).toMatchObject({ exitCode: 0, err: '' });
  for (const name of ['check', 'release'])
    expect(await dome('plan', 'validate', `dome/${name}.plan.yaml`)).toEqual({
      exitCode: 0,
      out: `✔ ${name}@1.0.0 holds, against dome/skills and dome/law/${name}.policy.yaml\n`,
      err: '',
    });
});
