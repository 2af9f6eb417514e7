// Commands in the docs are read by a test, or they would rot.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from 'commander';
import { expect, test } from 'vitest';

import { addCompletion } from '../src/completion/complete.ts';
import { createProgram } from '../src/program/program.ts';

const HOME = join(import.meta.dirname, '..', '..', '..');
const pages = [
  'README.md',
  'infra/k8s/README.md',
  'infra/helm/dome/README.md',
  ...readdirSync(join(HOME, 'docs')).map((name) => join('docs', name)),
];
const program = createProgram(() => () => Promise.resolve(), '1.2.3');
addCompletion(program, () => undefined);

/** The words that are neither a command nor one of its flags; empty when all are known. */
function unknownIn(words: readonly string[]): string[] {
  let command: Command = program;
  let takesNext = false;
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  return own.filter((word) => {
    if (takesNext) return (takesNext = false);
    if (word.startsWith('-')) {
      const options = [...command.options, ...program.options];
      const option = options.find(({ short, long }) => word === short || word.split('=')[0] === long);
      takesNext = option?.required === true && !word.includes('=');
      return option === undefined && word !== '--help';
    }
    const below = command.commands.find((one) => [one.name(), ...one.aliases()].includes(word));
    // A noun is followed only by a verb.
    const isUnknown = below === undefined && command.commands.length > 0;
    command = below ?? command;
    return isUnknown;
  });
}

function commandsOn(page: string): string[][] {
  const text = readFileSync(join(HOME, page), 'utf8');
  const found = [...text.matchAll(/(?:`|^npx |&& npx )dome ([a-z-](?:(?! && )[^`\n])*)/gm)];
  return found.map(([, words = '']) => (words.split(/ {2,}|'/)[0] ?? '').trim().split(' '));
}

test('every command on a page exists, with its flags', () => {
  const commands = pages.filter((page) => page.endsWith('.md')).flatMap(commandsOn);
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter((words) => unknownIn(words).length > 0)).toEqual([]);
});

test('an unknown command or flag is found', () => {
  expect(unknownIn(['run', 'watch', '@latest', '--since-seq', '3', '-o', 'json'])).toEqual([]);
  expect(unknownIn(['run', 'wach', '@latest'])).toEqual(['wach', '@latest']);
  expect(unknownIn(['skill', 'run', 'NAME', '--inputs', 'a=1'])).toEqual(['--inputs']);
});
