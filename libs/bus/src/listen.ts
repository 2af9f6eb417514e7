// The one way to subscribe. The client runs callbacks in the loop that reads its connection: an exception there ends that
// loop, and leaves a process that is connected and deaf. So none escapes from here: a message that could not be handled is
// logged, and the next one is handled.

import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';

import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';

export interface Listener {
  readonly onMessage: (message: Msg) => void;
  /** The broker refuses the subscription or ends it. */
  readonly onRefused: (cause: Error) => void;
  /** One member of the group receives each message. */
  readonly queue?: string;
  /** Ends after this many messages. */
  readonly max?: number;
  readonly logger?: BusLogger;
}

export function listen(nc: NatsConnection, subject: string, listener: Listener): Subscription {
  const { onMessage, onRefused, queue, max, logger = silentLogger } = listener;
  return nc.subscribe(subject, {
    ...(queue === undefined ? {} : { queue }),
    ...(max === undefined ? {} : { max }),
    callback: (cause, message) => {
      try {
        if (cause === null) onMessage(message);
        else onRefused(cause);
      } catch (err) {
        logger.error({ err, subject: cause === null ? message.subject : subject }, 'a message was not handled');
      }
    },
  });
}
