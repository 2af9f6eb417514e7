// Log records as they are republished, for a live screen. Some may be lost; a reader that needs every line follows the
// log instead.

import { headerOf, headersOf } from '@dome/bus';
import { filters, openEvent } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/nats-core';

import type { LogsOf } from './follow-logs.ts';

export async function* liveLogs(nc: NatsConnection, of: LogsOf, signal: AbortSignal): AsyncGenerator<AnyEvent, void> {
  if (signal.aborted) return;
  const subscription = nc.subscribe(filters.liveLog(of));
  const stop = (): void => subscription.unsubscribe();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const message of subscription) {
      const headers = headersOf(message);
      const event = openOrNothing(message.data, (name) => headerOf(headers, name));
      if (event !== undefined) yield event;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    if (!subscription.isClosed()) subscription.unsubscribe();
  }
}

function openOrNothing(payload: Uint8Array, header: (name: string) => string | undefined): AnyEvent | undefined {
  try {
    return openEvent(payload, header);
  } catch {
    return undefined;
  }
}
