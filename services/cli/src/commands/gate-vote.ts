import { DomeError, isErrorCode, shortDigest } from '@dome/contracts';
import type { GateDecideReply, GateDetail } from '@dome/contracts';
import { missingText, peopleIn, votersText } from '@dome/runs';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { GateAddress } from '../inspect/address.ts';
import { gateText } from '../render/gate-view.ts';
import { harmless } from '../terminal/style.ts';
import { confirm } from './confirm.ts';
import { lookOf } from './gate-get.ts';
import { gateMeant, readGate } from './read-gate.ts';

export interface VoteOptions {
  readonly verdict: 'approve' | 'reject';
  readonly address: GateAddress;
  readonly reason?: string;
  readonly yes: boolean;
}

/**
 * Shows what is voted on, and sends the digest of the evidence it showed: a vote on any other evidence does not count.
 * Whoever cannot vote is told before anything is shown or asked.
 */
export async function gateVote(context: Context, options: VoteOptions): Promise<number> {
  await using connection = await context.connect();
  const { client } = connection;
  const detail = await client.gates.get(await gateMeant(client, options.address));
  requireVote(detail, options.verdict);
  const { runId, gate, iteration, decision } = detail;
  const { io, globals } = context;
  if (globals.output === 'table' && !globals.quiet) {
    const story = await readGate(context, connection, detail);
    void io.err.write(gateText(story, lookOf(context, io.err, false)));
  }
  if (!(await isConfirmed(context, detail, options))) {
    context.note('Nothing was sent.');
    return EXIT.interrupted;
  }
  // A gate that takes votes has been decided to ask for them.
  const evidenceDigest = decision?.evidenceDigest ?? '';
  const reply = await client.gates.decide({
    runId,
    iteration,
    evidenceDigest,
    gate,
    verdict: options.verdict,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  });
  const { paint } = io.out;
  const isApproved = reply.verdict === 'approve';
  const mark = isApproved ? paint('green', context.symbols.success) : paint('red', context.symbols.failure);
  const before = reply.existing ? ', as said before' : '';
  const text = () =>
    `${mark} ${isApproved ? 'approved' : 'rejected'} ${runId}/${gate} as ${harmless(reply.by)}${before}${progressText(reply)}   evidence ${shortDigest(evidenceDigest)}\n`;
  context.show({ value: { ...reply, evidenceDigest }, text });
  return EXIT.success;
}

/** Saying again what one has said is no fault. @throws DomeError as the control plane would refuse the vote */
function requireVote(of: GateDetail, verdict: VoteOptions['verdict']): void {
  const { runId, gate, you, asking, state } = of;
  const right = you[verdict];
  if (right.allowed) return;
  const own = asking?.votes.find(({ by }) => by === you.user);
  if (own !== undefined && own.verdict === verdict) return;
  const code = right.code !== undefined && isErrorCode(right.code) ? right.code : 'INVALID_TRANSITION';
  const { detail = `${you.user} cannot ${verdict} ${runId}/${gate} now` } = right;
  if (own !== undefined && state === 'waiting') {
    const hint = `Take it back with \`dome gate withdraw ${runId}/${gate}\`, and vote anew.`;
    throw new DomeError(code, { detail, hint });
  }
  if (state !== 'waiting') {
    throw new DomeError(code, { detail, hint: `See how it was decided with \`dome gate get ${runId}/${gate}\`.` });
  }
  const voters = votersText(of);
  const who = voters === undefined ? 'Nobody who has one of the roles is left' : `${harmless(voters)} may approve it`;
  throw new DomeError(code, { detail, hint: `${who}; \`dome gate get ${runId}/${gate}\` shows what is asked.` });
}

/** Where several people are asked: how many have approved, and who is missing. */
const progressText = ({ approvals }: Pick<GateDecideReply, 'approvals'>): string =>
  approvals === undefined || peopleIn(approvals.required) === 1 ? '' : `   ${missingText(approvals)}`;

export type WithdrawOptions = Pick<VoteOptions, 'address' | 'reason'>;

export async function voteWithdraw(context: Context, { address, reason }: WithdrawOptions): Promise<number> {
  await using connection = await context.connect();
  const { client } = connection;
  const { runId, gate, iteration } = await gateMeant(client, address);
  const why = reason === undefined ? {} : { reason };
  const reply = await client.gates.withdraw({ runId, gate, ...(iteration === undefined ? {} : { iteration }), ...why });
  const before = reply.existing ? ', as said before' : '';
  const mark = context.io.out.paint('green', context.symbols.success);
  const text = () =>
    `${mark} withdrew the vote of ${harmless(reply.by)} on ${runId}/${gate}${before}${progressText(reply)}\n`;
  context.show({ value: reply, text });
  return EXIT.success;
}

/** @throws DomeError INVALID_REQUEST for an answer that is neither yes nor no */
export async function isConfirmed(
  context: Pick<Context, 'io'>,
  gate: Pick<GateDetail, 'runId' | 'gate'>,
  { verdict, yes }: Pick<VoteOptions, 'verdict' | 'yes'>,
): Promise<boolean> {
  const word = verdict === 'approve' ? 'Approve' : 'Reject';
  return await confirm(context, { question: `${word} ${gate.runId}/${gate.gate}?`, yes, what: 'A vote', verb: 'vote' });
}
