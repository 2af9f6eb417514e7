// The table of the claim, row by row, as data: a test changes one row at a time, and the exhaustive search must find
// the harm or the deadlock that follows. Only the two rows that give a claim back could be missing without harm (the
// owner supersedes a foreign start): they spare readers a start that leads to nothing.
//
// The rows of one relation are complete and ordered; rows of different relations never interact.
import { isTerminal } from '@dome/contracts';
import type { ClaimAction, ClaimFacts, ClaimProblem, ClaimRow } from './claim-view.ts';

type When = (facts: ClaimFacts) => boolean;
const row = (name: string, when: When, then: (facts: ClaimFacts) => ClaimAction): ClaimRow => ({
  name,
  decide: (facts) => (when(facts) ? then(facts) : undefined),
});
const of =
  (relation: ClaimFacts['relation'], when: When = () => true): When =>
  (facts) =>
    facts.relation === relation && when(facts);
const owner = (when: When): When => of('owner', when);

/** Nothing was written: the sequence to expect is 0. */
const expectedSequence = ({ last }: ClaimFacts): number => last?.sequence ?? 0;
const nextAttempt = ({ last }: ClaimFacts): number => (last?.attempt ?? 0) + 1;
const isClosed: When = ({ last }) => last !== undefined && isTerminal(last.phase);
/**
 * The broker redelivered the owner's own command although a `started` of it exists: no heartbeat came for an ack wait.
 */
const ownStartLost: When = ({ last, mine, myStartedIsLast }) =>
  last?.phase === 'started' && last.commandSequence === mine.commandSequence && !myStartedIsLast;

const ack = (why: string) => (): ClaimAction => ({ kind: 'ack', why });
const end =
  (phase: 'refused' | 'failed' | 'timed-out' | 'parked', problem: (facts: ClaimFacts) => ClaimProblem) =>
  (facts: ClaimFacts): ClaimAction => ({
    kind: 'end',
    phase,
    expectedSequence: expectedSequence(facts),
    problem: problem(facts),
  });
const giveBack =
  (problem: (facts: ClaimFacts) => ClaimProblem) =>
  (facts: ClaimFacts): ClaimAction => ({
    kind: 'giveBack',
    expectedSequence: expectedSequence(facts),
    attempt: facts.last?.attempt ?? 0,
    problem: problem(facts),
  });
const start =
  (counted: (facts: ClaimFacts) => boolean) =>
  (facts: ClaimFacts): ClaimAction => ({
    kind: 'start',
    expectedSequence: expectedSequence(facts),
    attempt: nextAttempt(facts),
    counted: counted(facts),
    ...(facts.last?.phase === 'started' ? { supersedes: facts.last.sequence } : {}),
  });

const keyReused = ({ ledger }: ClaimFacts): ClaimProblem => ({
  code: 'IDEMPOTENCY_KEY_REUSED',
  fields: {
    detail: `The idempotency key stands for skill ${ledger.skill} in run ${ledger.runId}, command ${ledger.commandSequence}.`,
    owner: { skill: ledger.skill, runId: ledger.runId, requestDigest: ledger.requestDigest },
  },
});
const carriedByFirst = ({ ledger }: ClaimFacts): ClaimProblem => ({
  code: 'INVALID_TRANSITION',
  fields: { detail: `Command ${ledger.commandSequence} owns this job; the claim is given back to it.` },
});
const attemptLost = ({ spent, maximumAttempts }: ClaimFacts): ClaimProblem => ({
  code: 'ATTEMPT_LOST',
  fields: { detail: `The attempt stopped reporting, and ${spent} of ${maximumAttempts} attempts are spent.` },
});
const clockOver =
  (clock: 'queue' | 'total') =>
  ({ deadlines: { waitedFor } }: ClaimFacts): ClaimProblem => {
    const why = waitedFor === undefined ? '' : ` It waited for ${waitedFor}.`;
    return { code: 'TIMEOUT', fields: { detail: `The ${clock} clock of the job has run out.${why}`, clock } };
  };
const problemOf = ({ validity }: ClaimFacts): ClaimProblem =>
  'problem' in validity ? validity.problem : { code: 'INTERNAL', fields: {} };

const ownerRows: readonly ClaimRow[] = [
  row(
    'owner, my started stored: runs',
    owner(({ myStartedIsLast }) => myStartedIsLast),
    ({ last }) => ({ kind: 'run', epoch: last?.sequence ?? 0, attempt: last?.attempt ?? 0 }),
  ),
  row('owner, terminal: acks', owner(isClosed), ack('the chain has its terminal')),
  // The delivery lay unread while its daemon was stalled. Only a delivery later than the one that started an attempt
  // proves it lost.
  row(
    'owner, overtaken by a later delivery: lets go',
    owner(({ isOvertaken }) => isOvertaken),
    () => ({ kind: 'letGo', why: 'a later delivery of the command started an attempt' }),
  ),
  // A restarted broker counts the ack wait of a delivery from when the command was stored, which may be long ago.
  row(
    'owner, own start too young to be lost: naks the remaining time',
    owner((facts) => ownStartLost(facts) && facts.isYoung),
    ({ last, nowMs, ackWaitMs }) => ({
      kind: 'nak',
      delayMs: last?.phase === 'started' ? last.startedAtMs + ackWaitMs - nowMs : 0,
      why: 'the attempt is younger than an ack wait and may be alive',
    }),
  ),
  row(
    'owner, own start lost, cancel noted: canceled',
    owner((facts) => ownStartLost(facts) && facts.notes.cancelRequested),
    (facts) => ({ kind: 'cancel', expectedSequence: expectedSequence(facts), outcome: 'killed' }),
  ),
  row(
    'owner, own start lost, attempts spent: failed',
    owner((facts) => ownStartLost(facts) && facts.spent >= facts.maximumAttempts),
    end('failed', attemptLost),
  ),
  row(
    'owner, total clock over: timed-out',
    owner(({ nowMs, deadlines }) => nowMs >= deadlines.totalUntilMs),
    end('timed-out', clockOver('total')),
  ),
  row(
    'owner, never started, queue clock over: timed-out',
    owner(({ nowMs, deadlines, mayHaveRun }) => !mayHaveRun && nowMs >= deadlines.queueUntilMs),
    end('timed-out', clockOver('queue')),
  ),
  row(
    'owner, poison: parked',
    owner(({ validity }) => validity.state === 'poison'),
    end('parked', problemOf),
  ),
  row(
    'owner, never started, invalid: refused',
    owner(({ validity, mayHaveRun }) => validity.state === 'invalid' && !mayHaveRun),
    end('refused', problemOf),
  ),
  row(
    'owner, started before, invalid now: failed',
    owner(({ validity }) => validity.state === 'invalid'),
    end('failed', problemOf),
  ),
  row(
    'owner, unserved here: naks',
    owner(({ validity }) => validity.state === 'unserved'),
    ({ validity }) => ({
      kind: 'nak',
      delayMs: validity.state === 'unserved' ? validity.retryInMs : 0,
      why: 'another daemon may serve it',
    }),
  ),
  row(
    'owner, retrying, not due: naks the remaining time',
    owner(({ last, nowMs }) => last?.phase === 'retrying' && last.nextAttemptAtMs > nowMs),
    ({ last, nowMs }) => ({
      kind: 'nak',
      delayMs: last?.phase === 'retrying' ? last.nextAttemptAtMs - nowMs : 0,
      why: 'the next attempt is not due',
    }),
  ),
  row(
    'owner, retrying, due: starts, counted as the retrying says',
    owner(({ last }) => last?.phase === 'retrying'),
    start(({ last }) => last?.phase === 'retrying' && last.counted),
  ),
  row(
    'owner, own start lost: starts, counted',
    owner(ownStartLost),
    start(() => true),
  ),
  row(
    'owner, a started of another command: starts, not counted',
    owner(({ last }) => last?.phase === 'started'),
    start(() => false),
  ),
  row(
    'owner, empty: starts, counted',
    of('owner'),
    start(() => true),
  ),
];

const otherRows: readonly ClaimRow[] = [
  row(
    'duplicate, my started stored: gives back',
    of('duplicate', ({ myStartedIsLast }) => myStartedIsLast),
    giveBack(carriedByFirst),
  ),
  row('duplicate, anything else: acks', of('duplicate'), ack('the first command carries the job')),
  row(
    'other digest, my started stored: gives back',
    of('other-digest', ({ myStartedIsLast }) => myStartedIsLast),
    giveBack(keyReused),
  ),
  row(
    'other digest, refusal noted: acks',
    of('other-digest', ({ notes }) => notes.refusedMine),
    ack('the refusal is noted'),
  ),
  row('other digest, anything else: notes the refusal', of('other-digest'), (facts) => ({
    kind: 'noteRefused',
    problem: keyReused(facts),
  })),
  row('other chain, terminal: acks', of('other-chain', isClosed), ack('the chain has its terminal')),
  row('other chain, open or empty: refused', of('other-chain'), end('refused', keyReused)),
];

export const claimRows: readonly ClaimRow[] = [...ownerRows, ...otherRows];
