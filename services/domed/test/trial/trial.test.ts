import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { systemClock } from '@dome/runtime';
import type { TrialMessage } from '@dome/skills';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { folderOfSecrets } from '../../src/secrets/folder.ts';
import { createSkillSecrets } from '../../src/secrets/skill-secrets.ts';
import { openTrialContent } from '../../src/trial/trial-content.ts';
import type { TrialContent } from '../../src/trial/trial-content.ts';
import { tryExamples } from '../../src/trial/trial.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { exampleSkills, openHarness } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let harness: Harness;
let empty: string;
let content: TrialContent;
beforeAll(async () => {
  const kept = join(exampleSkills, '..', 'secrets');
  harness = await openHarness(exampleSkills, {
    secrets: createSkillSecrets({
      provider: folderOfSecrets(kept),
      rehearsals: folderOfSecrets(join(kept, 'rehearsal')),
      salt: 'a salt',
    }),
    source: { open: (digest) => content.open(digest) },
  });
  empty = join(harness.workDir, 'empty');
  await mkdir(empty);
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm('/tmp/dome-example-environments', { recursive: true, force: true });
});

async function tried(name: string, of: Partial<Trial> = {}): Promise<TrialMessage[]> {
  const skill = harness.skills.get(name);
  if (skill === undefined) throw new Error(`no skill ${name}`);
  content = await openTrialContent(skill, empty);
  const told: TrialMessage[] = [];
  await tryExamples({
    skill,
    only: [],
    content,
    executor: harness.executor,
    clock: systemClock,
    signal: new AbortController().signal,
    tell: async (message) => void told.push(message),
    ...of,
  });
  return told;
}

test('each example is told from its name to its end, with what it said in between', async () => {
  const told = await tried('lint');
  expect(told.filter(({ kind }) => kind === 'example' || kind === 'ended')).toMatchObject([
    { kind: 'example', name: 'a clean file' },
    { kind: 'ended', result: 'success', exit: { code: 0 }, output: { errors: 0 }, guard: harness.executor.guard },
    { kind: 'example', name: 'a trailing space is a warning' },
    { kind: 'ended', result: 'success', output: { warnings: 1 } },
  ]);
  expect(told).toContainEqual(expect.objectContaining({ kind: 'annotation', title: 'trailing-space' }));
  expect(await tried('lint', { only: ['a clean file'] })).toHaveLength(4);
});

test('what an example names by its digest is a file of the skill', async () => {
  expect((await tried('promote')).at(-1)).toMatchObject({ kind: 'ended', result: 'success' });
  const skill = harness.skills.get('promote');
  const [example] = skill?.examples ?? [];
  if (skill === undefined || example === undefined) throw new Error('promote has no example');
  const promotion = { digest: `sha256:${'0'.repeat(64)}`, to: 'staging' };
  const other = { ...skill, examples: [{ ...example, input: { ...example.input, promotion } }] };
  expect((await tried('promote', { skill: other })).at(-1)).toMatchObject({
    kind: 'ended',
    result: 'error',
    problem: { code: 'WORKSPACE_MISSING', detail: expect.stringContaining('is the digest of no file of the skill') },
  });
});

test('after a stop no further example begins', async () => {
  const stop = new AbortController();
  const told: TrialMessage[] = [];
  await tried('lint', {
    signal: stop.signal,
    tell: async (message) => {
      told.push(message);
      stop.abort('cancel');
    },
  });
  expect(told.map(({ kind }) => kind)).toEqual(['example', 'ended']);
  expect(told[1]).toMatchObject({ result: 'cancellation' });
});
