import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { unpackArchive } from '@dome/archive';
import { sha256Digest } from '@dome/contracts';
import { needPython } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { folderOfSecrets } from '../../src/secrets/folder.ts';
import { createSkillSecrets } from '../../src/secrets/skill-secrets.ts';
import { exampleSkills, openHarness } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  const provider = folderOfSecrets(join(exampleSkills, '..', 'secrets'));
  harness = await openHarness(exampleSkills, { secrets: createSkillSecrets({ provider, salt: 'a salt' }) });
  harness.put('hello\n');
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm('/tmp/dome-example-environments', { recursive: true, force: true });
});

/** A workspace made from files in memory. */
async function workspaceOf(files: Record<string, string>): Promise<{ digest: `sha256:${string}`; size: number }> {
  const dir = join(harness.workDir, `tree-${Object.keys(files).length}-${Math.random()}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dir, path, '..'), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  return harness.putFolder(dir);
}

const OF_NODE_AND_SHELL = ['apply-patch', 'git-diff-stat', 'lint', 'node-test', 'noop', 'pack', 'promote', 'sbom'];
const OF_PYTHON = ['sql-migrate-check'];

test('every example skill is tried', () => {
  expect([...harness.skills.keys()]).toEqual([...OF_NODE_AND_SHELL, ...OF_PYTHON]);
});

test.for([...OF_NODE_AND_SHELL, ...OF_PYTHON])('%s does what its examples say', async (name, context) => {
  if (OF_PYTHON.includes(name)) needPython(context, 'sqlite3');
  const skill = harness.skills.get(name);
  if (skill === undefined) throw new Error(`no skill ${name}`);
  expect(skill.examples.length).toBeGreaterThan(0);
  for (const example of skill.examples) {
    const { workspace: folder } = example;
    const workspace =
      folder === undefined ? {} : { workspace: await harness.putFolder(join(skill.snapshotDir, folder)) };
    await using ran = await harness.run(name, { ...example.input }, workspace);
    const { result, output, problem } = ran.outcome;
    expect({ example: example.name, result, problem, log: result === 'success' ? '' : ran.log }).toEqual({
      example: example.name,
      result: 'success',
      problem: undefined,
      log: '',
    });
    if (example.output !== undefined) expect(output).toEqual(example.output);
  }
});

describe('git-diff-stat', () => {
  test('compares with the base that is named by digest', async () => {
    const base = await workspaceOf({ 'a.txt': '1\n2\n3\n', 'gone.txt': 'x\n', 'bytes.bin': '\0\u0001' });
    const workspace = await workspaceOf({ 'a.txt': '1\n2\nthree\nfour\n', 'bytes.bin': '\0\u0002' });
    await using ran = await harness.run('git-diff-stat', { base: base.digest }, { workspace });
    expect(ran.outcome.output).toEqual({ files: 3, insertions: 2, deletions: 2, binary: 1 });
    expect(ran.log).toContain('a.txt');
    expect(ran.outcome.materials).toEqual([{ uri: 'dome:material/base', digest: base.digest }]);
  });
});

describe('lint', () => {
  test('fails with file and line', async () => {
    const workspace = await workspaceOf({
      'src/broken.js': 'const a = 1;\nconst = 2;\n',
      'src/stop.mjs': 'let a = 1;\n  debugger;\nexport { a };\n',
      'node_modules/x/y.js': 'const = 1;',
    });
    await using ran = await harness.run('lint', {}, { workspace });
    expect(ran.outcome).toMatchObject({
      result: 'failure',
      exit: { code: 1 },
      output: { files: 2, errors: 2, warnings: 0 },
    });
    expect(ran.annotations).toMatchObject([
      { level: 'error', file: 'src/broken.js', startLine: 2, title: 'syntax' },
      { level: 'error', file: 'src/stop.mjs', startLine: 2, title: 'debugger' },
    ]);
    expect(ran.progress.at(-1)).toEqual({ value: 1, text: '2 of 2 files' });
  });
});

describe('node-test', () => {
  const failing = [
    "import assert from 'node:assert/strict';",
    "import { writeFileSync } from 'node:fs';",
    "import test, { describe } from 'node:test';",
    "test('good', () => undefined);",
    "describe('a suite', () => test('bad: 100%', () => assert.equal(1, 2)));",
    "test('later', { skip: true }, () => undefined);",
    "test('cannot reach the protocol', () => assert.equal(Object.keys(process.env).filter((name) => /^(DOME|INPUT|GITHUB)_/.test(name)).join(), ''));",
    "console.log('::warning::from a test');",
  ].join('\n');

  test('gives failures as structured output', async () => {
    const workspace = await workspaceOf({ 'a.test.mjs': failing });
    await using ran = await harness.run('node-test', {}, { workspace });
    expect(ran.outcome).toMatchObject({
      result: 'failure',
      output: { passed: 2, failed: 1, skipped: 1, failures: [{ name: 'bad: 100%', file: 'a.test.mjs', line: 5 }] },
    });
    expect(ran.annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: 'a.test.mjs', title: 'bad: 100%' }),
    );
    expect(ran.outcome.summary).toContain('1 failed');
  });

  test('fails if there are no tests, and can be told to accept that', async () => {
    const workspace = await workspaceOf({ 'README.md': 'no tests\n' });
    await using none = await harness.run('node-test', {}, { workspace });
    expect(none.outcome).toMatchObject({ result: 'failure', output: { passed: 0, failed: 0 } });
    await using fine = await harness.run('node-test', { minimum: 0 }, { workspace });
    expect(fine.outcome.result).toBe('success');
  });
});

describe('sql-migrate-check', () => {
  test('fails on a drop, and on a migration that does not apply', async (context) => {
    needPython(context, 'sqlite3');
    const drop = await workspaceOf({
      'migrations/1.sql': 'CREATE TABLE a (b, c);',
      'migrations/2.sql': 'ALTER TABLE a DROP c;',
    });
    await using dropped = await harness.run('sql-migrate-check', {}, { workspace: drop });
    expect(dropped.outcome).toMatchObject({
      result: 'failure',
      output: { applied: 2, destructive: ['migrations/2.sql:1 DROP COLUMN c'] },
    });
    const broken = await workspaceOf({ 'migrations/1.sql': "ATTACH DATABASE '/tmp/x.db' AS x;" });
    await using refused = await harness.run('sql-migrate-check', {}, { workspace: broken });
    expect(refused.outcome).toMatchObject({ result: 'failure', output: { applied: 0 } });
    expect(refused.log).toContain('does not apply');
  });
});

describe('apply-patch', () => {
  test('returns a changed tree', async () => {
    const workspace = await workspaceOf({ 'src/a.txt': 'one\ntwo\n', 'keep.txt': 'kept\n' });
    const patch = '--- a/src/a.txt\n+++ b/src/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n';
    await using ran = await harness.run('apply-patch', { patch }, { workspace });
    expect(ran.outcome).toMatchObject({ result: 'success', output: { files: ['src/a.txt'] } });
    const changed = ran.outcome.workspace;
    if (changed === undefined) throw new Error('no workspace came back');
    expect(changed.digest).not.toBe(workspace.digest);
    const bytes = await readFile(changed.path);
    expect(bytes.length).toBe(changed.size);
    const dir = join(harness.workDir, 'changed');
    await unpackArchive(bytes, dir, { expectedDigest: changed.digest });
    expect(await readFile(join(dir, 'src/a.txt'), 'utf8')).toBe('one\n2\n');
    expect(await readFile(join(dir, 'keep.txt'), 'utf8')).toBe('kept\n');
  });

  test('fails on a patch that does not apply or leads outside, and returns no tree', async () => {
    const workspace = await workspaceOf({ 'a.txt': 'other\n' });
    for (const path of ['a.txt', '../outside.txt']) {
      const patch = `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-one\n+two\n`;
      await using ran = await harness.run('apply-patch', { patch }, { workspace });
      expect(ran.outcome).toMatchObject({ result: 'failure', exit: { code: 1 } });
      expect(ran.outcome.workspace).toBeUndefined();
      expect(ran.annotations[0]?.title).toBe('the patch does not apply');
    }
  });
});

describe('pack and promote', () => {
  test('pack gives the same readable bytes twice, promote places them once', async () => {
    const workspace = await workspaceOf({
      'package.json': '{"name":"shop","version":"2.0.0"}',
      'src/x.js': 'x',
      'test/x.js': 'left out',
    });
    await using first = await harness.run('pack', {}, { workspace });
    await using second = await harness.run('pack', {}, { workspace });
    const [artifact] = first.outcome.artifacts;
    if (artifact === undefined) throw new Error('no artifact came out');
    expect(second.outcome.artifacts[0]?.digest).toBe(artifact.digest);
    expect(first.outcome.output).toMatchObject({
      file: 'shop-2.0.0.tgz',
      digest: artifact.digest,
      size: artifact.size,
      entries: 2,
    });
    expect(execFileSync('tar', ['-tzf', artifact.path], { encoding: 'utf8' })).toBe(
      'package/package.json\npackage/src/x.js\n',
    );

    const digest = harness.put(await readFile(artifact.path));
    // Outside the daemon's work folder, where no job may write.
    const directory = '/tmp/dome-example-environments/packed';
    const name = 'shop-2.0.0.tgz';
    const input = { promotion: { digest, to: 'staging' }, name, directory };
    const locked = (token: number) => ({ locks: [{ key: 'environment:staging', token }] });
    await using placed = await harness.run('promote', input, locked(4));
    const path = join(directory, 'staging', name);
    const key = (await readFile(join(exampleSkills, '..', 'secrets', 'SIGNING_KEY'), 'utf8')).trim();
    const signature = createHmac('sha256', key).update(`staging\n${digest}`).digest('hex');
    expect(placed.outcome.output).toEqual({ path, digest, size: artifact.size, changed: true, signature });
    expect(placed.outcome.secrets).toEqual([{ name: 'SIGNING_KEY', saltedDigest: expect.stringMatching(/^sha256:/) }]);
    expect(sha256Digest(await readFile(path))).toBe(digest);
    await using again = await harness.run('promote', input, locked(7));
    expect(again.outcome.output).toMatchObject({ changed: false, signature });
    const journal = await readFile(join(directory, 'staging.journal'), 'utf8');
    const lines = journal
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { what: 'enter', token: 4 },
      { what: 'leave', token: 4, name, digest, signature },
      { what: 'enter', token: 7 },
      { what: 'leave', token: 7, name, digest, signature },
    ]);
    await cp(path, `${path}.copy`);

    await using unknown = await harness.run('promote', {
      ...input,
      promotion: { digest: sha256Digest('never stored'), to: 'staging' },
    });
    expect(unknown.outcome).toMatchObject({ result: 'error', problem: { code: 'WORKSPACE_MISSING' } });
  });
});

test('sbom lists packages with their hashes, and fails without a lock file', async () => {
  const skill = harness.skills.get('sbom');
  if (skill === undefined) throw new Error('no skill sbom');
  const workspace = await harness.putFolder(join(skill.snapshotDir, 'examples/service'));
  await using ran = await harness.run('sbom', {}, { workspace });
  const [artifact] = ran.outcome.artifacts;
  if (artifact === undefined) throw new Error('no artifact came out');
  expect(ran.outcome.output).toMatchObject({ components: 1, files: 2, digest: artifact.digest });
  const document: unknown = JSON.parse(await readFile(artifact.path, 'utf8'));
  expect(document).toMatchObject({
    bomFormat: 'CycloneDX',
    components: [
      { type: 'library', name: 'left', purl: 'pkg:npm/left@1.0.0', hashes: [{ alg: 'SHA-256' }] },
      { type: 'file', name: 'index.mjs' },
      { type: 'file', name: 'package-lock.json' },
    ],
  });
  await using none = await harness.run('sbom', {}, { workspace: await workspaceOf({ 'a.txt': '' }) });
  expect(none.outcome).toMatchObject({ result: 'failure', problem: { code: 'SKILL_FAILED' } });
});
