// What a process shows of its dealings with the broker. The types are those of libs/bus, by their shape.
import type { StoreSpace } from '@dome/contracts';

import { one, seconds } from './meters.ts';
import type { Meters } from './meters.ts';

interface Connection {
  readonly isConnected: boolean;
  readonly reconnects: number;
}

export function showConnection(meters: Meters, connection: Connection): void {
  meters.show('dome_bus_connected', () => one(Number(connection.isConnected)));
  meters.show('dome_bus_reconnects_total', () => one(connection.reconnects));
}

interface Write {
  readonly outcome: 'stored' | 'conflict' | 'failed';
  readonly ms: number;
}

/** For a publisher's `onEnded`. */
export function writeMeter(meters: Meters, publisher: 'events' | 'logs'): (write: Write) => void {
  return ({ outcome, ms }) => meters.observe('dome_bus_publish_seconds', { publisher, write: outcome }, seconds(ms));
}

/** By name. */
export function showPending(
  meters: Meters,
  publishers: Readonly<Partial<Record<'events' | 'logs', { readonly pending: number }>>>,
): void {
  meters.show('dome_bus_publish_pending', () =>
    Object.entries(publishers).map(([publisher, { pending }]) => ({ labels: { publisher }, value: pending })),
  );
}

interface Answered {
  readonly endpoint: string;
  readonly code: string | undefined;
  readonly ms: number;
}

/** For a service's `onAnswered`. @param endpoints all that it has, by name */
export function requestMeter(meters: Meters, endpoints: readonly string[]): (request: Answered) => void {
  meters.know('endpoint', endpoints);
  return ({ endpoint, code = 'ok', ms }) => {
    meters.add('dome_requests_total', { endpoint, code });
    meters.observe('dome_request_seconds', { endpoint }, seconds(ms));
  };
}

/** The names are those of the contract, and the watch has no others. */
export function showSpace(meters: Meters, space: () => readonly StoreSpace[]): void {
  meters.know(
    'stream',
    space().map(({ name }) => name),
  );
  const samplesOf = (valueOf: (store: StoreSpace) => number | undefined) => () =>
    space().flatMap((store) => {
      const value = valueOf(store);
      return value === undefined ? [] : [{ labels: { stream: store.name }, value }];
    });
  meters.show(
    'dome_stream_bytes',
    samplesOf(({ bytes }) => bytes),
  );
  meters.show(
    'dome_stream_limit_bytes',
    samplesOf(({ bytesMax }) => bytesMax),
  );
  meters.show(
    'dome_stream_short',
    samplesOf(({ state }) => Number(state === 'full' || state === 'silent')),
  );
}
