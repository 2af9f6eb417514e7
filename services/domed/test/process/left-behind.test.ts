// What a skill puts in place of its answers never leads to files of somebody else, and never blocks the daemon.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness, Ran } from '../support/harness.ts';

const secret = '{"secret":"of the host"}';

let harness: Harness;
let elsewhere: string;
beforeAll(async () => {
  harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  // A folder of the host with the names of a job's folder in it.
  elsewhere = await mkdtemp(join(tmpdir(), 'dome-elsewhere-'));
  for (const name of ['output', 'summary.md', 'report.json']) await writeFile(join(elsewhere, name), secret);
  for (const name of ['artifacts', 'workspace']) {
    await mkdir(join(elsewhere, name));
    await writeFile(join(elsewhere, name, 'report.json'), secret);
  }
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm(elsewhere, { recursive: true, force: true });
});

/** All that would be stored and sent of it. */
async function told({ outcome }: Ran): Promise<string> {
  const files = outcome.workspace === undefined ? outcome.artifacts : [...outcome.artifacts, outcome.workspace];
  const texts = await Promise.all(files.map(({ path }) => readFile(path, 'utf8')));
  return [...texts, outcome.summary ?? '', JSON.stringify(outcome.output ?? {})].join('\n');
}

describe.each(['mount-namespace', 'process-group'] as const)('under the guard %s', (guard) => {
  let own: Harness;
  beforeAll(async () => {
    own = await openHarness(fixtureSkills, { spareRunners: 0, guard });
  });
  afterAll(() => own[Symbol.asyncDispose]());
  const run = (script: string): Promise<Ran> => own.run('shell', { script: `E=${elsewhere}; ${script}` });

  test.each([
    'rmdir "$DOME_ARTIFACTS"; ln -s "$E" "$DOME_ARTIFACTS"',
    'mv "$DOME_ARTIFACTS" "$DOME_ARTIFACTS.old"; ln -s "$E/artifacts" "$DOME_ARTIFACTS"',
    'ln -s "$E/report.json" "$DOME_ARTIFACTS/report.json"',
    'ln -s /dev/zero "$DOME_ARTIFACTS/report.json"',
    'mkfifo "$DOME_ARTIFACTS/report.json"',
    'mkdir "$DOME_ARTIFACTS/report.json"',
    'python3 -c "import socket,os; os.chdir(os.environ[\'DOME_ARTIFACTS\']); socket.socket(socket.AF_UNIX).bind(\'report.json\')" || mkfifo "$DOME_ARTIFACTS/report.json"',
  ])('an artifact is a plain file of the job: %s', async (script) => {
    await using ran = await run(script);
    expect(ran.outcome).toMatchObject({ result: 'error', artifacts: [], problem: { code: 'OUTPUT_INVALID' } });
    expect(await told(ran)).not.toContain('of the host');
  });

  test.each([
    'rm "$DOME_OUTPUT"; ln -s "$E/output" "$DOME_OUTPUT"',
    'rm "$DOME_OUTPUT"; ln -s /dev/zero "$DOME_OUTPUT"',
    'rm "$DOME_OUTPUT"; mkfifo "$DOME_OUTPUT"',
    'R=$(dirname "$DOME_OUTPUT"); mv "$R" "$R.old"; ln -s "$E" "$R"',
  ])('so is the output: %s', async (script) => {
    await using ran = await run(script);
    expect(await told(ran)).not.toContain('of the host');
    // If the guard keeps the folder in its place, the skill ends as its last command says.
    expect(['error', 'success']).toContain(ran.outcome.result);
  });

  test.each(['ln -s "$E/summary.md" "$DOME_SUMMARY"', 'ln -s /dev/zero "$DOME_SUMMARY"', 'mkfifo "$DOME_SUMMARY"'])(
    'and the summary: %s',
    async (script) => {
      await using ran = await run(`rm "$DOME_SUMMARY"; ${script}`);
      expect(ran.outcome).toMatchObject({ result: 'success' });
      expect(ran.outcome.summary).toBeUndefined();
    },
  );

  test.each([
    'cd /; rm -r "$DOME_WORKSPACE"; ln -s "$E/workspace" "$DOME_WORKSPACE"',
    'cd /; R=$(dirname "$DOME_OUTPUT"); mv "$R" "$R.old"; ln -s "$E" "$R"; exit 0',
    'mkfifo "$DOME_WORKSPACE/../workspace.tar"',
    'ln -s "$E/summary.md" "$DOME_WORKSPACE/../workspace.tar"',
  ])('and the workspace, which is packed through nothing that the skill left: %s', async (script) => {
    const workspace = await own.putFolder(join(fixtureSkills, 'echo'));
    await using ran = await own.run('tree', { script: `E=${elsewhere}; ${script}` }, { workspace });
    expect(await told(ran)).not.toContain('of the host');
    expect(await readFile(join(elsewhere, 'summary.md'), 'utf8')).toBe(secret);
  });
});

test('a process that outlives its group may change the folders meanwhile: nothing elsewhere is read', async () => {
  await using own = await openHarness(fixtureSkills, { spareRunners: 0, guard: 'process-group' });
  const mark = `dome-test-swap-${process.pid}`;
  const swap = `while :; do mv "$A" "$A.1"; ln -s ${elsewhere} "$A"; rm "$A"; mv "$A.1" "$A"; done 2>/dev/null`;
  const script = `echo '{"own":1}' >"$DOME_ARTIFACTS/report.json"; A=$DOME_ARTIFACTS setsid sh -c '${swap}' ${mark} >/dev/null 2>&1 &`;
  try {
    for (let turn = 0; turn < 8; turn += 1) {
      await using ran = await own.run('shell', { script });
      for (const { digest, path } of ran.outcome.artifacts)
        expect({ digest, path }).toMatchObject({
          digest: expect.stringMatching(/^sha256:/),
          path: expect.stringContaining(own.workDir),
        });
      expect(ran.outcome.artifacts.map(({ size }) => size)).not.toContain(secret.length);
    }
  } finally {
    execFileSync('sh', [
      '-c',
      `for p in $(grep -lsa ${mark} /proc/[0-9]*/cmdline | cut -d/ -f3); do [ $p = $$ ] || kill -9 $p; done 2>/dev/null; true`,
    ]);
  }
});

test('an artifact that leads to another file of its own folder is that file', async () => {
  await using ran = await harness.run('shell', {
    script:
      'mkdir "$DOME_ARTIFACTS/out"; echo "{}" >"$DOME_ARTIFACTS/out/r.json"; cd "$DOME_ARTIFACTS"; ln -s out/r.json report.json',
  });
  expect(ran.outcome).toMatchObject({ result: 'success', artifacts: [{ name: 'report', size: 3 }] });
  await using again = await harness.run('shell', {
    script: 'rm -r "$DOME_ARTIFACTS"; mkdir "$DOME_ARTIFACTS"; echo "{}" >"$DOME_ARTIFACTS/report.json"',
  });
  expect(again.outcome).toMatchObject({ result: 'success', artifacts: [{ name: 'report', size: 3 }] });
});
