import { execFileSync } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';

test('no skill finds the repository around the work folder, wherever in the work folder it looks', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  const outer = await realpath(harness.workDir);
  execFileSync('git', ['init', '--quiet', outer]);
  const look = 'git rev-parse --show-toplevel 2>/dev/null';
  const places = ['.', '$TMPDIR', '$DOME_ARTIFACTS', '$TMPDIR/..', '$DOME_SKILL', '$PWD'];
  await using ran = await harness.run('shell', {
    script: `for at in ${places.map((place) => `"${place}"`).join(' ')}; do (cd "$at" && ${look}); done; true`,
  });
  expect(ran.outcome.result).toBe('success');
  expect(ran.log).toBe('');
  const folder = await mkdtemp(join(tmpdir(), 'dome-tree-'));
  try {
    await writeFile(join(folder, 'file'), 'text');
    const workspace = await harness.putFolder(folder);
    const script = `${look}; git add -A 2>/dev/null; git init --quiet . && ${look}`;
    await using tree = await harness.run('tree', { script }, { workspace });
    // A repository of its own is found as usual.
    expect(tree.lines.map(({ text }) => text)).toEqual([expect.stringMatching(/\/workspace$/)]);
    expect(execFileSync('git', ['-C', outer, 'diff', '--cached', '--name-only'], { encoding: 'utf8' })).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});
