import { DomeError, LIMITS, shortDigest } from '@dome/contracts';
import type { GateDecideReply, OpenGate } from '@dome/contracts';
import { missingText, peopleIn } from '@dome/runs';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { showDuration } from '../durations.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../render/columns.ts';
import { gateText } from '../render/gate-view.ts';
import { peopleText } from '../render/people-text.ts';
import { harmless } from '../terminal/style.ts';
import { confirm } from './confirm.ts';
import { resolveRun } from './run-ref.ts';

export async function gateList(context: Context, ref: string | undefined): Promise<number> {
  await using connection = await context.connect();
  const runId = ref === undefined ? undefined : await resolveRun(connection.client, ref);
  const gates = await openGates(connection, runId);
  context.show({ value: { gates }, items: gates, text: () => listText(context, gates) });
  return EXIT.success;
}

async function openGates({ client }: PersonConnection, runId?: string): Promise<OpenGate[]> {
  const gates: OpenGate[] = [];
  let after: string | undefined;
  do {
    const narrowed = { ...(runId === undefined ? {} : { runId }), ...(after === undefined ? {} : { after }) };
    const page = await client.gates.list({ limit: LIMITS.listMax, ...narrowed });
    gates.push(...page.gates);
    after = page.next;
  } while (after !== undefined);
  return gates;
}

function listText({ io }: Context, gates: readonly OpenGate[]): string {
  if (gates.length === 0) return 'No gate is waiting for a vote.\n';
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

export interface VoteOptions {
  readonly verdict: 'approve' | 'reject';
  /** RUN/GATE, or RUN and GATE, or nothing when only one gate waits. */
  readonly words: readonly string[];
  readonly reason?: string;
  readonly yes: boolean;
}

/**
 * Shows what is voted on, and sends the digest of the evidence it showed: a vote on any other evidence does not count.
 */
export async function gateVote(context: Context, options: VoteOptions): Promise<number> {
  await using connection = await context.connect();
  const gate = await gateMeant(connection, options.words);
  const { runId, iteration, evidenceDigest } = gate;
  const { io, globals } = context;
  if (globals.output === 'table' && !globals.quiet) {
    void io.err.write(gateText(gate, { sink: io.err, nowMs: io.now() }));
  }
  if (!(await isConfirmed(context, gate, options))) {
    context.note('Nothing was sent.');
    return EXIT.interrupted;
  }
  const reply = await connection.client.gates.decide({
    runId,
    iteration,
    evidenceDigest,
    gate: gate.gate,
    verdict: options.verdict,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  });
  const { paint } = io.out;
  const done = options.verdict === 'approve' ? 'approved' : 'rejected';
  const mark =
    reply.verdict === 'approve' ? paint('green', context.symbols.success) : paint('red', context.symbols.failure);
  const before = reply.existing ? ', as said before' : '';
  const text = () =>
    `${mark} ${done} ${runId}/${gate.gate} as ${harmless(reply.by)}${before}${progressText(reply)}   evidence ${shortDigest(evidenceDigest)}\n`;
  context.show({ value: { ...reply, evidenceDigest }, text });
  return EXIT.success;
}

/** Where several people are asked: how many have approved, and who is missing. */
const progressText = ({ approvals }: Pick<GateDecideReply, 'approvals'>): string =>
  approvals === undefined || peopleIn(approvals.required) === 1 ? '' : `   ${missingText(approvals)}`;

export type WithdrawOptions = Pick<VoteOptions, 'words' | 'reason'>;

export async function voteWithdraw(context: Context, { words, reason }: WithdrawOptions): Promise<number> {
  await using connection = await context.connect();
  const { runId, gate, iteration } = await gateMeant(connection, words);
  const why = reason === undefined ? {} : { reason };
  const reply = await connection.client.gates.withdraw({ runId, gate, iteration, ...why });
  const before = reply.existing ? ', as said before' : '';
  const mark = context.io.out.paint('green', context.symbols.success);
  const text = () =>
    `${mark} withdrew the vote of ${harmless(reply.by)} on ${runId}/${gate}${before}${progressText(reply)}\n`;
  context.show({ value: reply, text });
  return EXIT.success;
}

async function gateMeant(connection: PersonConnection, words: readonly string[]): Promise<OpenGate> {
  const [ref, name] = words.length === 1 ? (words[0]?.split('/') ?? []) : words;
  if (ref === undefined) return onlyOne(await openGates(connection), 'No gate is waiting for a vote.');
  const runId = await resolveRun(connection.client, ref);
  const gates = await openGates(connection, runId);
  const meant = gates.filter(({ gate }) => name === undefined || gate === name);
  const where = name === undefined ? runId : `${runId}/${name}`;
  return onlyOne(meant, `No gate of ${where} is waiting for a vote.`);
}

function onlyOne(gates: readonly OpenGate[], detail: string): OpenGate {
  const [gate, ...others] = gates;
  if (gate === undefined) {
    throw new DomeError('NOT_FOUND', { detail, hint: 'List the waiting gates with `dome gate list`.' });
  }
  if (others.length === 0) return gate;
  const names = gates.map((one) => `${one.runId}/${one.gate}`).join(', ');
  throw usageError(`${gates.length} gates are waiting: ${names}`, 'Name one of them: RUN/GATE.');
}

/** @throws DomeError INVALID_REQUEST for an answer that is neither yes nor no */
export async function isConfirmed(
  context: Pick<Context, 'io'>,
  gate: Pick<OpenGate, 'runId' | 'gate'>,
  { verdict, yes }: Pick<VoteOptions, 'verdict' | 'yes'>,
): Promise<boolean> {
  const word = verdict === 'approve' ? 'Approve' : 'Reject';
  return await confirm(context, { question: `${word} ${gate.runId}/${gate.gate}?`, yes, what: 'A vote', verb: 'vote' });
}
