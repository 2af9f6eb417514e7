import { checkChain, isTerminal } from '@dome/contracts';
import type { ChainLink } from '@dome/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClaimAction, ClaimView, Validity } from '../../src/claim/claim-view.ts';
import { decideClaim, startsTogether } from '../../src/claim/claim.ts';
import { commands, retryingBy, startedBy, view, x, xAgain, y, z } from '../support/claim-views.ts';
import type { Link } from '../support/claim-views.ts';

const stored = { stored: true, sequence: 100 } as const;

const rows: readonly (readonly [string, Partial<ClaimView>, Partial<ClaimAction>])[] = [
  ['runs what it won', { chain: [startedBy(x)], myStarted: stored }, { kind: 'run', epoch: 100, attempt: 1 }],
  ['starts where nothing stands', {}, { kind: 'start', expectedSequence: 0, attempt: 1, counted: true }],
  [
    'takes over a lost attempt, counted',
    { chain: [startedBy(x)] },
    { kind: 'start', expectedSequence: 100, attempt: 2, counted: true, supersedes: 100 },
  ],
  [
    'leaves an attempt that is too young to be lost alone for the rest of an ack wait',
    { chain: [startedBy(x, { startedAtMs: 201 })] },
    { kind: 'nak', delayMs: 101 },
  ],
  [
    'leaves its cancel to it as well',
    {
      chain: [startedBy(x, { startedAtMs: 201 })],
      notes: { cancelRequested: true, refusedMine: false },
      maximumAttempts: 1,
    },
    { kind: 'nak', delayMs: 101 },
  ],
  [
    'takes over an attempt as old as three quarters of an ack wait',
    { chain: [startedBy(x, { startedAtMs: 200 })] },
    { kind: 'start', attempt: 2, counted: true, supersedes: 100 },
  ],
  [
    'supersedes a start of another command however young it is',
    { chain: [startedBy(y, { startedAtMs: 499 })] },
    { kind: 'start', attempt: 2, counted: false, supersedes: 100 },
  ],
  ['lets go where a later delivery started', { chain: [startedBy(x)], deliveryCount: 1 }, { kind: 'letGo' }],
  [
    'lets go where a later delivery started and failed',
    { chain: [startedBy(x), retryingBy(x, true)], deliveryCount: 1 },
    { kind: 'letGo' },
  ],
  [
    'runs what it won under the same delivery',
    { chain: [startedBy(x)], myStarted: stored, deliveryCount: 1 },
    { kind: 'run' },
  ],
  [
    'supersedes another command, not counted',
    { chain: [startedBy(y)] },
    { kind: 'start', attempt: 2, counted: false, supersedes: 100 },
  ],
  [
    'starts after a retry, counted',
    { chain: [startedBy(x), retryingBy(x, true)] },
    { kind: 'start', expectedSequence: 101, attempt: 2, counted: true },
  ],
  [
    'starts after a drain, not counted',
    { chain: [startedBy(x), retryingBy(x, false)] },
    { kind: 'start', attempt: 2, counted: false },
  ],
  ['naks the remaining time', { chain: [startedBy(x), retryingBy(x, true, 750)] }, { kind: 'nak', delayMs: 250 }],
  ['ends what has no attempt left', { chain: [startedBy(x)], maximumAttempts: 1 }, { kind: 'end', phase: 'failed' }],
  [
    'cancels a lost attempt',
    { chain: [startedBy(x)], notes: { cancelRequested: true, refusedMine: false } },
    { kind: 'cancel', expectedSequence: 100 },
  ],
  ['times out in the queue', { nowMs: 1_000 }, { kind: 'end', phase: 'timed-out', expectedSequence: 0 }],
  ['does not apply the queue clock to a lost attempt', { nowMs: 1_000, chain: [startedBy(x)] }, { kind: 'start' }],
  [
    'applies the total clock to a lost attempt',
    { nowMs: 5_000, chain: [startedBy(x)] },
    { kind: 'end', phase: 'timed-out' },
  ],
  ['lets the first command carry a duplicate', { mine: xAgain, chain: [startedBy(x)] }, { kind: 'ack' }],
  [
    'gives back what a duplicate won',
    { mine: xAgain, chain: [startedBy(xAgain)], myStarted: stored },
    { kind: 'giveBack', expectedSequence: 100 },
  ],
  ['gives back what another digest won', { mine: y, chain: [startedBy(y)], myStarted: stored }, { kind: 'giveBack' }],
  ['notes the refusal of another digest', { mine: y, chain: [startedBy(x)] }, { kind: 'noteRefused' }],
  ['refuses on another chain', { mine: z }, { kind: 'end', phase: 'refused', expectedSequence: 0 }],
  [
    'refuses over its own start on another chain',
    { mine: z, chain: [startedBy(z)], myStarted: stored },
    { kind: 'end', phase: 'refused', expectedSequence: 100 },
  ],
];

test.each(rows)('%s', (_name, change, action) => {
  expect(decideClaim(view(change))).toMatchObject(action);
});

test('a pool is no part of the chain: the same work sent to two pools is a duplicate and cannot close its chain', () => {
  expect(decideClaim(view({ ledger: { ...x, pool: 'gpu' }, mine: xAgain })).kind).toBe('ack');
});

test('the problem of a check is passed through to the event', () => {
  const problem = { code: 'INPUT_INVALID', fields: { pointer: '/input/n' } } as const;
  expect(decideClaim(view({ validity: { state: 'invalid', problem } }))).toMatchObject({ phase: 'refused', problem });
});

const validities: fc.Arbitrary<Validity> = fc.constantFrom(
  { state: 'ok' },
  { state: 'invalid', problem: { code: 'INPUT_INVALID', fields: {} } },
  { state: 'poison', problem: { code: 'INTERNAL', fields: {} } },
  { state: 'unserved', retryInMs: 5 },
);

/** What any writer may append; only legal chains are kept. */
const nextLinks = (chain: readonly Link[]): Link[] => {
  const last = chain.at(-1);
  const started = chain.findLast((link) => link.phase === 'started');
  const sequence = (last?.sequence ?? 90) + 10;
  const candidates = commands.slice(0, 3).flatMap(({ requestDigest, commandSequence }): Link[] => {
    const by = { requestDigest, commandSequence, sequence };
    const attempt = started?.attempt ?? 0;
    const during = { ...by, attempt, ...(started === undefined ? {} : { epoch: started.sequence }) };
    const supersedes = last?.phase === 'started' ? { supersedes: last.sequence } : {};
    const ends = (['succeeded', 'failed', 'refused', 'canceled', 'timed-out', 'parked'] as const).map((phase) => ({
      ...during,
      phase,
    }));
    return [
      ...[true, false].map((counted): Link => ({
        ...by,
        phase: 'started',
        attempt: attempt + 1,
        counted,
        deliveryCount: 1,
        startedAtMs: counted ? 0 : 400,
        ...supersedes,
      })),
      ...[true, false].map((counted): Link => ({
        ...during,
        phase: 'retrying',
        counted,
        nextAttemptAtMs: counted ? 700 : 0,
      })),
      ...ends,
    ];
  });
  return candidates.filter((link) => checkChain([...chain, link]).length === 0);
};

const chains: fc.Arbitrary<readonly Link[]> = fc.array(fc.nat(), { maxLength: 6 }).map((picks) =>
  picks.reduce<readonly Link[]>((chain, pick) => {
    const next = nextLinks(chain);
    const link = next[pick % Math.max(1, next.length)];
    return link === undefined ? chain : [...chain, link];
  }, []),
);

type Seen = ClaimView & { readonly chain: readonly Link[] };

const views: fc.Arbitrary<Seen> = fc.tuple(chains, fc.constantFrom(...commands)).chain(([chain, mine]) => {
  const starts = chain
    .filter(({ phase, commandSequence }) => phase === 'started' && commandSequence === mine.commandSequence)
    .map(({ sequence }) => ({ stored: true, sequence }) as const);
  return fc.record({
    validity: validities,
    deadlines: fc.constant({ queueUntilMs: 1_000, totalUntilMs: 5_000 }),
    nowMs: fc.constantFrom(500, 800, 1_000, 6_000),
    ackWaitMs: fc.constantFrom(0, 400, 3_000),
    ledger: fc.constantFrom(...commands).map((owner) => ({ ...owner, pool: 'main' })),
    mine: fc.constant(mine),
    deliveryCount: fc.constantFrom(1, 2),
    chain: fc.constant(chain),
    myStarted: fc.constantFrom({ stored: false } as const, ...starts),
    notes: fc.record({ cancelRequested: fc.boolean(), refusedMine: fc.boolean() }),
    maximumAttempts: fc.integer({ min: 1, max: 4 }),
  });
});

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};
const holds = (property: (seen: Seen, action: ClaimAction) => void): void =>
  fc.assert(
    fc.property(views, (seen) => {
      property(seen, decideClaim(seen));
    }),
    { numRuns: 2_000 },
  );
const sameChain = ({ ledger, mine }: ClaimView): boolean => ledger.skill === mine.skill && ledger.runId === mine.runId;
const isOwner = (seen: ClaimView): boolean =>
  sameChain(seen) &&
  seen.ledger.requestDigest === seen.mine.requestDigest &&
  seen.ledger.commandSequence === seen.mine.commandSequence;

test('it decides every view, the same way each time, and changes nothing', () => {
  holds((seen, action) => expect(decideClaim(frozen(structuredClone(seen)))).toEqual(action));
});

test('it runs and starts only what the ledger names, and runs only under its own last start', () => {
  holds((seen, action) => {
    if (action.kind !== 'run' && action.kind !== 'start') return;
    expect(isOwner(seen)).toBe(true);
    if (action.kind === 'run') expect(seen.myStarted).toEqual({ stored: true, sequence: action.epoch });
    if (action.kind === 'run') expect(seen.chain.at(-1)?.sequence).toBe(action.epoch);
  });
});

test('the owner never acks an open chain', () => {
  holds((seen, action) => {
    if (action.kind !== 'ack' || !isOwner(seen)) return;
    const last = seen.chain.at(-1);
    expect(last !== undefined && isTerminal(last.phase)).toBe(true);
  });
});

test('every write expects the end of the chain, and none follows a terminal', () => {
  holds((seen, action) => {
    if (!('expectedSequence' in action)) return;
    const last = seen.chain.at(-1);
    expect(action.expectedSequence).toBe(last?.sequence ?? 0);
    expect(last !== undefined && isTerminal(last.phase)).toBe(false);
  });
});

test("nobody but the owner writes on the owner's chain, except to give back its own start", () => {
  holds((seen, action) => {
    if (!('expectedSequence' in action) || isOwner(seen) || !sameChain(seen)) return;
    expect(action.kind).toBe('giveBack');
    expect(seen.myStarted).toEqual({ stored: true, sequence: action.expectedSequence });
  });
});

test('what it writes keeps a legal chain legal', () => {
  holds((seen, action) => {
    const link = linkOf(seen, action);
    if (link !== undefined && sameChain(seen)) expect(checkChain([...seen.chain, link])).toEqual([]);
  });
});

const linkOf = ({ chain, mine }: ClaimView, action: ClaimAction): ChainLink | undefined => {
  if (!('expectedSequence' in action)) return undefined;
  const started = chain.findLast((link) => link.phase === 'started');
  const { requestDigest, commandSequence } = mine;
  const by = { requestDigest, commandSequence, sequence: action.expectedSequence + 1 };
  const during = {
    ...by,
    attempt: started?.attempt ?? 0,
    ...(started === undefined ? {} : { epoch: started.sequence }),
  };
  switch (action.kind) {
    case 'start':
      return { ...by, ...action, phase: 'started' };
    case 'giveBack':
      return { ...during, phase: 'retrying', counted: false };
    case 'cancel':
      return { ...during, phase: 'canceled' };
    case 'end':
      return { ...during, phase: action.phase };
  }
};

test('a delay is never negative, and never shorter than what remains', () => {
  holds(({ chain, nowMs, ackWaitMs }, action) => {
    if (action.kind !== 'nak') return;
    expect(action.delayMs).toBeGreaterThan(0);
    const last = chain.at(-1);
    if (last?.phase === 'retrying' && last.nextAttemptAtMs > nowMs) return;
    if (last?.phase === 'started' && action.why.includes('younger')) {
      expect(nowMs + action.delayMs).toBe(last.startedAtMs + ackWaitMs);
      return;
    }
    expect(action.why).toBe('another daemon may serve it');
  });
});

test('a first started is sent with the create only for a command that may start now', () => {
  const opening = view();
  expect(startsTogether(opening)).toBe(true);
  expect(startsTogether({ ...opening, nowMs: 1_000 })).toBe(false);
  expect(startsTogether({ ...opening, validity: { state: 'unserved', retryInMs: 1 } })).toBe(false);
});
