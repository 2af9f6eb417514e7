// An address of the person's own: each notification is posted to it as JSON. The id of the event is its idempotency key.
import { showDuration } from '../durations.ts';
import { usageError } from '../errors.ts';
import type { NotTaken, Receiver } from './receiver.ts';

export interface WebhookOptions {
  readonly url: URL;
  readonly timeoutMs: number;
}

/** Answers to a request that may be taken later. */
const TRANSIENT = new Set([408, 425, 429]);

/** The address may hold a secret: messages name its host alone. */
export function webhookReceiver({ url, timeoutMs }: WebhookOptions): Receiver {
  return {
    name: `the webhook at ${url.host}`,
    notify: async (notification, signal) => {
      signal.throwIfAborted();
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': notification.id },
          body: JSON.stringify(notification),
          // Whoever is posted to is whoever was named.
          redirect: 'manual',
          signal: AbortSignal.any([signal, limit]),
        });
        await response.body?.cancel();
        return answerOf(response.status);
      } catch (error) {
        signal.throwIfAborted();
        if (limit.aborted) return { why: `no answer within ${showDuration(timeoutMs)}`, isFinal: false };
        return { why: reasonOf(error), isFinal: false };
      }
    },
  };
}

function answerOf(status: number): NotTaken | undefined {
  if (status >= 200 && status < 300) return undefined;
  return { why: `it answered ${status}`, isFinal: status < 500 && !TRANSIENT.has(status) };
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error instanceof Error ? error.message : String(error);
}

/** @throws DomeError INVALID_REQUEST, without the text: it may hold a secret */
export function webhookUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw usageError('--webhook takes an address that begins with https:// or http://.', 'Or @FILE, which holds it.');
  }
  if (url.username === '' && url.password === '') return url;
  throw usageError('--webhook takes no user and password in the address.', 'Put a token into its path or its query.');
}
