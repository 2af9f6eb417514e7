// The repository of the demo, made by a real git: two releases that are what the story says, and the same commits every
// time.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { PATCH } from '../src/release-plan.ts';
import { makeReleases } from '../src/releases.ts';
import type { Releases } from '../src/releases.ts';
import { root } from './played.ts';

const run = promisify(execFile);
const examples = join(root, 'examples');

async function open(stack: AsyncDisposableStack): Promise<Releases> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-releases-'));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const { PATH: path } = process.env;
  return await makeReleases({ service: join(examples, 'checkout'), folder: join(dir, 'checkout'), path });
}

/** How many tests of the tree pass and fail. */
async function testsOf({ folder }: Releases): Promise<string> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], { cwd: folder, env }).catch(
    (failure: { stdout: string }) => failure,
  );
  return /# pass \d+\n# fail \d+/.exec(stdout)?.[0] ?? stdout;
}

test('the previous release passes its tests, this one fails, and the patch fixes it', async () => {
  await using stack = new AsyncDisposableStack();
  const releases = await open(stack);
  expect(await releases.atFirst(() => testsOf(releases))).toBe('# pass 3\n# fail 0');
  expect(await testsOf(releases)).toBe('# pass 5\n# fail 1');
  await releases.git('apply', join(examples, PATCH));
  expect(await testsOf(releases)).toBe('# pass 6\n# fail 0');
});

test('its second commit is the example as it is, and its ids are the same every time', async () => {
  await using stack = new AsyncDisposableStack();
  const [one, other] = [await open(stack), await open(stack)];
  expect(one.commit).toBe(other.commit);
  expect(await one.git('status', '--porcelain')).toBe('');
  expect((await one.git('log', '--format=%s')).trim().split('\n')).toHaveLength(2);
  for (const path of ['package.json', 'src/server.js', 'test/server.test.js', 'src/discount.js']) {
    expect(await readFile(join(one.folder, path), 'utf8')).toBe(
      await readFile(join(examples, 'checkout', path), 'utf8'),
    );
  }
});
