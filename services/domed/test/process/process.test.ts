import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(fixtureSkills, { spareRunners: 0 });
});
afterAll(() => harness[Symbol.asyncDispose]());

const shell = (script: string, options = {}) => harness.run('shell', { script }, options);

describe('a process skill', () => {
  test('gets its input by stdin, file and variables, and answers by files', async () => {
    await using ran = await harness.run('echo', { text: 'hello, world' });
    expect(ran.outcome).toMatchObject({
      result: 'success',
      exit: { code: 0 },
      output: { text: 'hello, world', times: 1 },
      summary: '**hello, world**\n',
    });
    expect(ran.outcome.problem).toBeUndefined();
    const script =
      'read -r line; echo "$line"; cat "$DOME_INPUT"; echo; echo "$DOME_PROTOCOL $DOME_RUN $DOME_TASK $DOME_ATTEMPT $DOME_EPOCH $CI $TRACEPARENT"';
    await using all = await shell(script, { attempt: 3, epoch: 77, trace: { traceparent: '00-a-b-01' } });
    const [first = '', second = '', third] = all.lines.map(({ text }) => text);
    expect(JSON.parse(first)).toEqual({ script });
    expect(JSON.parse(second)).toEqual({ script });
    expect(third).toBe('1 run-1 task 3 77 true 00-a-b-01');
  });

  test('sees none of the daemon’s variables but a few by name', async () => {
    await using other = await openHarness(fixtureSkills, {
      spareRunners: 0,
      environment: {
        PATH: process.env['PATH'],
        DOME_NATS_CREDS: 'creds of domed',
        NODE_OPTIONS: '--no-warnings',
        LD_PRELOAD: '/none',
      },
    });
    await using ran = await other.run('shell', { script: 'env' });
    expect(ran.outcome.result).toBe('success');
    expect(ran.log).not.toMatch(/creds of domed|NODE_OPTIONS|LD_PRELOAD/);
    expect(ran.log).toContain('NO_COLOR=1');
  });

  test.each([
    ['exit 1', 'failure', 'SKILL_FAILED', false],
    ['exit 75', 'error', 'SKILL_FAILED', true],
    ['exit 2', 'error', 'SKILL_FAILED', false],
    ['kill -KILL $$', 'error', 'SKILL_FAILED', false],
  ])('%s is %s', async (script, result, code, retryable) => {
    await using ran = await shell(script);
    expect(ran.outcome).toMatchObject({ result, problem: { code, retryable } });
  });

  test('skips with exit 78, and tells a signal from a code', async () => {
    await using skipped = await shell('exit 78');
    expect(skipped.outcome.result).toBe('skip');
    expect(skipped.outcome.problem).toBeUndefined();
    await using crashed = await harness.run('crash');
    expect(crashed.outcome).toMatchObject({ result: 'error', exit: { signal: 'SIGSEGV' } });
    expect(crashed.log).toBe('stdout: about to crash');
  });

  test('is checked against its own output schema, and a failure may answer too', async () => {
    await using wrong = await harness.run('noisy', { lines: 0 });
    expect(wrong.outcome.output).toEqual({ lines: 0 });
    await using bad = await shell('echo "[1]" >"$DOME_OUTPUT"');
    expect(bad.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID' }, exit: { code: 0 } });
    await using large = await shell('head -c 300000 /dev/zero | tr "\\0" x >"$DOME_OUTPUT"');
    expect(large.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID' } });
    await using unsafe = await shell('echo \'{"n": 9007199254740993}\' >"$DOME_OUTPUT"');
    expect(unsafe.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID', pointer: '/n' } });
    await using failure = await shell('echo \'{"found": 2}\' >"$DOME_OUTPUT"; exit 1');
    expect(failure.outcome).toMatchObject({ result: 'failure', output: { found: 2 } });
  });

  test.each([
    ['ln -s "$DOME_INPUT" "$DOME_OUTPUT"', 'error'],
    ['mkdir "$DOME_OUTPUT"', 'error'],
    ['mkfifo "$DOME_OUTPUT"', 'error'],
    ['true', 'success'],
  ])('has no output if its file was replaced: %s', async (script, result) => {
    await using ran = await shell(`rm "$DOME_OUTPUT"; ${script}`);
    expect(ran.outcome).toMatchObject({ result });
    expect(ran.outcome.problem?.code).toBe(result === 'error' ? 'OUTPUT_INVALID' : undefined);
  });

  test('may end without reading a large input', async () => {
    await using ran = await harness.run('shell', { script: 'exec 0<&-; exit 0', rest: 'x'.repeat(5_000_000) });
    expect(ran.outcome.result).toBe('success');
  });

  test('takes strings with a NUL and strings too long for a variable', async () => {
    await using ran = await harness.run('shell', {
      script: 'env | grep -c ^INPUT_',
      nul: 'a\0b',
      long: 'x'.repeat(200_000),
    });
    expect(ran.log).toBe('stdout: 1');
  });

  test('leaves declared artifacts, measured by the daemon, never what leads outside', async () => {
    await using ran = await shell('echo "{}" >"$DOME_ARTIFACTS/report.json"; echo x >"$DOME_ARTIFACTS/undeclared"');
    const [artifact, ...others] = ran.outcome.artifacts;
    expect(others).toEqual([]);
    expect(artifact).toMatchObject({ name: 'report', mediaType: 'application/json', size: 3 });
    expect(await readFile(artifact?.path ?? '', 'utf8')).toBe('{}\n');
    await using link = await shell('ln -s /etc/passwd "$DOME_ARTIFACTS/report.json"');
    expect(link.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID' } });
    await using pipe = await shell('mkfifo "$DOME_ARTIFACTS/report.json"');
    expect(pipe.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID' } });
  });

  test('leaves no folder behind once the outcome is disposed', async () => {
    const ran = await shell('pwd');
    const jobs = (): string[] => readdirSync(join(harness.workDir, 'jobs'));
    expect(jobs()).toHaveLength(1);
    await ran[Symbol.asyncDispose]();
    expect(jobs()).toEqual([]);
  });

  test('that is not installed is an error that says so', async () => {
    const skill = harness.skills.get('shell');
    if (skill === undefined) throw new Error('no skill shell');
    const missing = { ...skill, run: { using: 'process', command: ['no-such-program'] } } as const;
    const outcome = await harness.executor.execute(
      {
        skill: missing,
        input: {},
        runId: 'r',
        taskId: 't',
        jobId: 'missing',
        attempt: 1,
        epoch: 1,
        executionMs: 1_000,
        heartbeatMs: 1_000,
        deadlineMs: Date.now() + 1_000,
      },
      { line: () => undefined, annotation: () => undefined, progress: () => undefined },
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({
      result: 'error',
      problem: { code: 'SKILL_FAILED', detail: 'no-such-program is not a program on this machine' },
    });
  });
});

describe('what a process prints', () => {
  test('is masked before it is cut, and in every text that leaves the host', async () => {
    await using ran = await shell(
      [
        'echo "::add-mask::hunter2"; echo "::add-mask::x"',
        'echo "a summary with hunter2" >>"$DOME_SUMMARY"',
        // A mask is longer than this value: the masked text must still fit the schema of the log.
        `echo "::notice file=hunter2.js,title=$(printf 'x%.0s' $(seq 256))::$(printf 'x%.0s' $(seq 4096))"`,
        // The limit of a line falls into the value.
        `head -c 65533 /dev/zero | tr '\\0' a; echo hunter2`,
        // Too long for a line, and shown again.
        `long=$(head -c 70000 /dev/zero | tr '\\0' h); echo "::add-mask::$long"; echo "long: $long"`,
        `echo "::progress value=1::$(head -c 253 /dev/zero | tr '\\0' a)hunter2"`,
      ].join('\n'),
    );
    expect(ran.outcome.summary).toBe('a summary with ***\n');
    const [annotation] = ran.annotations;
    expect(annotation).toMatchObject({ file: '***.js', title: '*'.repeat(256), message: '*'.repeat(4_096) });
    const said = JSON.stringify([ran.lines, ran.annotations, ran.progress]);
    expect(['hun', 'hhh'].filter((leak) => said.includes(leak))).toEqual([]);
  });

  test('becomes lines, annotations, progress and masks, in order', async () => {
    await using ran = await shell(
      [
        'echo "::add-mask::s3cret"',
        'echo "the s3cret is out"; echo "s3cret" >&2',
        'echo "::error file=a.js,line=3,title=No%3A::not s3cret%0Anot at all"',
        'echo "::progress value=0.25::a quarter"',
        'echo "::stop-commands::halt"; echo "::error::shown as it is"; echo "::halt::"',
        'echo "::warning::again"; echo "::group::folded"',
        'echo "::error::from stderr" >&2',
        "printf 'one\\r\\ntwo\\rthree\\xff\\n\\nopen'",
      ].join('\n'),
    );
    const stdout = ran.lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
    expect(stdout).toEqual([
      'the *** is out',
      'error a.js:3: No:: not ***',
      'not at all',
      '::error::shown as it is',
      'warning: again',
      '::group::folded',
      'one',
      'two',
      'three\uFFFD',
      '',
      'open',
    ]);
    expect(ran.lines.filter(({ stream }) => stream === 'stderr').map(({ text }) => text)).toEqual([
      '***',
      '::error::from stderr',
    ]);
    expect(ran.annotations).toEqual([
      { level: 'error', message: 'not ***\nnot at all', file: 'a.js', startLine: 3, title: 'No:' },
      { level: 'warning', message: 'again' },
    ]);
    expect(ran.progress).toEqual([{ value: 0.25, text: 'a quarter' }]);
  });

  test('waits in the pipe while the sinks are slow, and arrives whole', async () => {
    let open = 0;
    let openMax = 0;
    const onLine = async (): Promise<void> => {
      open += 1;
      openMax = Math.max(openMax, open);
      await new Promise((resolve) => void setImmediate(resolve));
      open -= 1;
    };
    await using ran = await harness.run('noisy', { lines: 5_000, width: 100 }, { onLine });
    expect(ran.outcome.output).toEqual({ lines: 5_000 });
    const numbers = (stream: string): number[] =>
      ran.lines.filter((line) => line.stream === stream).map(({ text }) => Number(text.split(' ')[1]));
    const all = Array.from({ length: 5_000 }, (_, index) => index + 1);
    expect(numbers('stderr')).toEqual(all.filter((number) => number % 5 === 0));
    expect(numbers('stdout')).toEqual(all.filter((number) => number % 5 !== 0));
    expect(openMax).toBeLessThanOrEqual(2);
  });

  test('is cut at the limit of a line', async () => {
    await using ran = await harness.run('noisy', { lines: 2, width: 100_000 });
    expect(ran.lines.map(({ text, isTruncated }) => [Buffer.byteLength(text), isTruncated])).toEqual([
      [65_536, true],
      [65_536, true],
    ]);
  });
});

describe('a skill with a workspace', () => {
  test.each(['rm -rf "$DOME_WORKSPACE"', 'rm -rf "$DOME_WORKSPACE"; ln -s /etc "$DOME_WORKSPACE"'])(
    'returns no tree that is not in its folder: %s',
    async (script) => {
      const workspace = await harness.putFolder(join(fixtureSkills, 'echo'));
      await using ran = await harness.run('tree', { script }, { workspace });
      expect(ran.outcome).toMatchObject({ result: 'error', problem: { code: 'OUTPUT_INVALID' } });
    },
  );

  test('works on a copy of its own, and returns a changed tree', async () => {
    const { digest, size } = await harness.putFolder(join(fixtureSkills, 'echo'));
    const script =
      'cat >/dev/null; pwd; ls; rm skill.yaml; echo new >new.txt; [ -f "$DOME_MATERIALS/file.bin" ] && cat "$DOME_MATERIALS/file.bin" "$DOME_MATERIALS/folder/echo.sh" | head -1';
    const material = harness.put('material\n');
    const first = await harness.run('tree', { script, material, folder: digest }, { workspace: { digest, size } });
    expect(first.outcome).toMatchObject({ result: 'success' });
    expect(first.lines.map(({ text }) => text)).toEqual([
      expect.stringMatching(/workspace$/),
      'echo.sh',
      'skill.yaml',
      'material',
    ]);
    expect(first.outcome.workspace?.digest).not.toBe(digest);
    const second = await harness.run('tree', { script: 'ls' }, { workspace: { digest, size } });
    expect(second.log).toBe('stdout: echo.sh\nstdout: skill.yaml');
    expect(second.outcome.workspace?.digest).toBe(digest);
    await Promise.all([first, second].map((ran) => ran[Symbol.asyncDispose]()));
  });

  test('that is not stored, not given, or does not match its digest is an error with its code', async () => {
    const { digest, size } = await harness.putFolder(join(fixtureSkills, 'echo'));
    const unknown = { digest: `sha256:${'0'.repeat(64)}`, size } as const;
    const code = async (options: object, input = {}) => {
      await using ran = await harness.run('tree', { script: 'true', ...input }, options);
      return ran.outcome.problem?.code;
    };
    expect(await code({ workspace: unknown })).toBe('WORKSPACE_MISSING');
    expect(await code({})).toBe('WORKSPACE_MISSING');
    expect(await code({ workspace: { digest, size } }, { material: 'no digest' })).toBe('INPUT_INVALID');
    expect(await code({ workspace: { digest, size } })).toBeUndefined();
    expect(await code({ workspace: { digest, size } }, { material: null })).toBeUndefined();
  });
});

test('flaky asks for another attempt until it gets one', async () => {
  await using first = await harness.run('flaky', { succeedsAt: 2 }, { attempt: 1 });
  expect(first.outcome).toMatchObject({ result: 'error', problem: { retryable: true } });
  await using second = await harness.run('flaky', { succeedsAt: 2 }, { attempt: 2 });
  expect(second.outcome).toMatchObject({ result: 'success', output: { attempt: 2 } });
});
