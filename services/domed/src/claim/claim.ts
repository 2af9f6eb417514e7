// L7: one accepted command has one chain, one digest, one owner. Two questions have two arbiters. What does the key
// stand for? The ledger, whose entry is created once. Which attempt is it? The chain, whose every write expects the
// last sequence. Ledger create and first `started` are sent together and both awaited; then this function alone decides
// what the delivery may do. It reads no clock and no wire, so that an exhaustive search can drive the same function
// with crashes, pauses, cancels, duplicates and reused keys.
//
// To drive it: build the view, decide, carry out the action, put its result into the view, and decide again, until the
// action is `run`, `ack` or `nak`. A stored write appends to the chain (a `started` also becomes `myStarted`); a write
// that conflicts changes nothing: read the chain from the leader and decide again.
import { DomeError } from '@dome/contracts';
import type { ChainStep, CommandIdentity } from '../job.ts';
import { claimRows } from './claim-rows.ts';
import type { ClaimAction, ClaimFacts, ClaimRow, ClaimView, Opening, Relation } from './claim-view.ts';

/** Whether the first `started` goes out together with the ledger create; if not, only the create does. */
export function startsTogether({ validity, deadlines, nowMs }: Opening): boolean {
  return validity.state === 'ok' && nowMs < deadlines.queueUntilMs && nowMs < deadlines.totalUntilMs;
}

export const decideClaim: (view: ClaimView) => ClaimAction = decideBy(claimRows);

/** @throws DomeError INTERNAL when no row applies, which the rows of the product rule out */
export function decideBy(rows: readonly ClaimRow[]): (view: ClaimView) => ClaimAction {
  return (view) => {
    const facts = factsOf(view);
    for (const row of rows) {
      const action = row.decide(facts);
      if (action !== undefined) return action;
    }
    throw new DomeError('INTERNAL', { detail: 'no row of the claim applies', relation: facts.relation });
  };
}

function factsOf(view: ClaimView): ClaimFacts {
  const { chain, mine, myStarted } = view;
  const last = chain.at(-1);
  return {
    ...view,
    relation: relationOf(view.ledger, mine),
    last,
    myStartedIsLast: myStarted.stored && last?.phase === 'started' && last.sequence === myStarted.sequence,
    isOvertaken: chain.some(
      (entry) =>
        entry.phase === 'started' &&
        entry.commandSequence === mine.commandSequence &&
        entry.deliveryCount >= view.deliveryCount &&
        !(myStarted.stored && entry.sequence === myStarted.sequence),
    ),
    isYoung: last !== undefined && isYoung(last, view),
    mayHaveRun: chain.some((entry) => entry.phase === 'started' && entry.commandSequence === mine.commandSequence),
    spent: chain.filter((entry) => entry.phase === 'started' && entry.counted).length,
  };
}

/**
 * A delivery may wait in the daemon before its attempt starts, so an attempt that is really lost can be a little
 * younger than an ack wait. The difference is less than a quarter of it.
 */
const YOUNG_UNTIL = 3 / 4;
function isYoung(last: ChainStep, { mine, nowMs, ackWaitMs }: ClaimView): boolean {
  if (last.phase !== 'started' || last.commandSequence !== mine.commandSequence) return false;
  return nowMs - last.startedAtMs < ackWaitMs * YOUNG_UNTIL;
}

function relationOf(ledger: CommandIdentity, mine: CommandIdentity): Relation {
  if (ledger.skill !== mine.skill || ledger.runId !== mine.runId) return 'other-chain';
  if (ledger.requestDigest !== mine.requestDigest) return 'other-digest';
  return ledger.commandSequence === mine.commandSequence ? 'owner' : 'duplicate';
}
