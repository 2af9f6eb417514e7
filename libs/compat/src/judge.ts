// The judge: what of a later contract breaks those in service under an earlier one. Pure: two contracts as plain data in,
// findings out.
import type { ContractDocument } from './document.ts';
import { gathered } from './finding.ts';
import type { ContractFinding } from './finding.ts';
import { accountChanges } from './parts/accounts.ts';
import { catalogueChanges } from './parts/catalogues.ts';
import { channelChanges } from './parts/channels.ts';
import { documentChanges } from './parts/documents.ts';
import { messageChanges } from './parts/messages.ts';
import { restChanges, versionChanges } from './parts/rest.ts';
import { topologyChanges } from './parts/topology.ts';

/**
 * `stored` judges only what is read again later: messages of streams, values of buckets, and documents. Requests and replies,
 * rights and settings matter between neighbours.
 */
export type JudgedScope = 'all' | 'stored';

/** @returns the gravest first, one for each place and kind of change. */
export function judge(base: ContractDocument, head: ContractDocument, scope: JudgedScope = 'all'): ContractFinding[] {
  const contracts = { base, head };
  const stored = [...messageChanges(contracts, scope), ...documentChanges(contracts)];
  if (scope === 'stored') return gathered(stored);
  const found = gathered([
    ...stored,
    ...channelChanges(contracts),
    ...topologyChanges(contracts),
    ...accountChanges(contracts),
    ...catalogueChanges(contracts),
    ...restChanges(contracts),
  ]);
  return gathered([...found, ...versionChanges(contracts, found)]);
}
