import { compareVersions, inputWords, RANGE_DEFAULT, selectSkill, shortDigest } from '@dome/contracts';
import type { Announcement, CapabilityGetReply, Descriptor } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import type { Sink } from '../terminal/io.ts';
import { harmless, oneLine } from '../terminal/style.ts';
import { PROGRAM } from '../typed-command.ts';
import { columns, table } from './columns.ts';
import { schemaRows } from './schema-rows.ts';

interface Asked {
  readonly name?: string;
  readonly pool?: string;
}

interface SkillTable extends Asked {
  readonly width: number;
}

/** One line for each skill, version and descriptor, with all who serve it. */
export function skillTable(announcements: readonly Announcement[], { width, ...asked }: SkillTable): string {
  if (announcements.length === 0) return noSkill(asked);
  const groups = new Map<string, Announcement[]>();
  for (const one of announcements) {
    const key = `${one.pool} ${one.name} ${one.version} ${one.descriptorDigest}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()]
    .toSorted(([a], [b]) => (a === undefined || b === undefined ? 0 : byName(a, b)))
    .flatMap(([first, ...others]) => (first === undefined ? [] : [rowOf(first, 1 + others.length)]));
  const head = ['NAME', 'VERSION', 'POOL', 'DAEMONS', 'HINTS', 'DESCRIPTOR', 'SUMMARY'];
  return table({ head, rows, width, spare: ['DESCRIPTOR', 'HINTS', 'POOL'], lastWidthMin: 30 });
}

/** The version that new runs choose comes first. */
function byName(a: Announcement, b: Announcement): number {
  return a.name.localeCompare(b.name) || compareVersions(b.version, a.version);
}

/** With a filter, nothing is known about the rest of the fleet. */
function noSkill({ name, pool }: Asked): string {
  if (name === undefined && pool === undefined) {
    return 'No skills are announced: no daemon is running, or none has a catalogue.\n';
  }
  const which = name === undefined ? 'No skills are' : `No skill named ${name} is`;
  return `${which} announced${pool === undefined ? '' : ` in pool ${pool}`}.\n`;
}

function rowOf(one: Announcement, daemons: number): string[] {
  const summary = harmless(one.summary);
  return [
    one.name,
    shownVersion(one),
    one.pool,
    String(daemons),
    hintsOf(one.hints),
    shortDigest(one.descriptorDigest),
    summary,
  ];
}

function hintsOf({ readOnly, destructive, idempotent, openWorld }: Descriptor['hints']): string {
  const words = [
    readOnly ? 'read-only' : '',
    destructive ? 'destructive' : '',
    idempotent && !readOnly ? 'idempotent' : '',
    openWorld ? 'open world' : '',
  ];
  return words.filter((word) => word !== '').join(', ') || '-';
}

interface SkillLook {
  readonly sink: Sink;
  /** Whatever is announced under the name. */
  readonly versions: readonly Announcement[];
}

export function skillText(reply: CapabilityGetReply, { sink, versions }: SkillLook): string {
  const { paint, columns: width } = sink;
  const { descriptor, announcements } = reply;
  const head = `${paint('bold', `${descriptor.name} ${descriptor.version}`)}   ${oneLine(descriptor.title)}   ${shortDigest(reply.descriptorDigest)}\n`;
  return [
    head,
    `  ${harmless(descriptor.description.trim()).replaceAll('\n', '\n  ')}\n\n`,
    columns([], [...factsOf(descriptor, announcements), ...versionsRow(versions)], width),
    section('INPUT', descriptor.inputSchema, width),
    section('OUTPUT', descriptor.outputSchema, width),
    mayRun(reply) ? `\n${paint('gray', 'RUN IT')}\n  ${runWords(descriptor, versions)}\n` : '',
  ].join('');
}

/** A skill that promotes runs only in the promotion step of a plan, and a drained version only for open runs. */
function mayRun({ descriptor, announcements }: CapabilityGetReply): boolean {
  const isDrained = announcements.length > 0 && announcements.every(({ drained }) => drained !== undefined);
  return !isDrained && !descriptor.sideEffects.includes('promotion');
}

function versionsRow(versions: readonly Announcement[]): string[][] {
  const shown = new Set(versions.toSorted(byName).map(shownVersion));
  return shown.size < 2 ? [] : [['  versions', [...shown].join(', ')]];
}

const shownVersion = ({ version, drained }: Announcement): string =>
  drained === undefined ? version : `${version} (drained)`;

function runWords({ name, version, needs, examples = [] }: Descriptor, versions: readonly Announcement[]): string {
  const chosen = selectSkill(versions, { name, range: RANGE_DEFAULT });
  const use = chosen.ok && chosen.chosen.version !== version ? `${name}@${version}` : name;
  const workspace = needs.workspace === 'none' ? '' : ' --workspace .';
  return `${PROGRAM} skill run ${use}${workspace}${inputWords(examples[0]?.input ?? {})}`;
}

function factsOf(descriptor: Descriptor, announcements: readonly Announcement[]): string[][] {
  const { timeouts, retry, needs, permissions, sideEffects, secrets = [] } = descriptor;
  const { executionMs, heartbeatMs, totalMs } = timeouts;
  const clocks = `execution ${showDuration(executionMs)}, heartbeat ${showDuration(heartbeatMs)}, total ${showDuration(totalMs)}`;
  const attempts = `${retry.maximumAttempts} attempts, from ${showDuration(retry.initialIntervalMs)} apart`;
  const daemons = announcements.map(({ instance, pool, slots }) => `${instance} (${pool}, ${slots} slots)`);
  const drained = announcements.flatMap(({ pool, drained: drain }) =>
    drain === undefined ? [] : [{ pool, ...drain }],
  );
  const drains = new Set(drained.map(({ pool, by, at }) => `in ${pool} since ${at} by ${harmless(by.user)}`));
  return [
    ['  hints', hintsOf(descriptor.hints)],
    ['  needs', `workspace ${needs.workspace}, network ${needs.network ?? 'not declared'}`],
    ['  clocks', clocks],
    ['  retry', attempts],
    ...(permissions.length === 0 ? [] : [['  may', permissions.map(harmless).join(', ')]]),
    ...(sideEffects.length === 0 ? [] : [['  changes', sideEffects.map(harmless).join(', ')]]),
    ...(secrets.length === 0 ? [] : [['  secrets', secrets.map(({ name }) => harmless(name)).join(', ')]]),
    ['  daemons', daemons.join(', ') || 'none at the moment'],
    ...(drains.size === 0 ? [] : [['  drained', [...drains].join(', ')]]),
  ];
}

function section(title: string, schema: Descriptor['inputSchema'], width: number): string {
  const rows = schemaRows(schema).map((row) => row.map((cell, index) => (index === 0 ? `  ${cell}` : harmless(cell))));
  return `\n${columns([title, '', ''], rows.length === 0 ? [['  nothing said']] : rows, width)}`;
}
