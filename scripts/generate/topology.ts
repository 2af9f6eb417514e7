import { durationMs } from '../../libs/contracts/src/duration.ts';
import type { ContractSources } from './document.ts';

/** Streams, buckets, object stores and consumers as data, with every duration in milliseconds. */
export function generateTopology({ contract }: ContractSources): string {
  const source = contract['x-dome-topology'];
  const withMs = (entry: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(entry).map(([key, value]) =>
        key === 'maxAge' || key === 'duplicateWindow' || key === 'ackWait'
          ? [`${key}Ms`, msOf(String(value))]
          : [key, value],
      ),
    );
  const table = (entries: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, withMs(entry as Record<string, unknown>)]),
    );
  const names = (entries: object): string =>
    JSON.stringify(Object.fromEntries(Object.keys(entries).map((n) => [n, n])));
  return `/** Names of streams, buckets and stores: no other file may spell one. */
export const STREAMS = ${names(source.streams)} as const;
export const BUCKETS = ${names(source.buckets)} as const;
export const OBJECT_STORES = ${names(source.objectStores)} as const;

/** What the broker must hold. Names in braces are filled in for each skill of the catalogue. */
export const TOPOLOGY = ${JSON.stringify(
    {
      streams: table(source.streams),
      buckets: table(withoutSchemas(source.buckets)),
      objectStores: table(source.objectStores),
      consumers: table(source.consumers),
    },
    undefined,
    2,
  )} as const;
`;
}

/** The broker knows no schema of what a bucket holds. */
function withoutSchemas(buckets: ContractSources['contract']['x-dome-topology']['buckets']): object {
  return Object.fromEntries(
    Object.entries(buckets).map(([name, bucket]) => [
      name,
      Object.fromEntries(Object.entries(bucket).filter(([setting]) => setting !== 'value')),
    ]),
  );
}

export function generateAccounts({ contract }: ContractSources): string {
  return `import type { AccountDeclaration } from '../account-declaration.ts';

/** The accounts of the broker: who is in them, what each may publish and subscribe, what passes between them. */
export const ACCOUNTS: Readonly<Record<string, AccountDeclaration>> = ${JSON.stringify(contract['x-dome-accounts'], undefined, 2)};
`;
}

function msOf(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined) throw new Error(`${text} is not a duration such as 30s`);
  return ms;
}
