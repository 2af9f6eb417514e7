// The tree of commands. A command is bound to its flags here and does its work elsewhere; it returns the exit code.

import { Command } from 'commander';

import { hintAsTyped, PROGRAM } from '../typed-command.ts';
import { addContractCommands, addDoctor, addVersion, addWhoami } from './check-commands.ts';
import { addDevCommands } from './dev-commands.ts';
import { withGlobals } from './globals.ts';
import { addEnvironmentCommands, addLawCommands } from './law-commands.ts';
import { addInspectCommands } from './inspect-commands.ts';
import { addPeopleCommands } from './people-commands.ts';
import { addConfigCommands, addContextCommands } from './place-commands.ts';
import { addInit } from './project-commands.ts';
import { addReaderCommands } from './reader-commands.ts';
import { addRunCommands } from './run-commands.ts';
import { addSkillCommands } from './skill-commands.ts';
import type { Bind } from './work.ts';

export function createProgram(bind: Bind, version: string): Command {
  const program = withGlobals(new Command('dome').version(version, '-V, --version'))
    .description('Gated skill execution on NATS JetStream: plans go in, skills run, gates decide, people approve.')
    .showHelpAfterError('(see --help)')
    .showSuggestionAfterError()
    .addHelpText('after', hintAsTyped(EXAMPLES));
  program.commandsGroup('Commands:');
  addInit(program, bind);
  addDevCommands(program, bind);
  addRunCommands(program, bind);
  addInspectCommands(program, bind);
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
  for (const command of program.commands.flatMap((noun) => noun.commands)) command.addHelpText('after', EVERYWHERE);
  return program;
}

const EVERYWHERE = `\nWhere it connects, as whom, and in which form it answers (-o): ${PROGRAM} --help\n`;

const EXAMPLES = `
Examples:
  dome init                                            the first skills, plans and law of your project
  dome dev                                             a whole stack on this machine
  dome run                                             run the plan of the project, and stay with it
  dome run submit -f plan.yaml --workspace . --watch   submit, and stay with it
  dome run logs @latest -f                             what its skills say
  dome run get @latest/test                            all that is recorded of one task
  dome artifact get @latest/pack/package               fetch a file that a task left
  dome gate approve @latest/quality -m "looks good"    vote on what is shown
  dome law apply law -m "two people for production"    change what decides, as one who may

Exit codes: 0 success, 1 unexpected, 2 usage or validation, 3 not allowed, 4 nobody answers,
            5 failed, 6 rejected by a gate, 7 canceled, 8 a check did not hold, 124 time over, 130 interrupted
`;
