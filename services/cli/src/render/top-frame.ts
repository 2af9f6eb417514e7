// One frame of `dome top`: at most as many lines as the terminal has rows, none wider than it is.
import type { FleetRows, PartName, ReplicaRow } from '@dome/client';

import { showAge } from '../durations.ts';
import { cut, oneLine, padEnd, widthOf } from '../terminal/style.ts';
import { SECTIONS } from '../top/controls.ts';
import type { Controls, SectionName } from '../top/controls.ts';
import { shareRows } from '../top/share-rows.ts';
import { table } from './columns.ts';
import { statusText, topTables } from './top-sections.ts';
import type { TopLook, TopTable } from './top-sections.ts';

export interface TopFrame {
  readonly rows: FleetRows;
  readonly controls: Controls;
  /** Who looks, and where. */
  readonly user: string;
  readonly address: string;
  readonly serverVersion: string;
  /** When the figures were last asked for. */
  readonly asOfMs: number;
  readonly intervalMs: number;
  /** Since when there is no connection; undefined: there is one. */
  readonly lostAtMs?: number;
  /** A single frame: nobody presses keys. */
  readonly isAlone: boolean;
}

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** Title and head of a table. */
const HEAD_LINES = 2;

export function topFrame(frame: TopFrame, size: FrameSize, look: TopLook): string[] {
  const { rows, controls } = frame;
  const tables = topTables(rows, controls.orders, look);
  const above = headLines(frame, size.columns, look);
  const below = frame.isAlone ? [] : [keysLine(look)];
  const needs = SECTIONS.map((name) => tables[name].rows.length + (tables[name].rows.length === 0 ? 1 : HEAD_LINES));
  const room = size.rows - above.length - below.length;
  const shares = shareRows(needs, room, SECTIONS.indexOf(controls.focus));
  const sections = SECTIONS.map((name, at) => {
    const section: Section = { name, table: tables[name], share: shares[at] ?? 0 };
    return sectionLines(section, frame, { width: size.columns, look });
  });
  const isRoomy = room >= shares.reduce((sum, share) => sum + share, 0) + sections.length - 1;
  const joined = sections.flatMap((lines, at) => (isRoomy && at > 0 ? ['', ...lines] : lines));
  const body = [...above, ...joined].slice(0, Math.max(0, size.rows - below.length));
  const filled = frame.isAlone ? body : [...body, ...blanks(size.rows - below.length - body.length)];
  return [...filled, ...below].slice(0, size.rows).map((line) => cut(line, size.columns));
}

const keysLine = ({ paint }: TopLook): string => paint('dim', 'q quit  p pause  tab section  up/down scroll  s order');

const blanks = (count: number): string[] => Array.from({ length: Math.max(0, count) }, () => '');

function headLines(frame: TopFrame, width: number, look: TopLook): string[] {
  const { rows, user, address, serverVersion } = frame;
  const { paint } = look;
  const place = `${paint('bold', 'dome top')}  ${user} @ ${address}, nats-server ${serverVersion}`;
  const open = rows.openRuns ?? rows.runs.length;
  const runs = `${open} ${open === 1 ? 'run' : 'runs'} open, ${rows.gates.length} waiting for votes`;
  const { used, total } = rows.slots;
  const jobs = isUnheard(rows, 'backlog')
    ? 'backlog unknown'
    : `${rows.waiting} waiting, ${rows.inHand} in hand${oldestText(rows, look)}`;
  const daemons = isUnheard(rows, 'daemons')
    ? 'daemons unknown'
    : `${rows.daemons.length} ${rows.daemons.length === 1 ? 'daemon' : 'daemons'}, ${used}/${total} slots`;
  const replicas = isUnheard(rows, 'replicas') ? 'replicas unknown' : replicasText(rows.replicas, look);
  return [
    spread(place, momentText(frame, look), width),
    `Control plane  ${replicas}; ${runs}`,
    `Runtime plane  ${daemons}, ${jobs}`,
    '',
  ];
}

/** What nobody could say is not the same as nothing. */
const isUnheard = ({ faults, heardAtMs }: FleetRows, part: PartName): boolean =>
  faults[part] !== undefined && heardAtMs[part] === undefined;

const oldestText = ({ oldestAt }: FleetRows, { nowMs }: TopLook): string =>
  oldestAt === undefined ? '' : `, the oldest for ${showAge(nowMs - Date.parse(oldestAt))}`;

function momentText({ controls, lostAtMs, asOfMs, intervalMs }: TopFrame, { paint, nowMs }: TopLook): string {
  if (lostAtMs !== undefined) return paint('red', `no connection for ${showAge(nowMs - lostAtMs)}`);
  const at = new Date(asOfMs).toISOString().slice(11, 19);
  return controls.isPaused ? paint('yellow', `paused at ${at} UTC`) : `${at} UTC, every ${intervalMs / 1_000}s`;
}

/** The left one is cut where both have no room. */
function spread(left: string, right: string, width: number): string {
  if (width === Infinity) return `${left}  ${right}`;
  const room = width - widthOf(right) - 2;
  return `${padEnd(cut(left, Math.max(0, room)), Math.max(0, room))}  ${right}`;
}

const REPLICAS_NAMED = 3;

function replicasText(replicas: readonly ReplicaRow[], { paint }: TopLook): string {
  if (replicas.length === 0) return paint('red', 'no replica answers');
  const named = replicas.slice(0, REPLICAS_NAMED).map((one) => `${one.instance} ${statusText(one, paint)}`);
  const more = replicas.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

interface Section {
  readonly name: SectionName;
  readonly table: TopTable;
  /** The rows of the screen that it has. */
  readonly share: number;
}

/** Where the figures of a section come from. */
const PARTS: Readonly<Record<SectionName, readonly PartName[]>> = {
  daemons: ['daemons', 'announcements'],
  backlog: ['backlog', 'announcements'],
  runs: ['runs'],
  gates: ['gates'],
};

interface SectionLook {
  readonly width: number;
  readonly look: TopLook;
}

function sectionLines({ name, table: of, share }: Section, frame: TopFrame, { width, look }: SectionLook): string[] {
  if (share === 0) return [];
  const { paint, symbols } = look;
  const all = of.rows.length;
  const first = Math.min(frame.controls.offsets[name], Math.max(0, all - 1));
  const shown = of.rows.slice(first, first + Math.max(0, share - HEAD_LINES));
  const isFocus = !frame.isAlone && frame.controls.focus === name;
  const title = paint(isFocus ? 'cyan' : 'bold', name.toUpperCase());
  const isUnknown = PARTS[name].some((part) => isUnheard(frame.rows, part));
  const none = isUnknown ? 'unknown' : of.none;
  const facts = all === 0 ? none : `${rangeText({ first, count: shown.length, all })}, ${of.order}`;
  const titleLine = `${isFocus ? symbols.pointer : ' '} ${title}  ${paint('dim', facts)}${staleText(name, frame, look)}`;
  if (all === 0 || share < HEAD_LINES) return [titleLine];
  const lines = tableLines(of, shown, width);
  const [head = '', ...body] = lines;
  return [titleLine, paint('dim', head), ...body].slice(0, share);
}

function rangeText({ first, count, all }: { first: number; count: number; all: number }): string {
  if (count === all || count === 0) return String(all);
  return `${count > 1 ? `${first + 1}-` : ''}${first + count} of ${all}`;
}

const INDENT = '  ';

function tableLines(of: TopTable, rows: TopTable['rows'], width: number): string[] {
  const text = table({ head: of.head, rows, spare: of.spare, width: width - INDENT.length, lastWidthMin: 12 });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${INDENT}${line}`);
}

/** Whoever reads a figure should know that it is old, and why. */
function staleText(name: SectionName, { rows }: TopFrame, { paint, nowMs }: TopLook): string {
  const part = PARTS[name].find((one) => rows.faults[one] !== undefined);
  if (part === undefined) return '';
  const heardAtMs = rows.heardAtMs[part];
  const age = heardAtMs === undefined ? 'never heard' : `${showAge(nowMs - heardAtMs)} old`;
  return `  ${paint('yellow', `${age}: ${oneLine(rows.faults[part] ?? '')}`)}`;
}
