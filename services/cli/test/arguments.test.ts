import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { runCli } from '../src/cli.ts';
import { createProgram } from '../src/program/program.ts';
import { memoryIo } from './memory-io.ts';

async function cli(...argv: string[]) {
  const io = memoryIo();
  const exitCode = await runCli(argv, { version: '1.2.3', ioFor: () => io });
  return { exitCode, ...io.written };
}

test('an unknown command is refused, with a suggestion of the one that was meant', async () => {
  const { exitCode, err } = await cli('run', 'submitt');
  expect(exitCode).toBe(2);
  expect(err).toContain("error: unknown command 'submitt'");
  expect(err).toContain('hint:  Did you mean submit?');
  const [, page = '', line] = /docs: {2}(\S+docs\/errors\.md):(\d+)\n/.exec(err) ?? [];
  expect(readFileSync(page, 'utf8').split('\n')[Number(line) - 1]).toBe('## INVALID_REQUEST');
});

test('a missing or invalid value is reported with its flag', async () => {
  expect(await cli('run', 'submit')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--file <plan>') });
  const late = await cli('run', 'logs', '@latest', '--since-seq', '-3');
  expect(late).toMatchObject({ exitCode: 2, err: expect.stringContaining('--since-seq') });
  expect(await cli('run', 'list', '--timeout', '0s')).toMatchObject({ exitCode: 2 });
  const soon = await cli('run', 'list', '--timeout', 'soon');
  expect(soon).toMatchObject({ exitCode: 2, err: expect.stringContaining('500ms, 30s, 5m, 1h') });
  for (const words of [
    ['run', 'list', '--timeout', '30d'],
    ['dev', '--ack-wait', '30d'],
    ['topology', 'diff', '--ack-wait', '30d'],
  ]) {
    expect(await cli(...words)).toMatchObject({ exitCode: 2, err: expect.stringContaining('at most 24h') });
  }
  const much = await cli('topology', 'apply', '--store', '10GB');
  expect(much).toMatchObject({ exitCode: 2, err: expect.stringContaining('512MiB, 10GiB') });
});

test('for programs an error is one line of JSON, even when the arguments are invalid', async () => {
  for (const form of [['-o', 'json'], ['--json'], ['--output=jsonl'], ['-oyaml']]) {
    const { exitCode, err, out } = await cli('run', 'get', ...form);
    expect({ exitCode, out, lines: err.trimEnd().split('\n').length }).toEqual({ exitCode: 2, out: '', lines: 1 });
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'INVALID_REQUEST', retryable: false } });
  }
});

test('help that was asked for goes to standard output, help for an incomplete command to standard error', async () => {
  expect(await cli('help', 'gate')).toMatchObject({ exitCode: 0, err: '', out: expect.stringContaining('approve') });
  const ofSubmit = await cli('run', 'submit', '--help');
  expect(ofSubmit).toMatchObject({ exitCode: 0, out: expect.stringContaining('in which form it answers (-o)') });
  expect(ofSubmit.out).not.toContain('default: []');
  expect(await cli('--help')).toMatchObject({ exitCode: 0, err: '', out: expect.stringContaining('Usage: dome') });
  expect(await cli('--version')).toMatchObject({ exitCode: 0, out: '1.2.3\n' });
  expect(await cli('gate')).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining('approve') });
});

test('no flag is silently ignored', async () => {
  const noWait = await cli('run', 'submit', '-f', '-', '--wait-timeout', '1s');
  expect(noWait).toMatchObject({ exitCode: 2, err: expect.stringContaining('--watch or --wait') });
  const both = await cli('skill', 'run', 'lint', '--detach', '--wait');
  expect(both).toMatchObject({ exitCode: 2, err: expect.stringContaining("'--detach' cannot be used with") });
  expect(await cli('run', 'list', '--limit', '501')).toMatchObject({ exitCode: 2 });
  const noLabel = await cli('-s', 'nats://127.0.0.1:1', 'skill', 'run', 'lint', '-l', 'x');
  expect(noLabel).toMatchObject({ exitCode: 2, err: expect.stringContaining('--label takes key=value') });
});

test('no command takes a flag away from its verbs', async () => {
  const { commands } = createProgram(() => () => Promise.resolve(), '1.2.3');
  const greedy = commands.filter((noun) => noun.commands.length > 0 && noun.options.length > 0);
  expect(greedy.map((noun) => noun.name())).toEqual([]);
  const kept = await cli('-s', 'nats://127.0.0.1:1', 'run', 'list', '--dry-run');
  expect(kept).toMatchObject({ exitCode: 2, err: expect.stringContaining("unknown option '--dry-run'") });
});

test('an impossible input, file or reference is refused before anything is sent', async () => {
  const noPlan = await cli('run', 'submit', '-f', 'nothing.yaml');
  expect(noPlan).toMatchObject({ exitCode: 2, err: expect.stringContaining('nothing.yaml cannot be read (ENOENT)') });
  const noServer = await cli('-s', 'nats://127.0.0.1:1', 'run', 'get', 'x');
  expect(noServer).toMatchObject({ exitCode: 4, err: expect.stringContaining('dome dev') });
});
