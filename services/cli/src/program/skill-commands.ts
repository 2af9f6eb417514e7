// Skills: those that the fleet announces, and those of this project.
import { Option } from 'commander';
import type { Command } from 'commander';

import { skillGet, skillList, skillRun } from '../commands/skill.ts';
import type { SkillRunOptions } from '../commands/skill.ts';
import { usageError } from '../errors.ts';
import { skillInit } from '../commands/skill-init.ts';
import { skillNeeded } from '../commands/skill-versions.ts';
import { skillTest } from '../commands/skill-test.ts';
import { skillValidate } from '../commands/skill-validate.ts';
import { TEMPLATES } from '../init/skill-template.ts';
import type { SkillTemplate } from '../init/skill-template.ts';
import { collect } from './parse.ts';
import { attendOf, withAttend } from './submit-flags.ts';
import { addVersionCommands } from './version-commands.ts';
import type { Bind } from './work.ts';

interface RawSkillList {
  readonly name?: string;
  readonly pool?: string;
  readonly needed?: string | true;
}

interface RawSkillRun {
  readonly input?: readonly string[];
  readonly workspace?: string;
  readonly pool?: string;
  readonly rehearse?: boolean;
  readonly artifact?: string;
  readonly key?: string;
  readonly label?: readonly string[];
  readonly watch?: boolean;
  readonly wait?: boolean;
  readonly detach?: boolean;
  readonly waitTimeout?: number;
  readonly exitStatus: boolean;
}

export function addSkillCommands(program: Command, bind: Bind): void {
  const skill = program.command('skill').description('skills: those that the fleet can run, and those of this project');
  addFleetSkills(skill, bind);
  addVersionCommands(skill, bind);
  addSkillRun(skill, bind);
  skill
    .command('validate')
    .description('check skills of this project as a daemon would; needs no broker')
    .argument('[folder]', 'name of a skill, its folder, or a folder of skills (default: all of the project)')
    .action(bind((context, _raw: object, word) => skillValidate(context, word)));
  addTest(skill, bind);
  skill
    .command('init')
    .description('write a new skill into the catalogue of this project; what is there stays as it is')
    .argument('<name>', 'its name, such as check-links')
    .addOption(
      new Option('--template <language>', 'what it is written in (default: what the project is written in)').choices(
        TEMPLATES,
      ),
    )
    .action(
      bind((context, { template }: { template?: SkillTemplate }, name) =>
        skillInit(context, { name: name ?? '', ...(template === undefined ? {} : { template }) }),
      ),
    );
}

function addTest(skill: Command, bind: Bind): void {
  skill
    .command('test')
    .description('try the examples of skills of this project on this machine; needs no broker')
    .argument('[folder]', 'name of a skill, its folder, or a folder of skills (default: all of the project)')
    .option('--example <name>', 'only this example')
    .option('--secrets <dir>', 'folder of secrets, a file for each (default: secrets in ./dome, . or ./examples)')
    .action(
      bind((context, { example, secrets }: { example?: string; secrets?: string }, word) =>
        skillTest(context, {
          skill: word,
          ...(example === undefined ? {} : { example }),
          ...(secrets === undefined ? {} : { secrets }),
        }),
      ),
    );
}

function addFleetSkills(skill: Command, bind: Bind): void {
  skill
    .command('list')
    .alias('ls')
    .description('announced skills')
    .option('--name <name>', 'only skills of this name')
    .option('--pool <name>', 'in this pool')
    .option('--needed [version]', 'what open runs need; of one name@version, exit 8 while any does')
    .action(
      bind((context, { name, pool, needed }: RawSkillList) => {
        const of = { ...(name === undefined ? {} : { name }), ...(pool === undefined ? {} : { pool }) };
        if (needed === undefined) return skillList(context, of);
        return skillNeeded(context, { ...of, ...(typeof needed === 'string' ? { version: needed } : {}) });
      }),
    );
  skill
    .command('get')
    .alias('show')
    .description('one skill: what it takes, gives, needs and may do')
    .argument('<skill>', 'name, or name@range')
    .option('--pool <name>', 'in this pool')
    .action(bind((context, { pool }: { pool?: string }, ref) => skillGet(context, ref ?? '', pool)));
}

function addSkillRun(skill: Command, bind: Bind): void {
  const run = skill
    .command('run')
    .description('run one skill, as a run of one task')
    .argument('<skill>', 'name, or name@range')
    .option('-i, --input <key=value>', 'an input: key=value, key=@file, or @file for all', collect)
    .option('--workspace <dir>', 'folder that it works on')
    .option('--pool <name>', 'in this pool')
    .option(
      '--rehearse',
      'try a skill that promotes: it is told to promote into no environment, and every record says so',
    )
    .option(
      '--artifact <artifact>',
      'what is promoted in a rehearsal: a file, RUN/TASK/NAME or a digest (default: a few words)',
    )
    .option('--key <text>', 'idempotency key')
    .option('-l, --label <key=value>', 'a label', collect)
    .addOption(new Option('--detach', 'do not wait for it to end').conflicts(['watch', 'wait']));
  withAttend(run).action(
    bind((context, raw: RawSkillRun, ref) =>
      skillRun(context, {
        ...attendOf({ ...raw, watch: raw.watch ?? (raw.wait !== true && raw.detach !== true) }),
        skill: ref ?? '',
        inputs: raw.input ?? [],
        labels: raw.label ?? [],
        ...(raw.workspace === undefined ? {} : { workspace: raw.workspace }),
        ...rehearseOf(raw),
        ...(raw.pool === undefined ? {} : { pool: raw.pool }),
        ...(raw.key === undefined ? {} : { key: raw.key }),
      }),
    ),
  );
}

/** @throws DomeError INVALID_REQUEST for a flag that would be silently ignored */
function rehearseOf({ rehearse, artifact }: RawSkillRun): Pick<SkillRunOptions, 'rehearse'> {
  if (rehearse === true) return { rehearse: { artifact } };
  if (artifact === undefined) return {};
  throw usageError(
    '--artifact needs --rehearse.',
    'Only a rehearsal names what is promoted; a decision does otherwise.',
  );
}
