// A check that nobody saw fail is no check: each row of the claim's table is replaced by a plausible wrong one, and the
// search must find the harm or the wedge that follows.
import { expect, test } from 'vitest';
import { decideAttempt, decideCancel } from '../../src/claim/cancel.ts';
import { claimRows } from '../../src/claim/claim-rows.ts';
import type { ClaimAction, ClaimFacts, ClaimRow } from '../../src/claim/claim-view.ts';
import { decideBy } from '../../src/claim/claim.ts';
import { more } from './model/configurations.ts';
import type { Configuration } from './model/configurations.ts';
import { createModel, productRules } from './model/model.ts';
import { search } from './model/search.ts';
import type { SearchResult } from './model/search.ts';

type Wrong = (facts: ClaimFacts) => ClaimAction | undefined;

const acks: Wrong = () => ({ kind: 'ack', why: 'wrong' });
const naks: Wrong = () => ({ kind: 'nak', delayMs: 0, why: 'wrong' });
/** The row is missing, and the next one that applies decides. */
const missing: Wrong = () => undefined;
const runs: Wrong = ({ last }) => ({ kind: 'run', epoch: last?.sequence ?? 0, attempt: last?.attempt ?? 0 });
const starts =
  (counted: boolean): Wrong =>
  ({ last }) => ({
    kind: 'start',
    expectedSequence: last?.sequence ?? 0,
    attempt: (last?.attempt ?? 0) + 1,
    counted,
    ...(last?.phase === 'started' ? { supersedes: last.sequence } : {}),
  });
const refuses: Wrong = ({ last }) => ({
  kind: 'end',
  phase: 'refused',
  expectedSequence: last?.sequence ?? 0,
  problem: { code: 'IDEMPOTENCY_KEY_REUSED', fields: {} },
});
const notes: Wrong = () => ({ kind: 'noteRefused', problem: { code: 'IDEMPOTENCY_KEY_REUSED', fields: {} } });

const wedge = 'no goal can be reached';
const paused: Configuration = { ...more.alone, budget: [0, 1, 0, 0] };
const mutations: readonly (readonly [row: string, wrong: Wrong, Configuration, found: string])[] = [
  ['owner, my started stored: runs', acks, more.alone, 'the owner acked an open chain'],
  ['owner, terminal: acks', starts(true), more.alone, 'after-terminal'],
  ['owner, terminal: acks', naks, more.alone, wedge],
  ['owner, overtaken by a later delivery: lets go', missing, paused, 'a stale delivery ended an attempt that goes on'],
  [
    'owner, own start too young to be lost: naks the remaining time',
    missing,
    more.forgets,
    'ended an attempt that had no time to fall silent',
  ],
  [
    'owner, own start too young to be lost: naks the remaining time',
    missing,
    more.forgetsCanceled,
    'ended an attempt that had no time to fall silent',
  ],
  [
    'owner, own start too young to be lost: naks the remaining time',
    acks,
    more.forgets,
    'the owner acked an open chain',
  ],
  ['owner, own start lost, cancel noted: canceled', missing, more.canceled, 'took over a lost attempt that was to be'],
  ['owner, own start lost, attempts spent: failed', missing, more.crashes, 'more attempts than allowed'],
  ['owner, own start lost, attempts spent: failed', acks, more.crashes, 'the owner acked an open chain'],
  ['owner, total clock over: timed-out', missing, more.totalOver, 'started after the total clock'],
  ['owner, never started, queue clock over: timed-out', missing, more.queueOver, 'started after the queue clock'],
  ['owner, poison: parked', missing, more.poison, 'started although poison'],
  ['owner, poison: parked', naks, more.poison, wedge],
  ['owner, never started, invalid: refused', missing, more.invalid, 'queued cannot become failed'],
  ['owner, never started, invalid: refused', starts(true), more.invalid, 'started although invalid'],
  ['owner, started before, invalid now: failed', missing, more.drift, 'started although invalid'],
  ['owner, started before, invalid now: failed', refuses, more.drift, 'refused after an attempt of the same command'],
  ['owner, unserved here: naks', missing, more.unserved, 'started although unserved'],
  ['owner, unserved here: naks', acks, more.unserved, 'the owner acked an open chain'],
  ['owner, retrying, not due: naks the remaining time', missing, more.backoff, 'started before it was due'],
  ['owner, retrying, not due: naks the remaining time', acks, more.backoff, 'the owner acked an open chain'],
  [
    'owner, retrying, due: starts, counted as the retrying says',
    starts(true),
    more.retried,
    'counted is true, not false',
  ],
  [
    'owner, retrying, due: starts, counted as the retrying says',
    starts(false),
    more.retried,
    'counted is false, not true',
  ],
  ['owner, retrying, due: starts, counted as the retrying says', naks, more.retried, wedge],
  ['owner, own start lost: starts, counted', starts(false), more.alone, 'counted is false, not true'],
  ['owner, own start lost: starts, counted', naks, more.alone, wedge],
  [
    'owner, a started of another command: starts, not counted',
    starts(true),
    more.otherDigest,
    'counted is true, not false',
  ],
  ['owner, a started of another command: starts, not counted', naks, more.apart, wedge],
  ['owner, empty: starts, counted', acks, more.apart, 'the owner acked an open chain'],
  ['owner, empty: starts, counted', starts(false), more.apart, 'counted is false, not true'],
  ['duplicate, my started stored: gives back', runs, more.twice, 'ran a command that the ledger does not name'],
  ['duplicate, anything else: acks', naks, more.twice, wedge],
  ['duplicate, anything else: acks', starts(true), more.twice, 'started was written after the terminal'],
  ['other digest, my started stored: gives back', runs, more.otherDigest, 'ran what the ledger does not name'],
  ['other digest, my started stored: gives back', refuses, more.otherDigest, "the owner's chain closed as refused"],
  ['other digest, refusal noted: acks', naks, more.otherDigest, wedge],
  ['other digest, anything else: notes the refusal', acks, more.otherDigest, 'acked in silence'],
  ['other digest, anything else: notes the refusal', refuses, more.otherDigest, "the owner's chain closed as refused"],
  ['other chain, terminal: acks', refuses, more.otherChain, 'after-terminal'],
  ['other chain, open or empty: refused', acks, more.otherChain, 'acked in silence'],
  ['other chain, open or empty: refused', runs, more.otherChain, 'ran what the ledger does not name'],
  ['other chain, open or empty: refused', notes, more.otherChain, wedge],
];

const mutated = (name: string, wrong: Wrong): readonly ClaimRow[] =>
  claimRows.map((row) =>
    row.name === name ? { name, decide: (facts) => (row.decide(facts) === undefined ? undefined : wrong(facts)) } : row,
  );

const whatIsFound = ({ harms, wedge: stuck }: SearchResult): string =>
  [...harms, ...(stuck === undefined ? [] : [stuck])].map(({ what }) => what).join('\n');

test.each(mutations)('%s: a wrong row is found (%#)', (row, wrong, configuration, found) => {
  const claim = decideBy(mutated(row, wrong));
  expect(whatIsFound(search(createModel(configuration, { ...productRules, claim })))).toContain(found);
});

test('every row of the table is changed by some mutation, and every mutation changes a row', () => {
  expect(new Set(mutations.map(([row]) => row))).toEqual(new Set(claimRows.map(({ name }) => name)));
});

test('the trace to a harm is a shortest one', () => {
  const claim = decideBy(mutated('owner, my started stored: runs', acks));
  expect(search(createModel(more.alone, { ...productRules, claim })).harms[0]?.trace).toEqual([
    'publish X',
    'A: gets X',
    'A: ledger create stored (X)',
    'A: started at 0 stored (X)',
    'A: acks X',
  ]);
});

test.each([
  ['invalid', more.invalid],
  ['unserved', more.unserved],
  ['after the queue clock', more.queueOver],
  ['after the total clock', more.totalOver],
])('a first started that is sent whatever is known of the command is found: %s', (found, configuration) => {
  const rules = { ...productRules, startsTogether: () => true };
  expect(whatIsFound(search(createModel(configuration, rules)))).toContain(found);
});

test('a first started that is never sent with the create costs time and does no harm', () => {
  const rules = { ...productRules, startsTogether: () => false };
  expect(search(createModel(more.otherDigest, rules))).toMatchObject({ harms: [], wedge: undefined });
});

test('a cancel that does not ask the ledger is found', () => {
  const cancel: typeof decideCancel = (view) => decideCancel({ ...view, ledger: undefined });
  const result = search(createModel(more.otherChainCanceled, { ...productRules, cancel }));
  expect(whatIsFound(result)).toContain('cancelled a stranger');
});

test.each([
  ['an empty chain', 0],
  ['an open chain', 1],
])('a cancel that is answered without writing %s is found', (_name, length) => {
  const cancel: typeof decideCancel = (view) =>
    view.chain.length === length ? { kind: 'answer', outcome: 'finished_first' } : decideCancel(view);
  const result = search(createModel(more.canceled, { ...productRules, cancel }));
  expect(whatIsFound(result)).toContain('a cancel was answered and left no trace');
});

test('an attempt that continues when it is superseded can still write nothing', () => {
  const attempt: typeof decideAttempt = (view) => decideAttempt({ ...view, lastSequence: view.epoch });
  const pause: Configuration = { ...more.alone, budget: [1, 1, 0, 0] };
  expect(search(createModel(pause, { ...productRules, attempt }))).toMatchObject({ harms: [], wedge: undefined });
});

test.each([
  ['duplicate, my started stored: gives back', more.twice],
  ['other digest, my started stored: gives back', more.otherDigest],
])('%s: only a courtesy to readers, because its owner would supersede the start', (row, configuration) => {
  const claim = decideBy(mutated(row, missing));
  expect(search(createModel(configuration, { ...productRules, claim }))).toMatchObject({ harms: [], wedge: undefined });
});
