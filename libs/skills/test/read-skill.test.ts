import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { archiveEntries } from '@dome/archive';
import { checkDocument } from '@dome/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readCatalogue, skillRefused } from '../src/index.ts';
import { readSkill } from '../src/read-skill.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-skills-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const MANIFEST = `apiVersion: dome/v1
kind: Skill
name: hello
version: 1.2.3
title: Hello
description: Says hello.
inputSchema: { type: object, properties: { name: { type: string } }, additionalProperties: false }
outputSchema: { type: object, required: [greeting], properties: { greeting: { type: string } } }
runs: { using: process, command: [./hello.sh, ./data/words.txt] }
`;

async function plant(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
}

async function faultsOf(manifest: string, files: Record<string, string> = {}): Promise<string[]> {
  await plant({ 'hello/skill.yaml': manifest, 'hello/hello.sh': '', 'hello/data/words.txt': '', ...files });
  const read = await readSkill(join(home, 'hello'));
  if (read.ok) return [];
  return read.refusal.faults.map(({ at, message }) => `${at?.line}:${at?.column} ${message}`);
}

test('a skill is described without a place to run it', async () => {
  expect(await faultsOf(MANIFEST)).toEqual([]);
  const read = await readSkill(join(home, 'hello'));
  if (!read.ok) throw skillRefused(read.refusal);
  const { descriptor, packed, runIn } = read.skill;
  checkDocument('Descriptor', descriptor);
  expect(descriptor.contentDigest).toBe(packed.digest);
  expect(runIn('/a place')).toEqual({
    using: 'process',
    command: ['/a place/hello.sh', '/a place/data/words.txt'],
  });
});

test('every fault is told at once, in the order of the text, each at its member', async () => {
  const wrong = MANIFEST.replace('name: hello', 'name: other')
    .replace('1.2.3', '1.2.3-01')
    .replace('type: string } }, additional', 'typ: string } }, additional')
    .replace('./data/words.txt', './data/gone.txt');
  expect(await faultsOf(`${wrong}timeouts: { execution: 8d }\nlogs: { size: 1KiB, rate: 1KiB }\n`)).toEqual([
    '3:1 the skill is called other, its folder is not',
    '4:1 1.2.3-01 is no semantic version: no part is empty, and no number begins with 0',
    '7:52 inputSchema is not valid: /properties/name/typ unknown keyword "typ"',
    '9:47 ./data/gone.txt is not a file of the skill',
    '10:13 timeouts.execution is at most 7d',
    '11:9 logs.size is 64 KiB to 1 GiB',
    '11:21 logs.rate is 64 KiB to 64 MiB',
  ]);
});

test('an example is held against both schemas, and its workspace is a folder of the skill', async () => {
  const examples = `examples:
  - { name: good, input: { name: Ada }, output: { greeting: hello Ada }, workspace: data }
  - { name: bad, input: { nam: Ada }, output: { greting: x }, workspace: nowhere }
  - { name: worse, input: {}, workspace: data/words.txt }
`;
  expect(await faultsOf(MANIFEST + examples)).toEqual([
    '12:27 example "bad": the input at /nam is no member that its schema has',
    '12:39 example "bad": the output at /greeting must have required property \'greeting\'',
    '12:63 nowhere is not a folder of the skill',
    '13:31 data/words.txt is not a folder of the skill',
  ]);
});

test('a refusal is one error, which counts the faults and has them all', async () => {
  await plant({ 'hello/skill.yaml': `${MANIFEST}logs: { size: 1KiB }\n`, 'hello/hello.sh': '' });
  const read = await readSkill(join(home, 'hello'));
  if (read.ok) throw new Error('it was not refused');
  const error = skillRefused(read.refusal);
  const file = join(home, 'hello', 'skill.yaml');
  expect(error).toMatchObject({
    code: 'MANIFEST_INVALID',
    message: `${file}:9:47: ./data/words.txt is not a file of the skill (and 1 more)`,
    fields: {
      line: 9,
      column: 47,
      faults: [{ line: 9 }, { document: file, line: 10, column: 9, message: 'logs.size is 64 KiB to 1 GiB' }],
    },
  });
});

test('a link leads where it would lead once unpacked', async () => {
  await plant({ 'hello/bin/real.sh': '', 'hello/deep/down/words.txt': '' });
  await mkdir(join(home, 'hello', 'data'), { recursive: true });
  await symlink('bin/real.sh', join(home, 'hello', 'hello.sh'));
  await symlink('../deep/down/words.txt', join(home, 'hello', 'data', 'words.txt'));
  await plant({ 'hello/skill.yaml': MANIFEST });
  expect(await readSkill(join(home, 'hello'))).toMatchObject({ ok: true });
  await symlink('round', join(home, 'hello', 'round'));
  await plant({ 'hello/skill.yaml': `${MANIFEST}docs: round\n` });
  expect(await readSkill(join(home, 'hello'))).toMatchObject({
    refusal: { faults: [{ message: 'round is not a file of the skill' }] },
  });
});

test('an edit that git has not heard of is read, a file that it does not track is not there', async () => {
  const git = (...args: string[]): void => void execFileSync('git', ['-C', home, ...args], { stdio: 'ignore' });
  await plant({ 'hello/skill.yaml': MANIFEST, 'hello/hello.sh': '', 'hello/data/words.txt': '' });
  git('init', '-q');
  expect(await readSkill(join(home, 'hello'))).toMatchObject({
    refusal: { faults: [{ message: 'git does not track it', hint: `git add ${join(home, 'hello')}` }] },
  });
  git('add', 'hello/skill.yaml', 'hello/hello.sh');
  expect(await readSkill(join(home, 'hello'))).toMatchObject({
    refusal: { faults: [{ message: './data/words.txt is not a file of the skill' }] },
  });
  git('add', '-N', 'hello/data/words.txt');
  await plant({ 'hello/skill.yaml': MANIFEST.replace('title: Hello', 'title: Hello again') });
  expect(await readSkill(join(home, 'hello'))).toMatchObject({ skill: { descriptor: { title: 'Hello again' } } });
});

test('a catalogue is read skill by skill, and each version once', async () => {
  const simple = MANIFEST.replace('[./hello.sh, ./data/words.txt]', '[bash, -c, "true"]');
  await plant({
    'a/hello/skill.yaml': simple,
    'a/broken/skill.yaml': 'no',
    'a/near/skill.yml': simple,
    'b/hello/skill.yaml': simple,
  });
  const found: string[] = [];
  for await (const entry of readCatalogue([join(home, 'a'), join(home, 'b')]))
    found.push(
      entry.kind === 'refused'
        ? skillRefused(entry.refusal).message.replace(`${home}/`, '')
        : entry.kind === 'skill'
          ? entry.skill.descriptor.name
          : 'unreadable',
    );
  expect(found).toEqual([
    'a/near/skill.yml: is no manifest: that is a file called skill.yaml',
    expect.stringContaining('a/broken/skill.yaml:1:1: must be an object'),
    'hello',
    expect.stringMatching(/^b\/hello\/skill.yaml: the catalogue already has hello@1.2.3, in .*\/a\/hello$/),
  ]);
  await expect(readCatalogue([join(home, 'gone')]).next()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('versions of a skill stand side by side, in folders that say so', async () => {
  const of = (version: string, name = 'hello') =>
    MANIFEST.replace('[./hello.sh, ./data/words.txt]', '[bash, -c, "true"]')
      .replace('1.2.3', version)
      .replace('name: hello', `name: ${name}`);
  await plant({
    'hello/skill.yaml': of('2.0.0'),
    'hello@1.2.3/skill.yaml': of('1.2.3'),
    'hello@1.3.0-rc.1+build.5/skill.yaml': of('1.3.0-rc.1+build.5'),
    'hello@1.4.0/skill.yaml': of('1.4.1'),
    'hello@2.0.0/skill.yaml': of('2.0.0'),
    'hello@/skill.yaml': of('3.0.0'),
    'hallo@4.0.0/skill.yaml': of('4.0.0'),
  });
  const found: string[] = [];
  for await (const entry of readCatalogue([home])) {
    if (entry.kind === 'skill') found.push(entry.skill.descriptor.version);
    if (entry.kind === 'refused') found.push(skillRefused(entry.refusal).message.replaceAll(`${home}/`, ''));
  }
  expect(found).toEqual([
    'hallo@4.0.0/skill.yaml:3:1: the skill is called hello, its folder is not',
    '2.0.0',
    'hello@/skill.yaml:4:1: the version is 3.0.0, its folder says none',
    '1.2.3',
    '1.3.0-rc.1+build.5',
    'hello@1.4.0/skill.yaml:4:1: the version is 1.4.1, its folder says 1.4.0',
    'hello@2.0.0/skill.yaml: the catalogue already has hello@2.0.0, in hello',
  ]);
});

/** As a kubelet mounts it: the files in a folder named by the time, and each top name a link through `..data`. */
async function mountAt(path: string, from: string, time: string): Promise<void> {
  const dir = join(home, path);
  await cp(from, join(dir, `..${time}`), { recursive: true });
  await symlink(`..${time}`, join(dir, '..data'));
  for (const name of await readdir(from)) await symlink(join('..data', name), join(dir, name));
}

test('a skill that Kubernetes mounts has the digest of its plain files, on every pod', async () => {
  await plant({ 'plain/hello/skill.yaml': MANIFEST, 'plain/hello/hello.sh': '', 'plain/hello/data/words.txt': 'a' });
  const plain = join(home, 'plain', 'hello');
  await mountAt('first/hello', plain, '2026_11_29_02_01.1');
  await mountAt('second/hello', plain, '2026_11_30_07_45.2');
  // One volume for the whole catalogue, whose items have a path below the name of the skill.
  await mountAt('whole', join(home, 'plain'), '2026_11_29_02_01.3');
  const digests: string[] = [];
  for (const catalogue of ['plain', 'first', 'second', 'whole']) {
    for await (const entry of readCatalogue([join(home, catalogue)])) {
      expect(entry.kind, catalogue).toBe('skill');
      if (entry.kind === 'skill') digests.push(entry.skill.descriptor.contentDigest);
    }
  }
  expect(digests).toHaveLength(4);
  expect(new Set(digests).size).toBe(1);
});

test('outside a repository every file of a skill belongs to it, hidden ones and links as well', async () => {
  const files = { 'hello/.hidden': 'x', 'hello/build/out.bin': 'y', 'hello/.gitignore': 'build/', 'hello/..odd': 'z' };
  await plant({ 'hello/skill.yaml': MANIFEST, 'hello/hello.sh': '', 'hello/data/words.txt': '', ...files });
  await symlink('data/words.txt', join(home, 'hello', 'link'));
  const read = await readSkill(join(home, 'hello'));
  if (!read.ok) throw skillRefused(read.refusal);
  const packed = [...(await archiveEntries(read.skill.packed.bytes)).keys()];
  expect(packed.toSorted()).toEqual([
    '..odd',
    '.gitignore',
    '.hidden',
    'build/out.bin',
    'data/words.txt',
    'hello.sh',
    'link',
    'skill.yaml',
  ]);
});
