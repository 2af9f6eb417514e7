import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

const RELEASED = join(import.meta.dirname, '../../../../schemas/released/0.1.0');
const STARTED = 'schemas/job/started.v1.json';

interface Tree extends AsyncDisposable {
  readonly root: string;
  edit(path: string, from: string, to: string): Promise<void>;
  diff(...words: string[]): Promise<{ code: number; out: string; err: string }>;
}

/** A tree with one kept release, and the same contract beside it. */
async function treeOf(facts: { readonly preRelease: boolean }): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'dome-compat-'));
  await cp(RELEASED, root, { recursive: true });
  await cp(RELEASED, join(root, 'schemas/released/0.1.0'), { recursive: true });
  await writeFile(join(root, 'schemas/released/0.1.0/release.json'), JSON.stringify(facts));
  return {
    root,
    edit: async (path, from, to) => {
      const text = await readFile(join(root, path), 'utf8');
      expect(text).toContain(from);
      await writeFile(
        join(root, path),
        text.replace(from, () => to),
      );
    },
    diff: async (...words) => {
      const io = memoryIo({ cwd: join(root, 'schemas') });
      const code = await runCli(['contract', 'diff', ...words], { version: '1.2.3', ioFor: () => io });
      return { code, out: io.written.out, err: io.written.err };
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

const pointer = `${STARTED}#/required`;
const accept = async ({ root }: Tree, at = pointer): Promise<void> =>
  writeFile(
    join(root, 'schemas/released/accepted.yaml'),
    `- { pointer: '${at}', kind: required, reason: 'Nobody reads it yet.' }\n`,
  );
const breakIt = (tree: Tree) => tree.edit(STARTED, '"deliveryCount",\n', '');

test('a contract that did not change passes', async () => {
  await using tree = await treeOf({ preRelease: true });
  expect(await tree.diff()).toEqual({ code: 0, out: '0.1.0 → working tree: nothing changed\n', err: '' });
});

test('an added member passes without a word from anybody', async () => {
  await using tree = await treeOf({ preRelease: false });
  await tree.edit(STARTED, '"properties": {', '"properties": { "zone": { "type": "string", "maxLength": 64 },');
  const { code, out } = await tree.diff();
  expect({ code, out }).toEqual({
    code: 0,
    out: '0.1.0 → working tree: 0 breaking, 0 loosening, 0 for readers first, 1 additive\n',
  });
});

test('what breaks is named, with who breaks and what to do, and the exit code is 8', async () => {
  await using tree = await treeOf({ preRelease: true });
  await breakIt(tree);
  const { code, out } = await tree.diff();
  expect(code).toBe(8);
  expect(out).toContain('BREAKING required, breaks readers');
  expect(out).toContain(`at       ${pointer}`);
  expect(out).toContain('touches  dev.dome.job.started.v1');
  expect(out).toContain('Go on writing it');
});

test('programs read the same as JSON, one finding a line with jsonl', async () => {
  await using tree = await treeOf({ preRelease: true });
  await breakIt(tree);
  const { out } = await tree.diff('-o', 'json');
  const value = JSON.parse(out) as { findings: unknown[]; refused: unknown[] };
  expect(value.findings).toMatchObject([{ severity: 'breaking', kind: 'required', pointer, breaks: 'reader' }]);
  expect(value.refused).toHaveLength(1);
  expect((await tree.diff('-o', 'jsonl')).out.trimEnd().split('\n')).toHaveLength(1);
});

test('before the first release a change that breaks passes with its reason', async () => {
  await using tree = await treeOf({ preRelease: true });
  await breakIt(tree);
  await accept(tree);
  const { code, out } = await tree.diff();
  expect(code).toBe(0);
  expect(out).toContain('BREAKING required, breaks readers, accepted with a reason');
});

test('a reason counts for whoever names the release, and need not fit another head', async () => {
  await using tree = await treeOf({ preRelease: true });
  await accept(tree);
  expect(await tree.diff('0.1.0')).toMatchObject({ code: 0 });
  await breakIt(tree);
  const { code, out } = await tree.diff('0.1.0');
  expect(out).toContain('BREAKING required, breaks readers, accepted with a reason');
  expect(code).toBe(0);
});

test('after a release no reason helps', async () => {
  await using tree = await treeOf({ preRelease: false });
  await breakIt(tree);
  await accept(tree);
  const { code, out } = await tree.diff();
  expect(code).toBe(8);
  expect(out).toContain('STALE required');
  expect(await tree.diff('0.1.0')).toMatchObject({ code: 8 });
});

test('a reason for what nobody changed is found', async () => {
  await using tree = await treeOf({ preRelease: true });
  await accept(tree);
  const { code, out } = await tree.diff();
  expect(code).toBe(8);
  expect(out).toContain(`STALE required\n  at       ${pointer}`);
});

test('what is stored under any release must stay readable', async () => {
  await using tree = await treeOf({ preRelease: false });
  const older = join(tree.root, 'schemas/released/0.0.9');
  await cp(RELEASED, older, { recursive: true });
  await writeFile(join(older, 'release.json'), JSON.stringify({ preRelease: false }));
  const text = await readFile(join(older, STARTED), 'utf8');
  await writeFile(join(older, STARTED), text.replace('"deliveryCount",\n', ''));
  const { code, out } = await tree.diff();
  expect(code).toBe(8);
  expect(out).toContain('BREAKING required, breaks writers');
});

test('a pre-release that a release followed binds nobody', async () => {
  await using tree = await treeOf({ preRelease: false });
  const older = join(tree.root, 'schemas/released/0.0.9');
  await cp(RELEASED, older, { recursive: true });
  await writeFile(join(older, 'release.json'), JSON.stringify({ preRelease: true }));
  const text = await readFile(join(older, STARTED), 'utf8');
  await writeFile(join(older, STARTED), text.replace('"deliveryCount",\n', ''));
  expect(await tree.diff()).toMatchObject({ code: 0 });
});

test('commits are compared, also those of a folder below the top', async () => {
  await using tree = await treeOf({ preRelease: true });
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-C', tree.root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      stdio: 'pipe',
    });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  await breakIt(tree);
  git('commit', '--quiet', '-am', 'two');
  expect((await tree.diff('HEAD~1', 'HEAD')).out).toContain(`at       ${pointer}`);
  expect((await tree.diff('HEAD')).out).toContain('nothing changed');
  expect((await tree.diff('HEAD', '0.1.0')).out).toContain('BREAKING required, breaks writers');
});

test('a word that means no contract is an error of whoever typed it', async () => {
  await using tree = await treeOf({ preRelease: true });
  expect(await tree.diff('nonsense')).toMatchObject({ code: 2, err: expect.stringContaining('neither a folder') });
  await mkdir(join(tree.root, 'empty/schemas'), { recursive: true });
  await writeFile(join(tree.root, 'empty/asyncapi.yaml'), 'a: [');
  expect(await tree.diff(join(tree.root, 'empty'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('cannot be read'),
  });
  const io = memoryIo({ cwd: tmpdir() });
  expect(await runCli(['contract', 'diff'], { version: '1.2.3', ioFor: () => io })).toBe(2);
  expect(io.written.err).toContain('is in no folder with asyncapi.yaml');
});
