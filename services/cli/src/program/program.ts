// The tree of commands. A command is bound to its flags here and does its work elsewhere; it returns the exit code.

import { Command } from 'commander';

import { firstHelpText } from '../render/help-view.ts';
import { PROGRAM } from '../typed-command.ts';
import { addAccountsCommands } from './accounts-commands.ts';
import { addContractCommands, addDoctor, addVersion, addWhoami } from './check-commands.ts';
import { addDevCommands } from './dev-commands.ts';
import { withGlobals } from './globals.ts';
import { addEnvironmentCommands, addLawCommands } from './law-commands.ts';
import { addInspectCommands } from './inspect-commands.ts';
import { addPeopleCommands } from './people-commands.ts';
import { addConfigCommands, addContextCommands } from './place-commands.ts';
import { addHelpCommands } from './help-commands.ts';
import { addInit } from './project-commands.ts';
import { addReaderCommands } from './reader-commands.ts';
import { addRunCommands } from './run-commands.ts';
import { addSkillCommands } from './skill-commands.ts';
import { addTop } from './top-command.ts';
import type { Bind } from './work.ts';

export function createProgram(bind: Bind, version: string): Command {
  const program = withGlobals(new Command('dome').version(version, '-V, --version'))
    .description('Gated skill execution on NATS JetStream: plans go in, skills run, gates decide, people approve.')
    .showHelpAfterError('(see --help)')
    .showSuggestionAfterError()
    .addHelpText('after', firstHelpText(PROGRAM));
  program.commandsGroup('Commands:');
  addInit(program, bind);
  addDevCommands(program, bind);
  addAccountsCommands(program, bind);
  addRunCommands(program, bind);
  addInspectCommands(program, bind);
  addTop(program, bind);
  addPeopleCommands(program, bind);
  addSkillCommands(program, bind);
  addReaderCommands(program, bind);
  addContractCommands(program, bind);
  addDoctor(program, bind);
  addVersion(program, bind, version);
  addWhoami(program, bind);
  addContextCommands(program, bind);
  addConfigCommands(program, bind);
  addLawCommands(program, bind);
  addEnvironmentCommands(program, bind);
  addHelpCommands(program, bind);
  for (const command of program.commands.flatMap((noun) => noun.commands)) command.addHelpText('after', EVERYWHERE);
  return program;
}

const EVERYWHERE = `\nWhere it connects, as whom, and in which form it answers (-o): ${PROGRAM} --help\n`;
