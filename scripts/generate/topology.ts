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
  const described = <Entry extends object>(
    entries: Readonly<Record<string, Entry>>,
    metadataOf: (entry: Entry, name: string) => Record<string, string>,
  ): Record<string, Entry & { metadata: Record<string, string> }> =>
    Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, { ...entry, metadata: metadataOf(entry, name) }]),
    );
  const names = (entries: object): string =>
    JSON.stringify(Object.fromEntries(Object.keys(entries).map((n) => [n, n])));
  return `/** Names of streams, buckets and stores: no other file may spell one. */
export const STREAMS = ${names(source.streams)} as const;
export const BUCKETS = ${names(source.buckets)} as const;
export const OBJECT_STORES = ${names(source.objectStores)} as const;

/** What is sent on as it is stored, and where: of the topology, which is ten times as long, all that a browser needs. */
export const REPUBLISHED = ${JSON.stringify(republished(source.streams), undefined, 2)} as const;

/** What the broker must hold. Names in braces are filled in for each skill of the catalogue. */
export const TOPOLOGY = ${JSON.stringify(
    {
      streams: table(described(source.streams, ({ account }, name) => streamMetadata(contract, account, name))),
      buckets: table(
        withoutSchemas(
          described(source.buckets, ({ account, value }) => ({
            ...ownerOf(account),
            'dome.value': value.replace(/^\.\//, ''),
          })),
        ),
      ),
      objectStores: table(described(source.objectStores, ({ account }) => ownerOf(account))),
      consumers: table(
        described(source.consumers, ({ each, stream }) => ({
          'dome.reader': each === 'skill' ? 'domed' : each === 'reader' ? 'a program of VIEW' : 'dome',
          'dome.reads': source.streams[stream]?.description ?? '',
          'dome.docs': each === 'reader' ? 'docs/cursors.md' : 'docs/contract.md',
        })),
      ),
    },
    undefined,
    2,
  )} as const;
`;
}

/** By stream; those that are not sent on are left out. */
const republished = (streams: ContractSources['contract']['x-dome-topology']['streams']): object =>
  Object.fromEntries(
    Object.entries(streams).flatMap(([name, { republish }]) => (republish === undefined ? [] : [[name, republish]])),
  );

/** What `nats stream info` and its siblings print besides the settings. */
const ownerOf = (account: string): Record<string, string> => ({
  'dome.account': account,
  'dome.docs': 'docs/contract.md',
});

function streamMetadata(
  { channels }: ContractSources['contract'],
  account: string,
  stream: string,
): Record<string, string> {
  const own = Object.values(channels).filter(({ 'x-dome-channel': of }) => of.stream === stream);
  const listed = (of: 'writers' | 'readers'): string =>
    [...new Set(own.flatMap(({ 'x-dome-channel': channel }) => channel[of]))].join(', ');
  const subjects = own.flatMap(({ address }) => address ?? []).join(', ');
  return {
    ...ownerOf(account),
    'dome.subjects': subjects,
    'dome.writers': listed('writers'),
    'dome.readers': listed('readers'),
  };
}

/** The settings of the broker know no schema of what a bucket holds. */
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

/** What a browser needs of the accounts: they are ten times as long. */
export function generateInboxes({ contract }: ContractSources): string {
  const users = Object.values(contract['x-dome-accounts']).flatMap((account) => Object.entries(account.users));
  const inboxes = users.flatMap(([name, { subscribe }]) => {
    const own = subscribe.find((subject) => subject.endsWith(`_${name}.>`));
    return own === undefined ? [] : [[name, own.slice(0, -'.>'.length)]];
  });
  return `/** The inbox prefix of each broker user: an account lets each of them subscribe to its own inbox and no other. */
export const INBOXES: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(inboxes), undefined, 2)};
`;
}

function msOf(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined) throw new Error(`${text} is not a duration such as 30s`);
  return ms;
}
