import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { checkDocument, structureDigest } from '@dome/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { loadCatalogue } from '../../src/catalogue/load.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-catalogue-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const manifest = `apiVersion: dome/v1
kind: Skill
name: hello
version: 1.2.3
title: Hello
description: Says hello.
inputSchema:
  type: object
  properties:
    name: { type: string, default: you }
  additionalProperties: false
outputSchema:
  type: object
  required: [greeting]
  properties:
    greeting: { type: string }
runs:
  using: process
  command: [bash, ./hello.sh]
`;

async function plant(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
}

const load = () => loadCatalogue({ dirs: [join(home, 'skills')], workDir: join(home, 'work') });
const git = (...args: string[]): void => void execFileSync('git', ['-C', home, ...args], { stdio: 'ignore' });

async function refusal(text: string | Uint8Array, others: Record<string, string> = {}): Promise<string> {
  await plant({ 'skills/hello/skill.yaml': text, 'skills/hello/hello.sh': 'true\n', ...others });
  const { refused, skills } = await load();
  expect(skills.names).toEqual([]);
  expect(refused.map(({ code }) => code)).toEqual(['MANIFEST_INVALID']);
  return refused[0]?.message.replace(`${home}/skills/hello/`, '') ?? '';
}

describe('a manifest', () => {
  test('that is valid gives a descriptor with every default spelt out, and its digest', async () => {
    await plant({ 'skills/hello/skill.yaml': manifest, 'skills/hello/hello.sh': 'true\n' });
    const { skills, refused } = await load();
    expect(refused).toEqual([]);
    const skill = skills.versionsOf('hello')[0];
    if (skill === undefined) throw new Error('no skill hello');
    checkDocument('Descriptor', skill.descriptor);
    expect(skill.descriptor).toMatchObject({
      name: 'hello',
      version: '1.2.3',
      hints: { readOnly: false, destructive: true, idempotent: false, openWorld: true },
      needs: { workspace: 'none' },
      timeouts: { queueMs: 600_000, executionMs: 300_000, heartbeatMs: 300_000, totalMs: 1_800_000 },
      retry: { maximumAttempts: 3, backoffCoefficient: 2 },
      contentDigest: skill.contentDigest,
    });
    expect(skill.descriptorDigest).toBe(structureDigest(skill.descriptor));
    expect(skill.run).toEqual({ using: 'process', command: ['bash', join(skill.snapshotDir, 'hello.sh')] });
    expect(skill.graceMs).toBe(10_000);
    expect(skill.logs).toEqual({ bytes: 67_108_864, bytesPerSecond: 8_388_608 });
    expect(skill.descriptor).not.toHaveProperty('logs');
  });

  test('may run for as long as any clock lasts: the clocks derived from it stay within their bounds', async () => {
    const text = `${manifest}timeouts: { execution: 7d }\n`;
    await plant({ 'skills/hello/skill.yaml': text, 'skills/hello/hello.sh': '' });
    const { skills, refused } = await load();
    expect(refused).toEqual([]);
    const { descriptor } = skills.versionsOf('hello')[0] ?? {};
    checkDocument('Descriptor', descriptor);
    expect(descriptor?.timeouts).toMatchObject({ executionMs: 604_800_000, totalMs: 604_800_000 });
  });

  test('may say how much of its log is kept, which is no part of its descriptor', async () => {
    const text = `${manifest}logs: { size: 1GiB, rate: 512KiB }\n`;
    await plant({ 'skills/hello/skill.yaml': text, 'skills/hello/hello.sh': '' });
    const skill = (await load()).skills.versionsOf('hello')[0];
    expect(skill?.logs).toEqual({ bytes: 1_073_741_824, bytesPerSecond: 524_288 });
    expect(skill?.descriptor).not.toHaveProperty('logs');
  });

  test.each([
    ['a log without an end', `${manifest}logs: { size: 2GiB }\n`, 'skill.yaml:20:9: logs.size is 64 KiB to 1 GiB'],
    ['a rate that stands still', `${manifest}logs: { rate: 1KiB }\n`, 'skill.yaml:20:9: logs.rate is 64 KiB to 64 MiB'],
    ['a misspelt member', `${manifest}example: []\n`, 'skill.yaml:20:1: /example'],
    ['a program that is none', manifest.replace('bash, ', ''), 'skill.yaml:19:13: ./hello.sh is not executable'],
    ['a misspelt member deep inside', manifest.replace('  command:', '  comand:'), 'skill.yaml:19:3: /runs/comand'],
    ['a version that no range can mean', manifest.replace('1.2.3', '1.2.3-01'), '1.2.3-01 is no semantic version'],
    ['a wrong value', manifest.replace('1.2.3', 'one'), 'skill.yaml:4:1: /version'],
    ['broken YAML', manifest.replace('title: Hello', 'title: [Hello'), 'skill.yaml:'],
    [
      'a key twice',
      manifest.replace('kind: Skill', 'kind: Skill\nkind: Skill'),
      'skill.yaml:3:1: the key kind stands here twice',
    ],
    [
      'a tag',
      manifest.replace('title: Hello', 'title: !env TITLE'),
      'skill.yaml:5:8: the tag !env has no meaning here',
    ],
    [
      'a merge key',
      manifest.replace('  type: object', '  <<: { type: object }'),
      'skill.yaml:8:3: the merge key << is not part of YAML 1.2',
    ],
    [
      'a retry that no command may carry',
      `${manifest}retry: { initialInterval: 2h }\n`,
      'skill.yaml:20:10: retry.initialInterval is at most 1h',
    ],
    [
      'a clock beyond all clocks',
      `${manifest}timeouts: { queue: 1m, execution: 8d }\n`,
      'skill.yaml:20:24: timeouts.execution is at most 7d',
    ],
    [
      'a clock that stands still',
      `${manifest}timeouts: { total: 0s }\n`,
      'skill.yaml:20:13: timeouts.total is at least 1ms',
    ],
    [
      'a clock that nobody can count',
      `${manifest}timeouts: { queue: 99999999999999d }\n`,
      'timeouts.queue is at most 7d',
    ],
    ['a grace without an end', `${manifest}  grace: 2d\n`, 'skill.yaml:20:3: runs.grace is at most 1h'],
    ['no command', manifest.replace(/ {2}command.*\n/, ''), 'skill.yaml:17:1: runs.command is missing'],
    [
      'a member of the other kind',
      `${manifest}  isolation: none\n`,
      'skill.yaml:20:3: runs.isolation belongs to using: node',
    ],
    [
      'another name than its folder',
      manifest.replace('name: hello', 'name: other'),
      'skill.yaml:3:1: the skill is called other',
    ],
    [
      'a file that is not there',
      manifest.replace('./hello.sh', './gone.sh'),
      'skill.yaml:19:19: ./gone.sh is not a file',
    ],
    [
      'a file that leads outside',
      manifest.replace('./hello.sh', './../hello/hello.sh'),
      'skill.yaml:19:19: ./../hello',
    ],
    [
      'a keyword nobody knows',
      manifest.replace('default: you', 'defualt: you'),
      'skill.yaml:10:27: inputSchema is not valid: /properties/name/defualt unknown keyword "defualt"',
    ],
    [
      'an example that its schema forbids',
      `${manifest}examples: [{ name: bad, input: { nam: x } }]\n`,
      'skill.yaml:20:34: example "bad": the input at /nam',
    ],
    ['docs that are not there', `${manifest}docs: README.md\n`, 'skill.yaml:20:1: README.md is not a file'],
    [
      'a workspace inside the daemon',
      `${manifest.replace('process', 'node').replace(/ {2}command.*\n/, '  main: hello.sh\n')}  isolation: none\nneeds: { workspace: ro }\n`,
      'skill.yaml:20:3: a skill inside the daemon gets no workspace',
    ],
  ])('with %s is refused by file, line and column', async (_, text, message) => {
    expect(await refusal(text)).toContain(message);
  });

  test.each([
    ['UTF-16', Buffer.from(`\uFEFF${manifest}`, 'utf16le'), 'skill.yaml:1:1: is UTF-16 (little endian), not UTF-8'],
    [
      'Latin-1',
      Buffer.from(manifest.replace('Says hello', 'Dit caf\u00e9'), 'latin1'),
      'skill.yaml:6:21: is not UTF-8: the byte 0xE9',
    ],
  ])('in %s is refused by the name of its encoding', async (_, bytes, message) => {
    expect(await refusal(bytes)).toContain(message);
  });

  test('that is refused does not hide the others', async () => {
    const other = manifest.replace('name: hello', 'name: other');
    await plant({
      'skills/hello/skill.yaml': 'no',
      'skills/other/skill.yaml': other,
      'skills/other/hello.sh': '',
      'skills/README.md': '',
    });
    const { skills, refused } = await load();
    expect(skills.names).toEqual(['other']);
    expect(refused).toHaveLength(1);
  });
});

describe('the content', () => {
  const files = { 'skills/hello/skill.yaml': manifest, 'skills/hello/hello.sh': 'echo one\n' };

  test('is what git tracks, and no file beside it', async () => {
    await plant({ ...files, 'skills/hello/scratch.txt': 'not tracked', '.gitignore': '' });
    git('init', '-q');
    const { refused } = await load();
    expect(refused[0]?.message).toContain('git does not track it');
    expect(refused[0]?.hint).toContain('git add');
    git('add', 'skills/hello/skill.yaml', 'skills/hello/hello.sh');
    const { skills } = await load();
    expect((await readdir(skills.versionsOf('hello')[0]?.snapshotDir ?? '')).toSorted()).toEqual([
      'hello.sh',
      'skill.yaml',
    ]);
  });

  test('is what git tracks, and the files left out are named', async () => {
    await plant({ ...files, 'skills/hello/lib.sh': 'helper\n', 'skills/hello/a.log': '', '.gitignore': '*.log\n' });
    git('init', '-q');
    git('add', 'skills/hello/skill.yaml', 'skills/hello/hello.sh');
    expect((await load()).skills.versionsOf('hello')[0]?.leftOut).toEqual(['lib.sh']);
    git('add', 'skills/hello/lib.sh');
    expect((await load()).skills.versionsOf('hello')[0]?.leftOut).toEqual([]);
  });

  test('is not guessed if git cannot say what belongs to it', async () => {
    await plant(files);
    git('init', '-q');
    git('add', '.');
    await writeFile(join(home, '.git', 'config'), '[core\n');
    const { skills, refused } = await load();
    expect(skills.names).toEqual([]);
    expect(refused).toMatchObject([
      { code: 'MANIFEST_INVALID', message: expect.stringContaining('bad config line 1') },
    ]);
  });

  test('of a folder that is a link is that of its target', async () => {
    await plant({
      'elsewhere/hello/skill.yaml': manifest,
      'elsewhere/hello/hello.sh': 'true\n',
      'skills/README.md': '',
    });
    await symlink(join(home, 'elsewhere', 'hello'), join(home, 'skills', 'hello'));
    const { skills, refused } = await load();
    expect(refused).toEqual([]);
    expect(skills.names).toEqual(['hello']);
  });

  test('of what only looks like a skill is refused by name', async () => {
    await plant({ 'skills/hello/skill.yml': manifest, 'skills/hello/hello.sh': 'true\n' });
    const { refused } = await load();
    expect(refused).toMatchObject([
      {
        code: 'MANIFEST_INVALID',
        message: `${home}/skills/hello/skill.yml: is no manifest: that is a file called skill.yaml`,
      },
    ]);
  });

  test('runs from a snapshot that a later edit does not reach, and an edit is another digest', async () => {
    await plant(files);
    const before = (await load()).skills.versionsOf('hello')[0];
    await plant({ 'skills/hello/hello.sh': 'echo two\n' });
    const after = (await load()).skills.versionsOf('hello')[0];
    if (before === undefined || after === undefined) throw new Error('no skill hello');
    expect(await readFile(join(before.snapshotDir, 'hello.sh'), 'utf8')).toBe('echo one\n');
    expect(after.contentDigest).not.toBe(before.contentDigest);
    expect(after.descriptorDigest).not.toBe(before.descriptorDigest);
  });
});

test('checks fill defaults into a copy, and name the wrong member', async () => {
  await plant({ 'skills/hello/skill.yaml': manifest, 'skills/hello/hello.sh': '' });
  const skill = (await load()).skills.versionsOf('hello')[0];
  if (skill === undefined) throw new Error('no skill hello');
  const given = {};
  expect(skill.acceptInput(given)).toEqual({ ok: true, value: { name: 'you' } });
  expect(given).toEqual({});
  expect(skill.acceptInput({ name: 3 })).toMatchObject({
    ok: false,
    error: { code: 'INPUT_INVALID', fields: { pointer: '/name' } },
  });
  expect(skill.acceptInput({ 'a/b': 3 })).toMatchObject({ ok: false, error: { fields: { pointer: '/a~1b' } } });
  expect(skill.acceptInput('text')).toMatchObject({ ok: false });
  expect(skill.acceptOutput({})).toMatchObject({
    ok: false,
    error: { code: 'OUTPUT_INVALID', fields: { pointer: '/greeting' } },
  });
});
