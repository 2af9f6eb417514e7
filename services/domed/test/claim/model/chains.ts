// The chains that a search meets, each kept once: a chain is a number, its entries are looked up. Every entry is both what
// the claim sees and what the rules of a legal chain judge.
import { checkChain, isTerminal } from '@dome/contracts';
import type { ChainLink } from '@dome/contracts';

import type { ChainStep } from '../../../src/job.ts';

export type Entry = ChainStep & ChainLink;
/** The part that the writer chooses; sequence, attempt and epoch follow from the chain. */
export type Draft =
  | { readonly phase: 'started'; readonly counted: boolean; readonly attempt: number; readonly supersedes?: number }
  | { readonly phase: 'retrying'; readonly counted: boolean; readonly nextAttemptAtMs: number }
  | { readonly phase: Exclude<Entry['phase'], 'started' | 'retrying'> };

export interface Chains {
  entries(chain: number): readonly Entry[];
  /** The chain with one more transition, written for the command (undefined: by the handler of a cancel). */
  append(chain: number, draft: Draft, command: WritingCommand | undefined): number;
  spent(chain: number): number;
  /** What is wrong with the chain itself. */
  faults(chain: number): readonly string[];
}
export interface WritingCommand {
  readonly requestDigest: `sha256:${string}`;
  readonly commandSequence: number;
}

export const emptyChain = 0;
/** Only the order of deliveries matters: every start has this one, and a delivery is later or is not. */
export const startedUnder = 1;
const chainsMax = 4_096;

export const isClosed = (last: Entry | undefined): boolean => last !== undefined && isTerminal(last.phase);

export function createChains(maximumAttempts: number): Chains {
  const all: (readonly Entry[])[] = [[]];
  const known = new Map<string, number>();
  const faults: (readonly string[])[] = [[]];
  const entries = (chain: number): readonly Entry[] => all[chain] ?? [];

  const append: Chains['append'] = (chain, draft, command) => {
    const key = `${chain} ${JSON.stringify(draft)} ${command?.commandSequence}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const next = [...entries(chain), entryOf(entries(chain), draft, command)];
    if (all.length === chainsMax || next.length > 15) throw new Error('a chain does not fit the packed state');
    known.set(key, all.length);
    faults.push(faultsOf(next, maximumAttempts));
    return all.push(next) - 1;
  };
  return { entries, append, spent: (chain) => spentOf(entries(chain)), faults: (chain) => faults[chain] ?? [] };
}

function entryOf(before: readonly Entry[], draft: Draft, command: WritingCommand | undefined): Entry {
  const lastStart = before.findLast((entry) => entry.phase === 'started');
  const common = {
    sequence: before.length + 1,
    attempt: lastStart?.attempt ?? 0,
    ...(lastStart === undefined || draft.phase === 'started' ? {} : { epoch: lastStart.sequence }),
    ...command,
  };
  return draft.phase === 'started'
    ? { ...common, ...draft, deliveryCount: startedUnder, startedAtMs: 0 }
    : { ...common, ...draft };
}

const spentOf = (chain: readonly Entry[]): number =>
  chain.filter((entry) => entry.phase === 'started' && entry.counted).length;

function faultsOf(chain: readonly Entry[], maximumAttempts: number): string[] {
  const found = checkChain(chain).map(({ rule, detail }) => `chain: ${rule}: ${detail}`);
  if (spentOf(chain) > maximumAttempts) found.push('more attempts than allowed');
  return found;
}
