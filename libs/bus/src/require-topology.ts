// What a plane needs of the broker before it can start: the streams and buckets of its account, and durables. All that is
// missing is said at once, with whoever makes it; a right that is missing is another fault than a stream that is missing.

import { DomeError, TOPOLOGY } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { apiRequest, JetStreamFault } from './js-request.ts';
import type { TopologyAccount } from './provision/declared-topology.ts';
import { PROVISIONERS } from './provision/provisioners.ts';
import { api, API_ERROR, kv, objectStore, OWN_API } from './wire.ts';

export interface TopologyNeeds {
  /** Of the plane: it needs all streams and buckets that the account owns. */
  readonly account: TopologyAccount;
  readonly durables: readonly NeededDurable[];
}

export interface NeededDurable {
  readonly stream: keyof typeof TOPOLOGY.streams;
  readonly durable: string;
  /** Of the account that owns the stream, if that is another. */
  readonly apiPrefix?: string;
}

interface Needed {
  readonly name: string;
  readonly owner: TopologyAccount;
  /** Where its description is asked for. */
  readonly subject: string;
}

const ABSENT: readonly number[] = [API_ERROR.streamNotFound, API_ERROR.consumerNotFound];

/**
 * @throws DomeError TOPOLOGY_MISSING naming all that does not exist and its provisioners; FORBIDDEN naming the right;
 * UNAVAILABLE, TIMEOUT
 */
export async function requireTopology(nc: NatsConnection, needs: TopologyNeeds): Promise<void> {
  const needed = neededBy(needs);
  const found = await Promise.allSettled(needed.map((one) => isThere(nc, one)));
  const refused = found.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  const [first] = refused.toSorted((a, b) => Number(isForbidden(b)) - Number(isForbidden(a)));
  if (first !== undefined) throw first;
  const missing = needed.filter((_, index) => !isFulfilledTrue(found[index]));
  if (missing.length === 0) return;
  const users = [...new Set(missing.map(({ owner }) => PROVISIONERS[owner]))].join(' and as ');
  throw new DomeError('TOPOLOGY_MISSING', {
    detail: `The broker lacks ${missing.map(({ name }) => name).join(', ')}.`,
    hint: `Run \`dome topology apply\` as ${users}; the start then goes on by itself.`,
    missing: missing.map(({ name }) => name),
  });
}

const isForbidden = (reason: unknown): boolean => reason instanceof DomeError && reason.code === 'FORBIDDEN';

const isFulfilledTrue = (result: PromiseSettledResult<boolean> | undefined): boolean =>
  result?.status === 'fulfilled' && result.value;

function neededBy({ account, durables }: TopologyNeeds): Needed[] {
  const stores = (
    table: Readonly<Record<string, { readonly account: string }>>,
    kind: string,
    streamOf: (name: string) => string,
  ): Needed[] =>
    Object.entries(table).flatMap(([name, entry]) => {
      if (entry.account !== account) return [];
      return [{ name: `the ${kind} ${name}`, owner: account, subject: api.streamInfo(OWN_API, streamOf(name)) }];
    });
  return [
    ...stores(TOPOLOGY.streams, 'stream', (name) => name),
    ...stores(TOPOLOGY.buckets, 'bucket', kv.stream),
    ...stores(TOPOLOGY.objectStores, 'object store', objectStore.stream),
    ...durables.map(({ stream, durable, apiPrefix = OWN_API }) => ({
      name: `the durable ${durable} on ${stream}`,
      owner: TOPOLOGY.streams[stream].account,
      subject: api.consumerInfo(apiPrefix, stream, durable),
    })),
  ];
}

async function isThere(nc: NatsConnection, { name, subject }: Needed): Promise<boolean> {
  try {
    await apiRequest(nc, { subject });
    return true;
  } catch (cause) {
    if (cause instanceof JetStreamFault) {
      if (ABSENT.includes(cause.errorCode)) return false;
      throw new DomeError('UNAVAILABLE', { detail: `The broker cannot tell of ${name}: ${cause.message}.` }, { cause });
    }
    throw cause instanceof DomeError ? withCure(nc, cause) : cause;
  }
}

const GRANTED = 'Render the accounts of the nats-server anew with `dome accounts render`, and reload it.';

function withCure(nc: NatsConnection, cause: DomeError): DomeError {
  const { code, fields, message: detail } = cause;
  if (code === 'FORBIDDEN') return new DomeError(code, { ...fields, detail, hint: GRANTED }, { cause });
  if (fields['noResponders'] !== true || nc.info?.jetstream === true) return cause;
  const off = 'JetStream is off at the nats-server.';
  return new DomeError(code, { ...fields, detail: off, hint: 'Add `jetstream {}` to its configuration.' }, { cause });
}
