// The one way to hear a subject. The client calls back out of the loop that reads its connection: whatever is thrown there
// ends that loop, and leaves a process that is connected and deaf. So nothing gets out of here: a message that could not be
// handled is logged, and the next one is heard.

import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';

import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';

export interface Listener {
  readonly onMessage: (message: Msg) => void;
  /** The broker refuses the subscription, or takes it away. */
  readonly onRefused: (cause: Error) => void;
  /** One member of the group hears each message. */
  readonly queue?: string;
  /** Ends after so many messages. */
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
