// Who may do what with a subject, as the broker is configured: from the accounts of the contract.
import { overlaps, patternOf } from '../../../libs/contracts/src/subject-cover.ts';
import type { ContractBundle } from './contract-bundle.ts';
import { codesOf, markdownTable } from './markdown.ts';

/** @param stream whose history readers may ask for, where the channel is stored */
export function rightsTable(bundle: ContractBundle, address: string, stream?: string): string {
  const pattern = patternOf(address);
  const rows = Object.entries(bundle['x-dome-accounts']).flatMap(([account, { users }]) =>
    Object.entries(users).flatMap(([user, { publish, subscribe }]) => {
      const sends = publish.filter((right) => overlaps(right, pattern));
      const hears = subscribe.filter((right) => overlaps(right, pattern));
      const reads = stream === undefined ? [] : publish.filter((right) => isReadOf(right, stream));
      if (sends.length + hears.length + reads.length === 0) return [];
      return [[`\`${account}\``, `\`${user}\``, codesOf(sends), codesOf(hears), codesOf(reads)]];
    }),
  );
  return markdownTable(['account', 'user', 'may publish', 'may subscribe', 'may read the stream by'], rows);
}

const isReadOf = (right: string, stream: string): boolean =>
  new RegExp(`\\.API\\.(DIRECT\\.GET|CONSUMER\\.MSG\\.NEXT)\\.${stream}(\\.|$)`).test(right);
