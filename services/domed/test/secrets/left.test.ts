// What a skill leaves is stored without its secrets, or not at all.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createSkillSecrets } from '../../src/secrets/skill-secrets.ts';
import { openHarness } from '../support/harness.ts';
import type { Harness, Ran } from '../support/harness.ts';

const skills = fileURLToPath(new URL('../fixtures/secret-skills/', import.meta.url));
const token = '0123456789';
const secrets = createSkillSecrets({
  provider: {
    read: (names) =>
      Promise.resolve(names.map((name) => ({ value: name === 'TOKEN' ? token : 'a key of many words' }))),
  },
  salt: '',
});

let harness: Harness;
let workspace: { digest: `sha256:${string}`; size: number };
beforeAll(async () => {
  harness = await openHarness(skills, { secrets, spareRunners: 0 });
  const dir = await mkdtemp(join(tmpdir(), 'dome-tree-'));
  await mkdir(join(dir, 'src'));
  await writeFile(join(dir, 'src', 'a.txt'), 'a key of many other words');
  workspace = await harness.putFolder(dir);
  await rm(dir, { recursive: true });
});
afterAll(() => harness[Symbol.asyncDispose]());

const inTree = (script: string): Promise<Ran> => harness.run('keyed-tree', { script }, { workspace });

test.each([
  'echo "x $TOKEN x" >src/b.txt',
  'mkdir "dir-$TOKEN"; echo x >"dir-$TOKEN/x"',
  'base64 <"$DOME_SECRETS/SIGNING_KEY" >src/key.b64',
  '(head -c 65530 /dev/zero; cat "$DOME_SECRETS/SIGNING_KEY") >src/large.bin',
  'ln -s "$TOKEN" src/link',
])('a workspace that holds a secret is not stored: %s', async (script) => {
  await using ran = await inTree(script);
  expect(ran.outcome).toMatchObject({
    result: 'error',
    problem: { code: 'OUTPUT_INVALID', detail: expect.stringContaining('holds a secret') as unknown },
  });
  expect(ran.outcome.workspace).toBeUndefined();
});

test('a workspace with words of a secret is stored', async () => {
  await using ran = await inTree('echo "a key of many things, 012345678" >src/b.txt');
  expect(ran.outcome.result, ran.log).toBe('success');
  expect(ran.outcome.workspace).toBeDefined();
});

test('an output is checked as it leaves, so a secret where no text may stand is refused', async () => {
  await using asText = await harness.run('keyed', { script: 'echo "pin=x$TOKEN" >>"$DOME_OUTPUT"' });
  expect(asText.outcome.output).toEqual({ pin: 'x***' });
  await using asNumber = await harness.run('keyed', {
    script: 'printf "{\\"pin\\":1%s,\\"ok\\":[true,null,7]}" "$TOKEN" >"$DOME_OUTPUT"',
  });
  expect(asNumber.outcome.output).toEqual({ pin: '1***', ok: [true, null, 7] });
});

test('a number of an annotation and the value of a progress tell no secret', async () => {
  await using ran = await harness.run('keyed', {
    script:
      'echo "::error file=a.js,line=1$TOKEN::x"; echo "::error file=a.js,line=12::y"; echo "::progress value=0.$TOKEN::z"',
  });
  expect(ran.annotations.map(({ startLine }) => startLine)).toEqual([undefined, 12]);
  expect(ran.progress).toEqual([{ value: 0.012, text: 'z' }]);
});

test('what a skill hides itself stays in its output, for a later task', async () => {
  await using ran = await harness.run('keyed', {
    script: 'echo "::add-mask::drawn-now"; echo drawn-now; echo "drawn=drawn-now" >>"$DOME_OUTPUT"',
  });
  expect(ran.outcome.output).toEqual({ drawn: 'drawn-now' });
  expect(ran.log).toBe('stdout: ***');
});
