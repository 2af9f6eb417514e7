// The tables of `dome top`: what each has for columns, and in which orders it can be shown.
import { askedAt } from '@dome/client';
import type { BacklogRow, DaemonRow, FleetRows } from '@dome/client';
import { showSize } from '@dome/contracts';
import type { OpenGate, RunSummary } from '@dome/contracts';
import { peopleText } from '@dome/runs';

import { showAge, showDuration } from '../durations.ts';
import type { Paint } from '../terminal/style.ts';
import { harmless, oneLine } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import type { SectionName } from '../top/controls.ts';

export interface TopLook {
  readonly paint: Paint;
  readonly symbols: Symbols;
  readonly nowMs: number;
}

export interface TopTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns that a narrow terminal drops, in this order. */
  readonly spare: readonly string[];
  /** How it is sorted. */
  readonly order: string;
  /** What is said where there are no rows. */
  readonly none: string;
}

interface Order<Row> {
  readonly says: string;
  readonly compare: (a: Row, b: Row) => number;
}

/** The order that the rows came in is the first one. */
const AS_IT_IS = (): number => 0;

/** @param times how often the order was changed */
function inOrder<Row>(rows: readonly Row[], orders: readonly Order<Row>[], times: number): [Row[], string] {
  const order = orders[times % orders.length] ?? { says: '', compare: AS_IT_IS };
  return [rows.toSorted(order.compare), order.says];
}

const DAEMON_ORDERS: readonly Order<DaemonRow>[] = [
  { says: 'by name', compare: AS_IT_IS },
  { says: 'busiest first', compare: (a, b) => (b.slots?.used ?? 0) - (a.slots?.used ?? 0) },
  { says: 'largest first', compare: (a, b) => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0) },
];
const BACKLOG_ORDERS: readonly Order<BacklogRow>[] = [
  { says: 'longest first', compare: AS_IT_IS },
  { says: 'most in hand first', compare: (a, b) => b.inHand - a.inHand },
  { says: 'by name', compare: (a, b) => `${a.pool} ${a.skill}`.localeCompare(`${b.pool} ${b.skill}`) },
];
const RUN_ORDERS: readonly Order<RunSummary>[] = [
  { says: 'newest first', compare: AS_IT_IS },
  { says: 'oldest first', compare: (a, b) => a.submittedAt.localeCompare(b.submittedAt) },
];
const GATE_ORDERS: readonly Order<OpenGate>[] = [
  { says: 'waiting longest first', compare: AS_IT_IS },
  { says: 'next deadline first', compare: (a, b) => a.deadline.localeCompare(b.deadline) },
];

export function topTables(
  rows: FleetRows,
  orders: Readonly<Record<SectionName, number>>,
  look: TopLook,
): Record<SectionName, TopTable> {
  return {
    daemons: daemonTable(rows.daemons, orders.daemons, look),
    backlog: backlogTable(rows.backlog, orders.backlog, look),
    runs: runTable(rows.runs, orders.runs, look),
    gates: gateTable(rows.gates, orders.gates, look),
  };
}

function daemonTable(daemons: readonly DaemonRow[], times: number, look: TopLook): TopTable {
  const [sorted, order] = inOrder(daemons, DAEMON_ORDERS, times);
  const rows = sorted.map((daemon) => {
    const { instance, pools, slots, inHand, skills, memoryBytes, loopP99Ms, version, faults } = daemon;
    return [
      instance,
      statusText(daemon, look.paint),
      pools.join(',') || '-',
      slots === undefined ? '-' : slotsText(slots, look),
      String(inHand ?? '-'),
      String(skills),
      memoryBytes === undefined ? '-' : showSize(memoryBytes),
      loopP99Ms === undefined ? '-' : `${loopP99Ms}ms`,
      version ?? '-',
      oneLine(faults[0] ?? ''),
    ];
  });
  const head = ['INSTANCE', 'STATE', 'POOL', 'SLOTS', 'IN HAND', 'SKILLS', 'MEMORY', 'LOOP', 'VERSION', 'SAYS'];
  return { head, rows, spare: ['LOOP', 'VERSION', 'MEMORY', 'SKILLS', 'POOL'], order, none: 'no daemon answers' };
}

const BAR_WIDTH = 8;

function slotsText({ used, total }: { used: number; total: number }, { symbols, paint }: TopLook): string {
  const full = total === 0 ? 0 : Math.ceil((used / total) * BAR_WIDTH);
  const bar = symbols.bar.full.repeat(Math.min(full, BAR_WIDTH));
  const rest = symbols.bar.empty.repeat(Math.max(0, BAR_WIDTH - full));
  return `${paint(used >= total ? 'yellow' : 'green', bar)}${rest} ${used}/${total}`;
}

export function statusText({ status }: Pick<DaemonRow, 'status'>, paint: Paint): string {
  switch (status) {
    case 'ok':
      return paint('green', status);
    case 'draining':
    case 'unknown':
      return paint('yellow', status);
    case 'degraded':
    case 'silent':
      return paint('red', status);
  }
}

function backlogTable(backlog: readonly BacklogRow[], times: number, { paint, nowMs }: TopLook): TopTable {
  const [sorted, order] = inOrder(backlog, BACKLOG_ORDERS, times);
  const rows = sorted.map(({ pool, skill, waiting, inHand, redelivered, takenAt, parked, daemons }) => [
    skill,
    pool,
    waiting === 0 ? '0' : paint(daemons === 0 ? 'red' : 'yellow', String(waiting)),
    String(inHand),
    String(redelivered),
    takenAt === undefined ? 'never' : showAge(nowMs - Date.parse(takenAt)),
    parked === 0 ? '0' : paint('red', String(parked)),
    daemons === 0 ? paint('red', 'nobody') : String(daemons),
  ]);
  const head = ['SKILL', 'POOL', 'WAITING', 'IN HAND', 'REDELIVERED', 'LAST TAKEN', 'PARKED', 'SERVED BY'];
  return { head, rows, spare: ['REDELIVERED', 'POOL', 'LAST TAKEN'], order, none: 'no skill has a durable' };
}

function runTable(runs: readonly RunSummary[], times: number, { paint, symbols, nowMs }: TopLook): TopTable {
  const [sorted, order] = inOrder(runs, RUN_ORDERS, times);
  const rows = sorted.map((run) => [
    run.runId,
    run.rehearsal === true ? `${run.plan} (rehearsal)` : run.plan,
    run.state === 'waiting'
      ? paint('yellow', `${symbols.waiting} ${run.state}`)
      : paint('cyan', `${symbols.running[0]} ${run.state}`),
    `${run.tasksSettled}/${run.tasksTotal}`,
    showAge(nowMs - Date.parse(run.submittedAt)),
    harmless(run.submittedBy),
    run.waitingFor === undefined ? '-' : harmless(run.waitingFor),
  ]);
  const head = ['RUN', 'PLAN', 'STATE', 'TASKS', 'AGE', 'SUBMITTED BY', 'WAITING FOR'];
  return { head, rows, spare: ['SUBMITTED BY', 'PLAN', 'TASKS'], order, none: 'no run is open' };
}

function gateTable(gates: readonly OpenGate[], times: number, { paint, nowMs }: TopLook): TopTable {
  const [sorted, order] = inOrder(gates, GATE_ORDERS, times);
  const rows = sorted.map((gate) => [
    `${gate.runId}/${gate.gate}`,
    gate.plan,
    gate.requestedAt === undefined ? '-' : showAge(nowMs - Date.parse(askedAt(gate))),
    deadlineText(Date.parse(gate.deadline) - nowMs, paint),
    harmless(gate.submittedBy),
    String(gate.decision.riskScore),
    gate.approvals === undefined ? gate.role : peopleText(gate.approvals.missing),
  ]);
  const head = ['GATE', 'PLAN', 'WAITS', 'EXPIRES IN', 'SUBMITTED BY', 'RISK', 'WHOSE VOTE'];
  return { head, rows, spare: ['PLAN', 'SUBMITTED BY', 'RISK'], order, none: 'no gate waits for a vote' };
}

/** Tuning of a colour. */
const SOON_MS = 600_000;

const deadlineText = (leftMs: number, paint: Paint): string =>
  leftMs < SOON_MS ? paint('red', showDuration(leftMs)) : showDuration(leftMs);
