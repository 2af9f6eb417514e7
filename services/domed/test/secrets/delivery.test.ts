// What a skill gets of its secrets, and what is left of them when it has ended, under every guard.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { PROCESS_GUARDS } from '../../src/execution.ts';
import { createSkillSecrets } from '../../src/secrets/skill-secrets.ts';
import { cksum } from '../support/cksum.ts';
import { openHarness } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

const skills = fileURLToPath(new URL('../fixtures/secret-skills/', import.meta.url));

const values: Record<string, string> = {
  TOKEN: 'ghp_0a1b2c3d4e5f6a7b8c9d\n',
  SIGNING_KEY: '-----BEGIN KEY-----\nq83vEjRWeJCrze8SNFZ4kA\n% "quoted" \\ $HOME `x` é☃\nAw==\n-----END KEY-----\n',
};

const secrets = createSkillSecrets({
  provider: { read: (names) => Promise.resolve(names.map((name) => ({ value: values[name] ?? '' }))) },
  salt: 'salt',
});

async function openUnder(guard: (typeof PROCESS_GUARDS)[number]): Promise<Harness> {
  return openHarness(skills, { guard, secrets, runnersHaveMemory: true, spareRunners: 0, servedRunnersMax: 1 });
}

test.each(PROCESS_GUARDS)('a process gets variables and files, unchanged, under %s', async (guard) => {
  await using harness = await openUnder(guard);
  if (harness.executor.guard !== guard) return;
  const script = `
    printf %s "$TOKEN" | cksum; cksum <"$DOME_SECRETS/SIGNING_KEY"; stat -c '%a %A' "$DOME_SECRETS" "$DOME_SECRETS/SIGNING_KEY"
    stat -f -c %T "$DOME_SECRETS"; printf '%s\\n' "$DOME_SECRETS"; ls /proc/self/fd | wc -l; env | grep -c '^SIGNING_KEY='`;
  await using ran = await harness.run('keyed', { script });
  const said = ran.lines.map(({ text }) => text);
  expect(said.slice(0, 5)).toEqual([
    cksum((values['TOKEN'] ?? '').trimEnd()),
    cksum(values['SIGNING_KEY'] ?? ''),
    '700 drwx------',
    '400 -r--------',
    'tmpfs',
  ]);
  expect(said[7]).toBe('0');
  // Outside of the job it was never seen, or is gone.
  expect(existsSync(`${said[5] ?? ''}/SIGNING_KEY`)).toBe(false);
  expect(ran.outcome.secrets?.map(({ name }) => name)).toEqual(['TOKEN', 'SIGNING_KEY']);
});

test.each(PROCESS_GUARDS)('a node skill has them for one job, under %s', async (guard) => {
  await using harness = await openUnder(guard);
  if (harness.executor.guard !== guard) return;
  const run = async () => {
    await using ran = await harness.run('keyed-node', {});
    expect(ran.outcome.result, ran.log).toBe('success');
    return ran.outcome.output ?? {};
  };
  const first = await run();
  // The runner waits for its next job, and sees no file of the last one.
  expect(seenBy(join(String(first['folder']), 'SIGNING_KEY'))).toEqual([]);
  const second = await run();
  expect(first).toMatchObject({ runs: 1, token: 24, key: values['SIGNING_KEY']?.length, files: ['SIGNING_KEY'] });
  expect(second).toMatchObject({ runs: 2, pid: first['pid'], files: ['SIGNING_KEY'] });
  for (const { folder } of [first, second]) expect(existsSync(join(String(folder), 'SIGNING_KEY'))).toBe(false);
});

/** Processes of the machine that see a file at the path, each in its own view. */
function seenBy(path: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && existsSync(`/proc/${pid}/root${path}`));
}
