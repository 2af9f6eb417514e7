import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Command } from 'commander';
import { expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { COMMAND_EXAMPLES } from '../../src/help/examples.ts';
import { describeProgram } from '../../src/help/describe.ts';
import { EXIT } from '../../src/exit-codes.ts';
import { gathers } from '../../src/program/parse.ts';
import { createProgram } from '../../src/program/program.ts';
import { cheatText } from '../../src/render/help-view.ts';
import { memoryIo } from '../memory-io.ts';

const programOf = () => createProgram(() => () => Promise.resolve(), '1.2.3');

async function cli(argv: readonly string[], cwd = '/nowhere') {
  const io = memoryIo({ cwd });
  const exitCode = await runCli(argv, { version: '1.2.3', ioFor: () => io });
  return { exitCode, ...io.written };
}

/** Every command that does something, by its words. */
function typable(command: Command, words = ''): string[] {
  return command.commands.flatMap((child) => {
    const own = `${words} ${child.name()}`.trim();
    const does = child.commands.length === 0 || child.registeredArguments.length > 0;
    return [...(does ? [own] : []), ...typable(child, own)];
  });
}

test('the whole help has every command with every flag, for people and for programs', async () => {
  const program = programOf();
  const all = typable(program);
  expect(all.length).toBeGreaterThan(50);
  const { out, exitCode } = await cli(['help', '--all']);
  expect(exitCode).toBe(0);
  const lines = out.split('\n');
  const described = describeProgram(program, gathers);
  expect(described.commands.map(({ command }) => command)).toEqual(all);
  for (const { command, flags, arguments: words } of described.commands) {
    const at = lines.findIndex((line) => new RegExp(`^\\S.*dome ${command}(?:\\||\\s|$)`).test(line));
    expect(at, command).toBeGreaterThan(0);
    const end = lines.indexOf('', at);
    const section = lines.slice(at, end).join('\n');
    for (const flag of flags) expect(section, command).toContain(flag.flags);
    for (const { name } of words) expect(section, command).toContain(name);
  }
  const asJson = JSON.parse((await cli(['help', '--all', '-o', 'json'])).out) as typeof described;
  expect(asJson.commands.map(({ command }) => command)).toEqual(expect.arrayContaining(all));
  expect(asJson.exitCodes.map(({ code }) => code)).toEqual(Object.values(EXIT));
});

test('help for programs says what a flag takes, its choices, its default and its variables', () => {
  const { flags, commands } = describeProgram(programOf(), gathers);
  expect(flags).toContainEqual(
    expect.objectContaining({ name: 'output', choices: ['table', 'json', 'jsonl', 'yaml'], default: 'table' }),
  );
  expect(flags).toContainEqual(expect.objectContaining({ name: 'server', takesValue: true, variables: ['NATS_URL'] }));
  const submit = commands.find(({ command }) => command === 'run submit');
  expect(submit?.flags).toContainEqual(
    expect.objectContaining({ name: 'file', isRequired: true, isRepeatable: false }),
  );
  expect(submit?.flags).toContainEqual(expect.objectContaining({ name: 'input', isRepeatable: true }));
  expect(submit?.examples).toEqual([{ words: expect.stringContaining('run submit -f'), says: 'any plan' }]);
});

test('help is found for a command, a verb and the code of an error, and a misspelt one has a suggestion', async () => {
  expect((await cli(['help', 'run', 'submit'])).out).toContain('Usage: dome run submit');
  expect((await cli(['help', 'gate'])).out).toContain('Usage: dome gate');
  const code = await cli(['help', 'NOT_FOUND']);
  expect(code.out).toMatch(/^NOT_FOUND\nNothing exists under that name\.\n.*\n\nExit code 2;/);
  expect(await cli(['help', 'run', 'submt'])).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('mean submit?'),
  });
  expect(await cli(['help', 'not_fond'])).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('mean NOT_FOUND?'),
  });
});

test('each command of the cheat sheet parses, and the sheet is one screen of 80 columns however Dome is called', () => {
  for (const { words } of COMMAND_EXAMPLES) {
    const program = programOf();
    for (const command of [program, ...program.commands.flatMap((noun) => [noun, ...noun.commands])]) {
      command.exitOverride().configureOutput({ writeErr: () => {} });
    }
    expect(() => program.parse(words.split(' '), { from: 'user' }), words).not.toThrow();
  }
  for (const program of ['dome', 'npx dome', 'npx @dome-run/dome']) {
    const lines = cheatText(COMMAND_EXAMPLES, program).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  }
});

test('the cheat sheet is that of this folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-cheat-'));
  try {
    expect((await cli(['cheat'], dir)).out).not.toMatch(/dome run +#/);
    await mkdir(join(dir, 'dome'));
    await writeFile(join(dir, 'dome', 'check.plan.yaml'), '');
    await mkdir(join(dir, 'examples'));
    await writeFile(join(dir, 'examples', 'release.plan.yaml'), '');
    const { out } = await cli(['cheat'], dir);
    expect(out).toMatch(/dome run +# the plan of the project/);
    expect(out).toContain('run submit -f examples/release.plan.yaml --watch');
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('a misspelt plan is found among the plans, and a misspelt verb among the verbs', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-plans-'));
  try {
    await mkdir(join(dir, 'dome'));
    for (const name of ['check', 'release']) await writeFile(join(dir, 'dome', `${name}.plan.yaml`), '');
    expect(await cli(['run', 'relase'], dir)).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/relase is neither a plan nor a command.*\nhint: {2}Did you mean the plan release\?/),
    });
    expect((await cli(['run', 'lst'], dir)).err).toContain('Did you mean list?');
    expect((await cli(['run', 'submit', '-f', 'dome/chek.plan.yaml'], dir)).err).toContain(
      'Did you mean dome/check.plan.yaml?',
    );
    expect((await cli(['run', 'something'], dir)).err).toContain('The plans here are check, release.');
  } finally {
    await rm(dir, { recursive: true });
  }
});
