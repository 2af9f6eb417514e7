// What the programs say of themselves: commands and their flags, variables.
import { configRows } from '../../../libs/runtime/src/config.ts';
import type { ConfigSpec } from '../../../libs/runtime/src/config.ts';
import { describeProgram } from '../../../services/cli/src/help/describe.ts';
import type { CommandDescription, FlagDescription } from '../../../services/cli/src/help/describe.ts';
import { gathers } from '../../../services/cli/src/program/parse.ts';
import { createProgram } from '../../../services/cli/src/program/program.ts';
import { configSpec as domeSpec } from '../../../services/dome/src/config.ts';
import { configSpec as domedSpec } from '../../../services/domed/src/config.ts';
import type { SitePage } from '../page.ts';
import { codeOf, codesOf, markdownTable, paragraphs } from './markdown.ts';

/** @param version of the programs */
export function commandsPage(version: string): SitePage {
  const { says, flags, commands, exitCodes } = describeProgram(
    createProgram(() => () => Promise.resolve(), version),
    gathers,
  );
  return {
    path: 'reference/commands',
    title: 'Commands',
    says: 'Every command of dome with its arguments, flags and exit codes.',
    markdown: paragraphs(
      '# Commands',
      `${says} This page is made from the program itself; \`dome help --all\` says the same, and [Command line](../cli.md) how to work with it.`,
      '## Flags of every command',
      flagsTable(flags),
      '## Exit codes',
      markdownTable(
        ['code', 'name', 'meaning'],
        exitCodes.map(({ code, name, says: meaning }) => [String(code), codeOf(name), meaning]),
      ),
      ...commands.map(commandMarkdown),
    ),
  };
}

function commandMarkdown(one: CommandDescription): string {
  const examples = one.examples.map(({ words, says }) => [codeOf(`dome ${words}`), says]);
  return paragraphs(
    `## dome ${one.command}`,
    `${one.says}${/[.!?]$/.test(one.says) ? '' : '.'}${one.aliases.length === 0 ? '' : ` Also ${codesOf(one.aliases)}.`}`,
    `\`\`\`\n${one.usage}\n\`\`\``,
    markdownTable(
      ['argument', 'what it is', ''],
      one.arguments.map(({ name, says, isRequired }) => [codeOf(name), says, isRequired ? 'required' : '']),
    ),
    flagsTable(one.flags),
    markdownTable(['for example', ''], examples),
  );
}

function flagsTable(flags: readonly FlagDescription[]): string {
  const rows = flags.map((flag) => {
    const more = [
      flag.isRequired ? 'required' : '',
      flag.isRepeatable ? 'may be given several times' : '',
      flag.choices === undefined ? '' : `one of ${codesOf(flag.choices)}`,
      flag.default === undefined ? '' : `default ${codeOf(String(flag.default))}`,
      flag.variables === undefined || flag.says.includes('(env: ') ? '' : `or ${codesOf(flag.variables)}`,
    ];
    return [codeOf(flag.flags), escaped(flag.says), more.filter((part) => part !== '').join('; ')];
  });
  return markdownTable(['flag', 'what it does', ''], rows);
}

/** Help texts are plain text. */
const escaped = (text: string): string => text.replaceAll(/[*<[\]]/g, String.raw`\$&`);

export function configurationPage(): SitePage {
  const section = (title: string, spec: ConfigSpec): string =>
    paragraphs(
      `## ${title}`,
      markdownTable(
        ['variable', 'what it expects', 'default', 'what it is for'],
        configRows(spec).map(([variable, expects, fallback, says]) => [
          codeOf(variable),
          escaped(expects),
          fallback.startsWith('default ') ? codeOf(fallback.slice('default '.length)) : fallback,
          escaped(says),
        ]),
      ),
    );
  return {
    path: 'reference/configuration',
    title: 'Configuration',
    says: 'Every variable that both planes read.',
    markdown: paragraphs(
      '# Configuration',
      'Both planes are configured by variables of their environment, and by nothing else. A variable that begins with `DOME_` and is not listed here ends the start, because it is a typing error; an empty one counts as unset. This page is made from the declarations that the planes read.',
      section('dome', domeSpec),
      section('domed', domedSpec),
    ),
  };
}
