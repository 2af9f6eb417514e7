import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findProgram, whyNoProgram } from '@dome/skills';
import type { ProcessRun } from '@dome/skills';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let dir: string;
let harness: Harness;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-programs-'));
  harness = await openHarness(fixtureSkills, { spareRunners: 0 });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

async function script(name: string, text: string, mode = 0o755): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

/** The outcome of a job whose skill is this one program. */
async function problemOf(program: string): Promise<unknown> {
  const skill = harness.skills.get('shell');
  if (skill === undefined) throw new Error('there is no skill shell');
  const run: ProcessRun = { using: 'process', command: [program] };
  const skills = new Map([['shell', { ...skill, run }]]);
  await using ran = await harness.run('shell', { script: '' }, { skills });
  return ran.outcome.problem;
}

test('a script without its executable bit is named, with the way to set it', async () => {
  const path = await script('plain', '#!/bin/sh\n', 0o644);
  expect(await problemOf(path)).toMatchObject({
    code: 'SKILL_FAILED',
    detail: `${path} is a file that may not be executed`,
    hint: expect.stringContaining('git add --chmod=+x'),
  });
  expect(findProgram('plain', dir)).toBeUndefined();
  expect(whyNoProgram('plain', dir).detail).toBe(`${path} is a file that may not be executed`);
  expect(whyNoProgram('no-such', dir).detail).toBe('no-such is not a program on this machine');
});

test('a script with Windows line ends is told what is wrong with its first line', async () => {
  const path = await script('windows', '#!/bin/bash\r\necho hello\r\n');
  expect(await problemOf(path)).toMatchObject({
    code: 'SKILL_FAILED',
    detail: expect.stringContaining('ends with a carriage return'),
    hint: expect.stringContaining('eol=lf'),
  });
});

test('the error of a script without its interpreter names that interpreter', async () => {
  const path = await script('elsewhere', '#!/opt/no-such/python3 -u\n');
  expect(await problemOf(path)).toMatchObject({
    detail: `${path} asks for /opt/no-such/python3, which is not on this machine`,
  });
  expect(await problemOf(await script('fine', '#! /bin/sh\ncat >/dev/null\n'))).toBeUndefined();
});
