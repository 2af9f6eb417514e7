import { relative } from 'node:path';

import type { StackFacts } from '../connect/stack-facts.ts';
import type { Stack } from '../dev/stack.ts';
import { showDuration } from '../durations.ts';
import type { Sink } from '../terminal/io.ts';
import { padEnd, widthOf } from '../terminal/style.ts';
import { PROGRAM } from '../typed-command.ts';

export interface BannerFacts {
  readonly stack: Stack;
  /** To the console; undefined: none is served. */
  readonly link?: string | undefined;
  /** The site of the documentation, where there is one. */
  readonly documents?: string | undefined;
  readonly person: string;
  readonly people: readonly string[];
  /** The prefix of the contexts' names. */
  readonly prefix: string;
  readonly contexts: readonly string[];
  /** Other stacks that run on this machine. */
  readonly beside: readonly StackFacts[];
  readonly cwd: string;
  readonly skillsDir: string;
  /** Of the program, because the project has none. */
  readonly areSamples: boolean;
  readonly persistDir?: string;
  /** Where commands typed here go, if not to this stack. */
  readonly elsewhere?: string;
  /** Words of a command that runs a plan. */
  readonly tryPlan?: string;
}

const LABEL = 11;
const MARGIN = ' '.repeat(LABEL + 3);
const VALUE = 40;
const NAMES_SHOWN = 8;

/** What runs, where it is reached, and what to type next. */
export function banner(facts: BannerFacts, { sink, tookMs }: { sink: Sink; tookMs: number }): string {
  const { paint } = sink;
  const { prefix, person, tryPlan } = facts;
  return [
    `${paint('bold', 'dome')}  ·  development stack, not for production  ·  ready in ${showDuration(tookMs)}`,
    '',
    ...rowsOf(facts).map((row) => line(row, sink)),
    '',
    '  Try it in another terminal:',
    `    ${PROGRAM} skill list`,
    ...(tryPlan === undefined ? [] : [`    ${PROGRAM} ${tryPlan}`]),
    `    nats --context ${prefix}-OPERATOR stream ls`,
    `    nats --context ${prefix}-PEOPLE-${person} service ls`,
    '',
    '',
  ].join('\n');
}

type Row = readonly [label: string, value: string, more?: string];

function rowsOf(facts: BannerFacts): Row[] {
  const { stack, person, people, contexts, beside, persistDir, elsewhere, cwd } = facts;
  const planes = stack.planes.map(({ name, pid }) => `${name} (${pid})`).join('  ');
  const named = contexts.filter((name) => !name.endsWith('-runs') && !name.includes('-PROVISIONER-'));
  return [
    ...(facts.link === undefined ? [] : [['Console', facts.link] as const]),
    ...(facts.documents === undefined ? [] : [['Docs', facts.documents] as const]),
    ['NATS', stack.url, `nats-server ${stack.serverVersion}, four accounts`],
    ['WebSocket', stack.websocketUrl],
    ['Monitoring', stack.monitorUrl],
    ['Planes', planes],
    skillsRow(facts),
    ['People', names(people), `commands on this machine act as ${person}`],
    ...(named.length === 0 ? [] : contextRows(named)),
    persistDir === undefined
      ? ['Data', 'deleted when this process ends', `keep it: ${PROGRAM} dev --persist .dome`]
      : ['Data', persistDir],
    ...(elsewhere === undefined ? [] : [['Commands', `go to ${elsewhere}`, `here: --context ${cwd}`] as const]),
    ...beside.map(({ url, process: { pid } }): Row => [
      'Beside',
      `${url} (process ${pid})`,
      elsewhere === undefined ? 'commands here use this stack' : 'another stack',
    ]),
  ];
}

function skillsRow({ stack: { skills, served }, cwd, skillsDir, areSamples }: BannerFacts): Row {
  const count = served.length >= skills.length ? `${skills.length}` : `${served.length} of ${skills.length}`;
  const where = areSamples ? `${count} that come with dome` : `${count} in ${relative(cwd, skillsDir) || '.'}`;
  if (served.length < skills.length) return ['Skills', where, 'the others were refused; see the log'];
  return areSamples ? ['Skills', where, 'there is no folder skills here'] : ['Skills', where];
}

function contextRows(named: readonly string[]): Row[] {
  const ofPeople = named.filter((name) => name.includes('-PEOPLE-'));
  const others = named.filter((name) => !ofPeople.includes(name));
  return [
    ['Contexts', names(others), 'for the nats command line'],
    ['', names(ofPeople)],
  ];
}

/** The access document may list a whole team. */
function names(all: readonly string[]): string {
  const more = all.length - NAMES_SHOWN;
  return more > 0 ? `${all.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : all.join(', ');
}

/** Further lines keep the text within the terminal's width. */
function line([label, value, more]: Row, { paint, columns }: Sink): string {
  const left = `  ${paint('cyan', padEnd(label, LABEL))} ${value}`;
  if (more === undefined) return left;
  const beside = `${padEnd(left, MARGIN.length + VALUE)}  ${paint('gray', more)}`;
  return widthOf(beside) <= columns ? beside : `${left}\n${MARGIN}${paint('gray', more)}`;
}
