import { LIMITS, shortDigest } from '@dome/contracts';
import type { DecidedGateLine, OpenGate } from '@dome/contracts';
import { peopleText } from '@dome/runs';

import type { Context } from '../context.ts';
import { showAge, showDuration } from '../durations.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../render/columns.ts';
import { harmless } from '../terminal/style.ts';
import { typedCommand } from '../typed-command.ts';
import { gatesThatWait } from './read-gate.ts';
import { resolveRun } from './run-ref.ts';

export interface GateListOptions {
  readonly run?: string;
  readonly which: 'waiting' | 'decided' | 'all';
  /** Of decided gates. */
  readonly limit?: number;
  readonly after?: string;
}

export async function gateList(context: Context, options: GateListOptions): Promise<number> {
  await using connection = await context.connect();
  const { client } = connection;
  const runId = options.run === undefined ? undefined : await resolveRun(client, options.run);
  const of = runId === undefined ? {} : { runId };
  const { which, limit = LIMITS.listDefault, after } = options;
  const gates = which === 'decided' ? [] : await gatesThatWait(client, runId);
  const page = which === 'waiting' ? undefined : await client.gates.list(pageOf({ ...of, limit, after }));
  const decided = page?.decided ?? [];
  const next = page?.next;
  context.show({
    value: { gates, ...(page === undefined ? {} : { decided, ...(next === undefined ? {} : { next }) }) },
    items: [...gates, ...decided],
    text: () => textOf(context, { which, gates, decided }),
  });
  if (next !== undefined && context.globals.output === 'table') {
    const given = ['gate', 'list', ...(runId === undefined ? [] : [runId]), '--decided', '--limit', String(limit)];
    context.note(`More:    ${typedCommand(context.globals, [...given, '--after', next])}`);
  }
  return EXIT.success;
}

const pageOf = ({ after, ...of }: { runId?: string; limit: number; after: string | undefined }) => ({
  state: 'decided' as const,
  ...of,
  ...(after === undefined ? {} : { after }),
});

interface Listed extends Pick<GateListOptions, 'which'> {
  readonly gates: readonly OpenGate[];
  readonly decided: readonly DecidedGateLine[];
}

function textOf(context: Context, { which, gates, decided }: Listed): string {
  const waiting = gates.length === 0 ? 'No gate is waiting for a vote.\n' : waitingTable(context, gates);
  const past = decided.length === 0 ? 'No gate has been decided.\n' : decidedTable(context, decided);
  if (which === 'waiting') return waiting;
  return which === 'decided' ? past : `${waiting}\n${past}`;
}

function waitingTable({ io }: Context, gates: readonly OpenGate[]): string {
  const head = ['GATE', 'PLAN', 'ROUND', 'ROLE', 'RISK', 'SUBMITTED BY', 'EXPIRES IN', 'EVIDENCE', 'REASONS'];
  const rows = gates.map((gate) => {
    const { decision } = gate;
    const expires = showDuration(Date.parse(gate.deadline) - io.now());
    return [
      `${gate.runId}/${gate.gate}`,
      gate.plan,
      String(gate.iteration),
      gate.approvals === undefined ? gate.role : peopleText(gate.approvals.missing),
      String(decision.riskScore),
      harmless(gate.submittedBy),
      expires,
      shortDigest(gate.evidenceDigest),
      decision.reasonCodes.join(',') || '-',
    ];
  });
  const spare = ['EVIDENCE', 'PLAN', 'ROUND', 'SUBMITTED BY'];
  return table({ head, rows, spare, width: io.out.columns, lastWidthMin: 14 });
}

function decidedTable({ io }: Context, gates: readonly DecidedGateLine[]): string {
  const { paint } = io.out;
  const head = ['GATE', 'ROUND', 'DECISION', 'BY', 'DECIDED', 'RISK', 'EVIDENCE', 'REASONS'];
  const rows = gates.map(({ runId, gate, iteration, status, decidedBy, decidedAt, riskScore, ...of }) => [
    `${runId}/${gate}`,
    String(iteration),
    paint(status === 'APPROVE' ? 'green' : 'red', status),
    decidedBy.people?.map(harmless).join(', ') ?? 'policy',
    `${showAge(io.now() - Date.parse(decidedAt))} ago`,
    String(riskScore),
    shortDigest(of.evidenceDigest),
    of.reasonCodes.join(',') || '-',
  ]);
  return table({ head, rows, spare: ['EVIDENCE', 'RISK', 'ROUND'], width: io.out.columns, lastWidthMin: 14 });
}
